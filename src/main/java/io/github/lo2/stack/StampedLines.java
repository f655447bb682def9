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
         * @param lastNanos its last stamp, which differs when it was longer than a piece
         * @param line its bytes, without stamps and line feed
         */
        void accept(long epochNanos, long lastNanos, byte[] line);
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
        long first = stamp(stamped, 0, length);
        if (stamped.length - length <= PIECE) {
            sink.accept(first, first, Arrays.copyOfRange(stamped, length, stamped.length));
        } else {
            handOverLong(first, stamped, length);
        }
    }

    private void handOverLong(long first, byte[] stamped, int begin) {
        var line = new ByteArrayOutputStream(stamped.length);
        long last = first;
        for (int from = begin; from < stamped.length; ) {
            int length = Math.min(PIECE, stamped.length - from);
            line.write(stamped, from, length);
            from += length;
            int stampLength = stampLength(stamped, from);
            if (stampLength > 0) {
                last = stamp(stamped, from, stampLength);
            }
            from += stampLength;
        }
        sink.accept(first, last, line.toByteArray());
    }

    private static long stamp(byte[] bytes, int from, int length) {
        return EpochClock.toNanos(Instant.parse(new String(bytes, from, length - 1, StandardCharsets.US_ASCII)));
    }

    /** Measure the stamp at a place, its blank included; 0 where there is none. */
    private static int stampLength(byte[] bytes, int from) {
        int length = Math.min(LONGEST_STAMP, bytes.length - from);
        var matcher = STAMP.matcher(new String(bytes, from, Math.max(0, length), StandardCharsets.ISO_8859_1));
        return matcher.lookingAt() ? matcher.end() : 0;
    }
}
