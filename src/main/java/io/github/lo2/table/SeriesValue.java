package io.github.lo2.table;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table of metrics: a sample, or, without a value, the end of a series.
 *
 * @param series whose
 * @param epochNanos when, ns since the epoch (UTC)
 * @param value the value, or nothing
 */
record SeriesValue(
        OfSeries series, long epochNanos, @Nullable Double value) {
    /** What all rows of a series have in common. */
    record OfSeries(
            long number,
            String metric,
            @Nullable String type,
            @Nullable String serviceName,
            String labels) {}
}
