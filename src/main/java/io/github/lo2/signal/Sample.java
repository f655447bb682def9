package io.github.lo2.signal;

/**
 * A value of a series.
 *
 * @param series whose value
 * @param epochNanos when it was taken, ns since the epoch (UTC)
 * @param value the value, in the unit that the metric's name ends with
 * @param sinceNanos when its sender began to count, ns since the epoch (UTC); 0 where nobody says
 */
public record Sample(Series series, long epochNanos, double value, long sinceNanos) {
    /** A value of which nobody says since when it is counted. */
    public Sample(Series series, long epochNanos, double value) {
        this(series, epochNanos, value, 0);
    }
}
