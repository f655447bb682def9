package io.github.lo2.stack;

import io.github.lo2.process.OutputLine;
import java.time.Duration;

/** Tells when a line was written from the time of day that it begins with, {@code HH:mm:ss.SSS} in any time zone. */
final class WrittenTime {
    private static final int LENGTH = "HH:mm:ss.SSS".length();
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Time zones differ by multiples of it. */
    private static final long ZONE_STEP = Duration.ofMinutes(15).toNanos();

    private static final long LATEST = Duration.ofMinutes(1).toNanos();

    private WrittenTime() {}

    /**
     * Tell when a line was written.
     *
     * @return the end of the millisecond that it says, or when it was read where that is earlier, ns since the epoch (UTC);
     *     when it was read, too, if it does not begin with a time of the minute before that
     */
    static long epochNanos(OutputLine line) {
        long read = line.epochNanos();
        long told = timeOfDay(line.bytes());
        if (told < 0) {
            return read;
        }
        long late = Math.floorMod(read - told, ZONE_STEP);
        return late > LATEST ? read : Math.min(read, read - late + NANOS_PER_MILLI - 1);
    }

    /** Read the time of day, ns; -1 where there is none. */
    private static long timeOfDay(byte[] line) {
        if (line.length < LENGTH || line[2] != ':' || line[5] != ':' || line[8] != '.') {
            return -1;
        }
        long hours = number(line, 0, 2);
        long minutes = number(line, 3, 2);
        long seconds = number(line, 6, 2);
        long millis = number(line, 9, 3);
        return hours < 0 || minutes < 0 || seconds < 0 || millis < 0
                ? -1
                : (((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis) * NANOS_PER_MILLI;
    }

    /** Read a number of so many digits; -1 where there is none. */
    private static long number(byte[] line, int from, int digits) {
        long number = 0;
        for (int i = from; i < from + digits; i++) {
            if (line[i] < '0' || line[i] > '9') {
                return -1;
            }
            number = 10 * number + line[i] - '0';
        }
        return number;
    }
}
