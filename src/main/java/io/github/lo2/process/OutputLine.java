package io.github.lo2.process;

import java.nio.charset.StandardCharsets;

/**
 * A line that a child process printed.
 *
 * @param epochNanos when the suite read it, ns since the epoch (UTC)
 * @param bytes the line as printed, without its line feed
 */
@SuppressWarnings("ArrayRecordComponent") // read once and written as it is; nobody compares two lines
public record OutputLine(long epochNanos, byte[] bytes) {

    /** Decode the line as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
