package io.github.lo2.signal;

/**
 * What the values of a series mean, as the source of its metric says: OTLP by the kind of its data points, Prometheus by the
 * metadata of what it scrapes. A name does not tell: {@code jvm_thread_count} is a gauge.
 */
public enum SeriesType {
    /** A count or a sum since a start; it only grows. */
    COUNTER,
    /** A value that goes up and down. */
    GAUGE,
    /** Part of a histogram: the count of a bucket, or count or sum of all; each only grows. */
    HISTOGRAM,
    /** Part of a summary: a quantile, or count or sum of all, which only grow. */
    SUMMARY,
    /** The source does not say. */
    UNKNOWN
}
