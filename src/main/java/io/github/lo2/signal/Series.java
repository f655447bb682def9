package io.github.lo2.signal;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;

/** What identifies a time series, in Prometheus' terms. */
public final class Series {
    private final String metric;
    private final SeriesType type;
    private final SortedMap<String, String> labels;
    /** Each sample looks its series up more than once. */
    private final int hash;

    /**
     * Name a series whose type nobody tells.
     *
     * @param metric the metric's name
     * @param labels the labels without {@code __name__}, sorted by name; not to be changed any more
     */
    public Series(String metric, SortedMap<String, String> labels) {
        this(metric, SeriesType.UNKNOWN, labels);
    }

    /**
     * Name a series.
     *
     * @param metric the metric's name
     * @param type what the metric's source says that its values mean
     * @param labels the labels without {@code __name__}, sorted by name; not to be changed any more
     */
    public Series(String metric, SeriesType type, SortedMap<String, String> labels) {
        this.metric = metric;
        this.type = type;
        this.labels = labels;
        this.hash = 31 * metric.hashCode() + labels.hashCode();
    }

    /** Tell the metric's name. */
    public String metric() {
        return metric;
    }

    /** Tell what its values mean. */
    public SeriesType type() {
        return type;
    }

    /** Show the labels without {@code __name__}, sorted by name. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /**
     * Compare metric and labels, which have one type; side by side, for a map's own way searches it once for each label.
     */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Series series)
                || hash != series.hash
                || !metric.equals(series.metric)
                || labels.size() != series.labels.size()) {
            return false;
        }
        Iterator<Map.Entry<String, String>> others = series.labels.entrySet().iterator();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.equals(others.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return metric + labels;
    }
}
