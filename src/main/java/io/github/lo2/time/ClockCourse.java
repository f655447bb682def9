package io.github.lo2.time;

import java.util.concurrent.TimeUnit;

/**
 * How long something took by two clocks of this machine, and how far one was set meanwhile.
 *
 * @param wall by the time of day, ns
 * @param monotonic by the clock that nobody can set, ns
 * @param step how far the time of day has been set since the beginning, at the most, ns; negative: back; 0: it was not, as
 *     far as the readings can tell
 */
public record ClockCourse(long wall, long monotonic, long step) {
    /** What makes clocks agree sets them by more than this, or not at all: it lets them go faster or slower. */
    public static final long STEP_TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Tell whether the time of day was set by more than 10 ms. */
    public boolean wasSet() {
        return Math.abs(step) > STEP_TOLERANCE_NANOS;
    }
}
