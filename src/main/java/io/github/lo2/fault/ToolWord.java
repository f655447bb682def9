package io.github.lo2.fault;

/**
 * What the tool that brings a fault about, or takes it back, says of that itself.
 *
 * @param told when it was told to, ns since the epoch (UTC); 0: never
 * @param time when it says that it was so, ns since the epoch (UTC); 0: never
 * @param confirmed whether it says that it is done
 * @param says its words
 */
public record ToolWord(long told, long time, boolean confirmed, String says) {}
