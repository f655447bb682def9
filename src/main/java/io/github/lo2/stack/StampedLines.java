package io.github.lo2.stack;

import io.github.lo2.process.ByteLines;
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

    private static final int SECOND_LENGTH = "2026-11-24T09:58:45".length();
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final Stamp NONE = new Stamp(0, 0);

    private final Sink sink;
    private final ByteLines lines = new ByteLines(this::handOver);
    /** The last stamp in UTC up to its seconds: most lines have it in common with the line before. */
    private byte[] lastSecond = new byte[SECOND_LENGTH];

    private long lastSecondNanos;

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
        lines.add(bytes, bytes.length);
    }

    private void handOver(byte[] stamped) {
        Stamp first = stamp(stamped, 0);
        if (!first.isFound()) {
            throw new IllegalArgumentException(
                    "a log line has no time stamp: " + new String(stamped, StandardCharsets.UTF_8));
        }
        if (stamped.length - first.length <= PIECE) {
            byte[] line = Arrays.copyOfRange(stamped, first.length, stamped.length);
            sink.accept(first.epochNanos, first.epochNanos, line);
        } else {
            handOverLong(first, stamped);
        }
    }

    private void handOverLong(Stamp first, byte[] stamped) {
        var line = new ByteArrayOutputStream(stamped.length);
        long last = first.epochNanos;
        for (int from = first.length; from < stamped.length; ) {
            int length = Math.min(PIECE, stamped.length - from);
            line.write(stamped, from, length);
            from += length;
            Stamp stamp = stamp(stamped, from);
            if (stamp.isFound()) {
                last = stamp.epochNanos;
            }
            from += stamp.length;
        }
        sink.accept(first.epochNanos, last, line.toByteArray());
    }

    /** Find the stamp at a place; {@link #NONE} where there is none. */
    private Stamp stamp(byte[] bytes, int from) {
        Stamp stamp = stampOfLastSecond(bytes, from);
        return stamp.isFound() ? stamp : anyStamp(bytes, from);
    }

    private Stamp stampOfLastSecond(byte[] bytes, int from) {
        int at = from + SECOND_LENGTH;
        if (at + 2 > bytes.length || !Arrays.equals(bytes, from, at, lastSecond, 0, SECOND_LENGTH)) {
            return NONE;
        }
        long nanos = 0;
        if (bytes[at] == '.' && isDigit(bytes[at + 1])) {
            at++;
            for (long unit = NANOS_PER_SECOND / 10; unit > 0 && at < bytes.length && isDigit(bytes[at]); unit /= 10) {
                nanos += unit * (bytes[at] - '0');
                at++;
            }
        }
        boolean ends = at + 1 < bytes.length && bytes[at] == 'Z' && bytes[at + 1] == ' ';
        return ends ? new Stamp(lastSecondNanos + nanos, at + 2 - from) : NONE;
    }

    private Stamp anyStamp(byte[] bytes, int from) {
        int length = Math.min(LONGEST_STAMP, bytes.length - from);
        String text = new String(bytes, from, Math.max(0, length), StandardCharsets.ISO_8859_1);
        var matcher = STAMP.matcher(text);
        if (!matcher.lookingAt()) {
            return NONE;
        }
        long nanos = EpochClock.toNanos(Instant.parse(text.substring(0, matcher.end() - 1)));
        if (text.charAt(matcher.end() - 2) == 'Z') {
            lastSecond = Arrays.copyOfRange(bytes, from, from + SECOND_LENGTH);
            lastSecondNanos = nanos - Math.floorMod(nanos, NANOS_PER_SECOND);
        }
        return new Stamp(nanos, matcher.end());
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /**
     * A stamp that was found.
     *
     * @param epochNanos what it says, ns since the epoch (UTC)
     * @param length its bytes, the blank included; 0 when there is none
     */
    private record Stamp(long epochNanos, int length) {
        boolean isFound() {
            return length > 0;
        }
    }
}
