package io.github.lo2.capture;

import io.github.lo2.signal.PrometheusNumbers;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesType;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names the series of OTLP data points as Prometheus does, with the type that the points tell. The same points come each second: the series of each are built
 * once, and are the same objects every time, which makes them quick to find in a map.
 */
final class PointSeries {
    private final Map<Point, List<Series>> known = new ConcurrentHashMap<>();

    /** What a data point is one of, which decides how its series are named. */
    enum Kind {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    /** Who sends: {@code service.name} and {@code service.instance.id}. */
    record Target(String job, String instance) {}

    /**
     * What tells one data point of a message from another.
     *
     * @param metric the metric's name in OTLP
     * @param unit its unit in OTLP
     * @param attributes in the order sent
     * @param bounds upper bounds of a histogram's buckets but the last
     * @param buckets how many buckets it has
     */
    record Point(
            Target target,
            Kind kind,
            String metric,
            String unit,
            List<KeyValue> attributes,
            List<Double> bounds,
            int buckets) {}

    /** Give the series of a data point: one, or those of a histogram's buckets, its count and its sum. */
    List<Series> of(Point point) {
        return known.computeIfAbsent(point, PointSeries::build);
    }

    private static List<Series> build(Point point) {
        SortedMap<String, String> labels = labels(point);
        return switch (point.kind) {
            case GAUGE ->
                List.of(new Series(PrometheusNames.gauge(point.metric, point.unit), SeriesType.GAUGE, labels));
            case COUNTER ->
                List.of(new Series(PrometheusNames.counter(point.metric, point.unit), SeriesType.COUNTER, labels));
            case HISTOGRAM -> histogram(PrometheusNames.histogram(point.metric, point.unit), point, labels);
        };
    }

    private static List<Series> histogram(String name, Point point, SortedMap<String, String> labels) {
        var series = new ArrayList<Series>();
        for (int i = 0; i < point.buckets; i++) {
            var bucketLabels = new TreeMap<>(labels);
            String bound = i < point.bounds.size() ? PrometheusNumbers.format(point.bounds.get(i)) : "+Inf";
            bucketLabels.put("le", bound);
            series.add(new Series(name + "_bucket", SeriesType.HISTOGRAM, bucketLabels));
        }
        series.add(new Series(name + "_count", SeriesType.HISTOGRAM, labels));
        series.add(new Series(name + "_sum", SeriesType.HISTOGRAM, labels));
        return List.copyOf(series);
    }

    private static SortedMap<String, String> labels(Point point) {
        var labels = new TreeMap<String, String>();
        labels.put("job", point.target.job);
        labels.put("instance", point.target.instance);
        for (KeyValue attribute : point.attributes) {
            String value = String.valueOf(OtlpTranslator.value(attribute.getValue()));
            labels.put(PrometheusNames.label(attribute.getKey()), value);
        }
        return labels;
    }
}
