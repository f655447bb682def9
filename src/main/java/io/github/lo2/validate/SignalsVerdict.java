package io.github.lo2.validate;

import io.github.lo2.signal.Signal;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges whether each signal of a scenario is there, and whether any of it was lost on the way. */
final class SignalsVerdict {
    /**
     * What counts lost telemetry, under the names that Prometheus gives it: the agents' span processors and exporters (the
     * first two are the names of OpenTelemetry Java's older, still usual, self-observation), a collector's, and the
     * exporters that Prometheus reads.
     */
    private static final List<LossCounter> LOSS_COUNTERS = List.of(
            new LossCounter("processedSpans_total", "dropped", "true"),
            new LossCounter("otlp_exporter_exported_total", "success", "false"),
            new LossCounter("otel_sdk_processor_span_processed_total", "error_type", null),
            new LossCounter("otel_sdk_exporter_span_exported_total", "error_type", null),
            new LossCounter("otel_sdk_exporter_metric_data_point_exported_total", "error_type", null),
            new LossCounter("otelcol_receiver_refused_spans_total", null, null),
            new LossCounter("otelcol_exporter_send_failed_spans_total", null, null),
            new LossCounter("otelcol_exporter_enqueue_failed_spans_total", null, null),
            new LossCounter("promhttp_metric_handler_errors_total", null, null));

    /** What is 1 in a scrape that cAdvisor could not read everything for. */
    private static final List<String> LOSS_GAUGES = List.of("container_scrape_error", "machine_scrape_error");

    private SignalsVerdict() {}

    /**
     * A metric that counts what was lost.
     *
     * @param metric its name
     * @param label the label that tells its series of losses from the others; null: all of its series count losses
     * @param value that label's value; null: any
     */
    private record LossCounter(
            String metric, @Nullable String label, @Nullable String value) {
        String condition() {
            if (label == null) {
                return "metric = '%s'".formatted(metric);
            }
            String member = "json_extract_string(labels, '$.%s')".formatted(label);
            return "(metric = '%s' AND %s)"
                    .formatted(
                            metric,
                            value == null
                                    ? "coalesce(%s, '') <> ''".formatted(member)
                                    : "%s = '%s'".formatted(member, value));
        }
    }

    private record Counts(long requests, long records, long spans, long samples) {}

    static Verdict of(JudgedScenario scenario, TableViews views) {
        Counts counts = views.askOne(
                "SELECT (SELECT count(*) FROM requests WHERE scenario = ?), (SELECT count(*) FROM logs WHERE scenario = ?), (SELECT count(*) FROM spans WHERE scenario = ?), (SELECT count(value) FROM metrics WHERE scenario = ?)",
                row -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                scenario.tag(),
                scenario.tag(),
                scenario.tag(),
                scenario.tag());
        var objections = new ArrayList<Evidence>();
        if (counts.requests() == 0) {
            objections.add(new Evidence.Empty(Signal.REQUESTS, null, 0));
        }
        if (counts.samples() == 0) {
            objections.add(new Evidence.Empty(Signal.METRICS, null, 0));
        }
        objections.addAll(without(Signal.LOGS, Table.LOGS, scenario, views));
        objections.addAll(without(Signal.SPANS, Table.SPANS, scenario, views));
        objections.addAll(losses(scenario, views));
        objections.addAll(failedReadings(scenario, views));
        scenario.missing().forEach(missing -> objections.add(new Evidence.NotArrived(missing)));
        return Verdict.of(
                VerdictKind.SIGNALS,
                objections.isEmpty(),
                new Figures()
                        .add("requests", counts.requests(), Unit.REQUESTS)
                        .add("log_records", counts.records(), Unit.LOG_RECORDS)
                        .add("spans", counts.spans(), Unit.SPANS)
                        .add("samples", counts.samples(), Unit.SAMPLES)
                        .byName(),
                objections);
    }

    /** List the services that got requests and have no row in a table. */
    private static List<Evidence> without(Signal signal, Table table, JudgedScenario scenario, TableViews views) {
        return views.ask(
                """
                SELECT service_name, count(*) FROM requests
                WHERE scenario = ? AND service_name IS NOT NULL AND service_name NOT IN (
                  SELECT service_name FROM %s WHERE scenario = ? AND service_name IS NOT NULL)
                GROUP BY service_name ORDER BY service_name""".formatted(table.tableName()),
                row -> new Evidence.Empty(signal, row.getString(1), row.getLong(2)),
                scenario.tag(),
                scenario.tag());
    }

    /** List the counters of losses that rose in the window: what was lost before belongs to another one. */
    private static List<Evidence> losses(JudgedScenario scenario, TableViews views) {
        return views.ask(
                """
                WITH counted AS (SELECT metric, labels, epoch_ns(time) AS nanos, value,
                  lag(value, 1, 0) OVER (PARTITION BY metric, labels ORDER BY time) AS before
                  FROM samples WHERE scenario = ? AND value IS NOT NULL AND (%s))
                SELECT metric, labels, sum(CASE WHEN value >= before THEN value - before ELSE value END) AS lost
                FROM counted WHERE nanos >= ? GROUP BY metric, labels HAVING lost > 0 ORDER BY metric, labels""".formatted(LOSS_COUNTERS.stream().map(LossCounter::condition).collect(Collectors.joining(" OR "))),
                row -> new Evidence.Loss(row.getString(1), row.getString(2), row.getDouble(3)),
                scenario.tag(),
                scenario.startNanos());
    }

    private static List<Evidence> failedReadings(JudgedScenario scenario, TableViews views) {
        return views.ask(
                "SELECT metric, labels, count(*) FROM metrics WHERE scenario = ? AND epoch_ns(time) >= ? AND value > 0 AND metric IN (%s) GROUP BY metric, labels ORDER BY metric, labels"
                        .formatted(LOSS_GAUGES.stream().map("'%s'"::formatted).collect(Collectors.joining(", "))),
                row -> new Evidence.FailedReadings(row.getString(1), row.getString(2), row.getLong(3)),
                scenario.tag(),
                scenario.startNanos());
    }
}
