package io.github.lo2.signal;

/**
 * A value of a series.
 *
 * @param series whose value
 * @param epochNanos when it was taken, ns since the epoch (UTC)
 * @param value the value, in the unit that the metric's name ends with
 */
public record Sample(Series series, long epochNanos, double value) {}
