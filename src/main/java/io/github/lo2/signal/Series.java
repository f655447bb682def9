package io.github.lo2.signal;

import java.util.SortedMap;

/**
 * What identifies a time series, in Prometheus' terms.
 *
 * @param metric the metric's name
 * @param labels the labels without {@code __name__}, sorted by name
 */
public record Series(String metric, SortedMap<String, String> labels) {}
