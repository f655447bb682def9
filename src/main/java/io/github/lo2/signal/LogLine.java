package io.github.lo2.signal;

/**
 * A line of a container's log.
 *
 * @param container the container's name, e.g. {@code light-oauth2-oauth2-client-1}
 * @param epochNanos when it was read, ns since the epoch (UTC)
 * @param bytes the line as written, without its line feed
 */
@SuppressWarnings("ArrayRecordComponent") // written as it is; nobody compares two lines
public record LogLine(String container, long epochNanos, byte[] bytes) {}
