package io.github.lo2.capture;

import com.google.protobuf.ByteString;
import io.github.lo2.capture.PointSeries.Kind;
import io.github.lo2.capture.PointSeries.Point;
import io.github.lo2.capture.PointSeries.Target;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.Span;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                kind(span.getKind()),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                status(span.getStatus()),
                scope.getName(),
                scope.getVersion(),
                attributes(span.getAttributesList()));
    }

    private static String kind(SpanKind kind) {
        return switch (kind) {
            case SPAN_KIND_INTERNAL -> "internal";
            case SPAN_KIND_SERVER -> "server";
            case SPAN_KIND_CLIENT -> "client";
            case SPAN_KIND_PRODUCER -> "producer";
            case SPAN_KIND_CONSUMER -> "consumer";
            case SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> "unspecified";
        };
    }

    private static String status(Status status) {
        return switch (status.getCode()) {
            case STATUS_CODE_OK -> "OK";
            case STATUS_CODE_ERROR -> "ERROR";
            case STATUS_CODE_UNSET, UNRECOGNIZED -> "UNSET";
        };
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Map<String, Object> attributes(List<KeyValue> list) {
        var attributes = new LinkedHashMap<String, Object>();
        list.forEach(pair -> attributes.put(pair.getKey(), value(pair.getValue())));
        return Collections.unmodifiableMap(attributes);
    }

    /** Give the value as a string, number, boolean or list of these; bytes as hexadecimal digits. */
    static Object value(AnyValue value) {
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

    /**
     * Translate the points of metrics.
     *
     * @param lost is told the metric of each point that has no form among the samples, and why
     */
    static void samples(
            ExportMetricsServiceRequest message, PointSeries series, Consumer<Sample> sink, Consumer<String> lost) {
        for (ResourceMetrics resourceMetrics : message.getResourceMetricsList()) {
            Resource resource = resourceMetrics.getResource();
            var target = new Target(serviceName(resource), attribute(resource, "service.instance.id"));
            for (ScopeMetrics scopeMetrics : resourceMetrics.getScopeMetricsList()) {
                scopeMetrics.getMetricsList().forEach(metric -> samples(metric, target, series, sink, lost));
            }
        }
    }

    private static void samples(
            Metric metric, Target target, PointSeries series, Consumer<Sample> sink, Consumer<String> lost) {
        if (isDelta(metric)) {
            // Its points are growths: stored as they are they would be read as counts since the start.
            lose(metric, "delta", points(metric), lost);
            return;
        }
        switch (metric.getDataCase()) {
            case GAUGE -> numbers(metric, Kind.GAUGE, metric.getGauge().getDataPointsList(), target, series, sink);
            case SUM -> {
                Kind kind = metric.getSum().getIsMonotonic() ? Kind.COUNTER : Kind.GAUGE;
                numbers(metric, kind, metric.getSum().getDataPointsList(), target, series, sink);
            }
            case HISTOGRAM ->
                metric.getHistogram()
                        .getDataPointsList()
                        .forEach(point -> histogram(
                                point, series.of(point(metric, point, target)).iterator(), sink));
            case EXPONENTIAL_HISTOGRAM -> lose(metric, "an exponential histogram", points(metric), lost);
            case SUMMARY -> lose(metric, "a summary", points(metric), lost);
            case DATA_NOT_SET -> {}
        }
    }

    private static boolean isDelta(Metric metric) {
        return metric.getSum().getAggregationTemporality() == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA
                || metric.getHistogram().getAggregationTemporality()
                        == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
    }

    /** Count the points of a metric; only one of its kinds has any. */
    private static int points(Metric metric) {
        return metric.getSum().getDataPointsCount()
                + metric.getHistogram().getDataPointsCount()
                + metric.getExponentialHistogram().getDataPointsCount()
                + metric.getSummary().getDataPointsCount();
    }

    private static void lose(Metric metric, String why, int points, Consumer<String> lost) {
        for (int i = 0; i < points; i++) {
            lost.accept("%s (%s)".formatted(metric.getName(), why));
        }
    }

    private static void numbers(
            Metric metric,
            Kind kind,
            List<NumberDataPoint> points,
            Target target,
            PointSeries series,
            Consumer<Sample> sink) {
        for (NumberDataPoint point : points) {
            double value =
                    point.getValueCase() == NumberDataPoint.ValueCase.AS_INT ? point.getAsInt() : point.getAsDouble();
            series.of(point(metric, kind, point, target))
                    .forEach(one ->
                            sink.accept(new Sample(one, point.getTimeUnixNano(), value, point.getStartTimeUnixNano())));
        }
    }

    private static Point point(Metric metric, Kind kind, NumberDataPoint point, Target target) {
        return new Point(target, kind, metric.getName(), metric.getUnit(), point.getAttributesList(), List.of(), 0);
    }

    private static Point point(Metric metric, HistogramDataPoint point, Target target) {
        return new Point(
                target,
                Kind.HISTOGRAM,
                metric.getName(),
                metric.getUnit(),
                point.getAttributesList(),
                point.getExplicitBoundsList(),
                point.getBucketCountsCount());
    }

    private static void histogram(HistogramDataPoint point, Iterator<Series> series, Consumer<Sample> sink) {
        long time = point.getTimeUnixNano();
        long cumulative = 0;
        for (int i = 0; i < point.getBucketCountsCount(); i++) {
            cumulative += point.getBucketCounts(i);
            sink.accept(new Sample(series.next(), time, cumulative));
        }
        sink.accept(new Sample(series.next(), time, point.getCount()));
        sink.accept(new Sample(series.next(), time, point.getSum()));
    }
}
