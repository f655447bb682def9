package io.github.lo2.stack;

import io.github.lo2.time.EpochClock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Finds the lines and their time stamps in one output stream of a container, as the Docker engine sends it.
 *
 * <p>Each line begins with an RFC 3339 time of up to nine decimals and a blank. The engine takes a line in pieces of 16 KiB
 * and stamps each; only the last ends with a line feed. The client hands the bytes over in pieces of its own, which tell
 * nothing.
 */
final class StampedLines {
    /** The engine's buffer for a line. */
    private static final int PIECE = 16 * 1024;

    private static final int LONGEST_STAMP = "2026-11-24T09:58:45.256097628+00:00 ".length();
    private static final Pattern STAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d) ");

    private final Sink sink;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    /**
     * @param sink gets each line, in order
     */
    StampedLines(Sink sink) {
        this.sink = sink;
    }

    /** Takes a line. */
    @FunctionalInterface
    interface Sink {
        /**
         * Take a line.
         *
         * @param epochNanos its first stamp, ns since the epoch (UTC)
         * @param line its bytes, without stamps and line feed
         */
        void accept(long epochNanos, byte[] line);
    }

    /** Add the bytes that follow those added before. */
    void add(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                unfinished.write(bytes, start, i - start);
                handOver(unfinished.toByteArray());
                unfinished.reset();
                start = i + 1;
            }
        }
        unfinished.write(bytes, start, bytes.length - start);
    }

    private void handOver(byte[] stamped) {
        int length = stampLength(stamped, 0);
        if (length == 0) {
            throw new IllegalArgumentException(
                    "a log line has no time stamp: " + new String(stamped, StandardCharsets.UTF_8));
        }
        Instant stamp = Instant.parse(new String(stamped, 0, length - 1, StandardCharsets.US_ASCII));
        sink.accept(EpochClock.toNanos(stamp), withoutStamps(stamped, length));
    }

    private static byte[] withoutStamps(byte[] stamped, int first) {
        if (stamped.length - first <= PIECE) {
            return Arrays.copyOfRange(stamped, first, stamped.length);
        }
        var line = new ByteArrayOutputStream(stamped.length);
        for (int from = first; from < stamped.length; ) {
            int length = Math.min(PIECE, stamped.length - from);
            line.write(stamped, from, length);
            from += length;
            from += stampLength(stamped, from);
        }
        return line.toByteArray();
    }

    /** Measure the stamp at a place, its blank included; 0 where there is none. */
    private static int stampLength(byte[] bytes, int from) {
        int length = Math.min(LONGEST_STAMP, bytes.length - from);
        var matcher = STAMP.matcher(new String(bytes, from, Math.max(0, length), StandardCharsets.ISO_8859_1));
        return matcher.lookingAt() ? matcher.end() : 0;
    }
}
