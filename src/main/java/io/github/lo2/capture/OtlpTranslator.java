package io.github.lo2.capture;

import com.google.protobuf.ByteString;
import io.github.lo2.signal.PrometheusNumbers;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.Span;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Translates OTLP messages (opentelemetry-proto v1) into spans and Prometheus samples. */
final class OtlpTranslator {
    private OtlpTranslator() {}

    static void spans(ExportTraceServiceRequest message, Consumer<Span> sink) {
        for (ResourceSpans resourceSpans : message.getResourceSpansList()) {
            String serviceName = serviceName(resourceSpans.getResource());
            for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
                for (var span : scopeSpans.getSpansList()) {
                    sink.accept(span(serviceName, scopeSpans.getScope(), span));
                }
            }
        }
    }

    private static Span span(
            String serviceName, InstrumentationScope scope, io.opentelemetry.proto.trace.v1.Span span) {
        return new Span(
                serviceName,
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getName(),
                span.getKind().name().replace("SPAN_KIND_", "").toLowerCase(Locale.ROOT),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                status(span.getStatus()),
                scope.getName(),
                scope.getVersion(),
                attributes(span.getAttributesList()));
    }

    private static String status(Status status) {
        return status.getCode().name().replace("STATUS_CODE_", "");
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Map<String, Object> attributes(List<KeyValue> list) {
        var attributes = new LinkedHashMap<String, Object>();
        list.forEach(pair -> attributes.put(pair.getKey(), value(pair.getValue())));
        return Collections.unmodifiableMap(attributes);
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(OtlpTranslator::value)
                        .toList();
            case BYTES_VALUE -> hex(value.getBytesValue());
            default -> value.getStringValue();
        };
    }

    static String serviceName(Resource resource) {
        return attribute(resource, "service.name");
    }

    private static String attribute(Resource resource, String name) {
        return resource.getAttributesList().stream()
                .filter(pair -> pair.getKey().equals(name))
                .map(pair -> pair.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    static void samples(ExportMetricsServiceRequest message, Consumer<Sample> sink) {
        for (ResourceMetrics resourceMetrics : message.getResourceMetricsList()) {
            var target = new TreeMap<String, String>();
            target.put("job", serviceName(resourceMetrics.getResource()));
            target.put("instance", attribute(resourceMetrics.getResource(), "service.instance.id"));
            for (ScopeMetrics scopeMetrics : resourceMetrics.getScopeMetricsList()) {
                scopeMetrics.getMetricsList().forEach(metric -> samples(metric, target, sink));
            }
        }
    }

    private static void samples(Metric metric, SortedMap<String, String> target, Consumer<Sample> sink) {
        switch (metric.getDataCase()) {
            case GAUGE ->
                numbers(
                        PrometheusNames.gauge(metric.getName(), metric.getUnit()),
                        metric.getGauge().getDataPointsList(),
                        target,
                        sink);
            case SUM ->
                numbers(
                        metric.getSum().getIsMonotonic()
                                ? PrometheusNames.counter(metric.getName(), metric.getUnit())
                                : PrometheusNames.gauge(metric.getName(), metric.getUnit()),
                        metric.getSum().getDataPointsList(),
                        target,
                        sink);
            case HISTOGRAM -> {
                String name = PrometheusNames.histogram(metric.getName(), metric.getUnit());
                metric.getHistogram().getDataPointsList().forEach(point -> histogram(name, point, target, sink));
            }
            default -> {
                // Exponential histograms and summaries: the agent sends none unless it is told to.
            }
        }
    }

    private static void numbers(
            String name, List<NumberDataPoint> points, SortedMap<String, String> target, Consumer<Sample> sink) {
        for (NumberDataPoint point : points) {
            double value =
                    point.getValueCase() == NumberDataPoint.ValueCase.AS_INT ? point.getAsInt() : point.getAsDouble();
            var series = new Series(name, labels(target, point.getAttributesList()));
            sink.accept(new Sample(series, point.getTimeUnixNano(), value));
        }
    }

    private static void histogram(
            String name, HistogramDataPoint point, SortedMap<String, String> target, Consumer<Sample> sink) {
        SortedMap<String, String> labels = labels(target, point.getAttributesList());
        long time = point.getTimeUnixNano();
        long cumulative = 0;
        for (int i = 0; i < point.getBucketCountsCount(); i++) {
            cumulative += point.getBucketCounts(i);
            var bucketLabels = new TreeMap<>(labels);
            bucketLabels.put(
                    "le",
                    i < point.getExplicitBoundsCount() ? PrometheusNumbers.format(point.getExplicitBounds(i)) : "+Inf");
            sink.accept(new Sample(new Series(name + "_bucket", bucketLabels), time, cumulative));
        }
        sink.accept(new Sample(new Series(name + "_count", labels), time, point.getCount()));
        sink.accept(new Sample(new Series(name + "_sum", labels), time, point.getSum()));
    }

    private static SortedMap<String, String> labels(SortedMap<String, String> target, List<KeyValue> attributes) {
        var labels = new TreeMap<>(target);
        attributes.forEach(
                pair -> labels.put(PrometheusNames.label(pair.getKey()), String.valueOf(value(pair.getValue()))));
        return labels;
    }
}
