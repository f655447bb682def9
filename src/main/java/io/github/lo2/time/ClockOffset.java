package io.github.lo2.time;

/**
 * How far another clock is from this machine's, as one question to it shows.
 *
 * @param offsetNanos the other clock's time minus that of this machine, ns; positive when the other one is ahead
 * @param uncertaintyNanos how much more or less it may be, ns: half of the time from the question to the answer, since the
 *     other clock was read somewhere between
 */
public record ClockOffset(long offsetNanos, long uncertaintyNanos) {
    /** The first questions find cold caches. */
    private static final int QUESTIONS = 20;

    /**
     * Reads another clock.
     *
     * @param <E> what it throws when the clock cannot be read
     */
    @FunctionalInterface
    public interface Reading<E extends Exception> {
        /** Read the time, in ns since the epoch (UTC). */
        long epochNanos() throws E;
    }

    /**
     * Read another clock several times and keep what the quickest answer shows.
     *
     * @param clock this machine's
     * @param other the other one
     */
    public static <E extends Exception> ClockOffset measure(EpochClock clock, Reading<E> other) throws E {
        ClockOffset best = once(clock, other);
        for (int i = 1; i < QUESTIONS; i++) {
            ClockOffset next = once(clock, other);
            if (next.uncertaintyNanos() < best.uncertaintyNanos()) {
                best = next;
            }
        }
        return best;
    }

    private static <E extends Exception> ClockOffset once(EpochClock clock, Reading<E> other) throws E {
        long asked = clock.nanos();
        long there = other.epochNanos();
        // A clock set back meanwhile makes this negative, and the answer one that is not kept.
        long roundTrip = clock.nanos() - asked;
        return new ClockOffset(there - (asked + roundTrip / 2), (Math.abs(roundTrip) + 1) / 2);
    }
}
