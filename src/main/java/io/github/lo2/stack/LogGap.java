package io.github.lo2.stack;

import io.github.lo2.time.EpochClock;

/**
 * A time in which lines of a container may be lost.
 *
 * @param container its name in the data set
 * @param fromNanos the last line before it, ns since the epoch (UTC)
 * @param toNanos the first line after it, ns since the epoch (UTC)
 * @param cause why
 */
record LogGap(String container, long fromNanos, long toNanos, String cause) {

    /** Tell whether lines of a window may be among them. */
    boolean touches(long startNanos, long endNanos) {
        return fromNanos <= endNanos && toNanos >= startNanos;
    }

    @Override
    public String toString() {
        return "%s: lines between %s and %s may be missing, %s"
                .formatted(container, EpochClock.toInstant(fromNanos), EpochClock.toInstant(toNanos), cause);
    }
}
