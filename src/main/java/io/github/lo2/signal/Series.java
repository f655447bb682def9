package io.github.lo2.signal;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;

/**
 * What identifies a time series, in Prometheus' terms.
 *
 * @param metric the metric's name
 * @param labels the labels without {@code __name__}, sorted by name
 */
public record Series(String metric, SortedMap<String, String> labels) {

    /** Compare side by side: each sample looks its series up, and a map's own way searches it once for each label. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Series series)
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
        return 31 * metric.hashCode() + labels.hashCode();
    }
}
