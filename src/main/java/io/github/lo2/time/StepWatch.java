package io.github.lo2.time;

import java.util.function.LongSupplier;

/**
 * Notices that the time of day is set while something goes on, by the clock that nobody can set.
 *
 * <p>A clock that is made to agree slowly, as NTP does it, is none that is set: both clocks go on alike then.
 */
public final class StepWatch {
    private final EpochClock clock;
    private final LongSupplier monotonic;
    private final ClockOffset first;
    private final long begunNanos;
    private final long begunMonotonic;
    private long step;

    private StepWatch(EpochClock clock, LongSupplier monotonic) {
        this.clock = clock;
        this.monotonic = monotonic;
        this.first = ClockOffset.measure(clock, monotonic::getAsLong);
        this.begunNanos = clock.nanos();
        this.begunMonotonic = monotonic.getAsLong();
    }

    /** Begin to watch. */
    public static StepWatch begin(EpochClock clock) {
        return begin(clock, System::nanoTime);
    }

    static StepWatch begin(EpochClock clock, LongSupplier monotonic) {
        return new StepWatch(clock, monotonic);
    }

    /** Look whether it has been set: one that is set forth and back between two looks is not noticed. */
    public synchronized void look() {
        ClockOffset now = ClockOffset.measure(clock, monotonic::getAsLong);
        long set = first.offsetNanos() - now.offsetNanos();
        long sure = Math.max(0, Math.abs(set) - first.uncertaintyNanos() - now.uncertaintyNanos());
        if (sure > Math.abs(step)) {
            step = Long.signum(set) * sure;
        }
    }

    /** Look once more, and tell what both clocks say since the beginning. */
    public synchronized ClockCourse course() {
        look();
        return new ClockCourse(clock.nanos() - begunNanos, monotonic.getAsLong() - begunMonotonic, step);
    }
}
