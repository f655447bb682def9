package io.github.lo2.fault;

/**
 * What the tool that brings a fault about, or takes it back, says of that itself.
 *
 * @param time when it was so, ns since the epoch (UTC)
 * @param confirmed whether it says that it is done
 * @param says its words
 */
public record ToolWord(long time, boolean confirmed, String says) {}
