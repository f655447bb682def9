package io.github.lo2.validate;

import io.github.lo2.signal.Missing;
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

/** Judges whether each signal of a scenario is there, and whether any of it was lost on the way. */
final class SignalsVerdict {
    private static final String COUNTS = """
        SELECT
          (SELECT count(*) FROM requests WHERE scenario = $1),
          (SELECT count(*) FROM logs WHERE scenario = $1),
          (SELECT count(*) FROM spans WHERE scenario = $1),
          (SELECT count(value) FROM metrics WHERE scenario = $1),
          (SELECT count(*) FROM logs WHERE scenario = $1 AND origin <> 'load')\
        """;

    /** The gauges are 1 in a scrape that cAdvisor could not read everything for. */
    private static final String FAILED_READINGS = """
        SELECT metric, labels, count(*) FROM metrics
        WHERE scenario = ? AND epoch_ns(time) >= ? AND value > 0
          AND metric IN ('container_scrape_error', 'machine_scrape_error')
        GROUP BY metric, labels ORDER BY metric, labels\
        """;

    private SignalsVerdict() {}

    private record Counts(long requests, long records, long spans, long samples, long ofStack) {}

    static Verdict of(JudgedScenario scenario, TableViews views) {
        Counts counts = views.askOne(
                COUNTS,
                row -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                scenario.tag());
        var objections = new ArrayList<Evidence>();
        if (counts.requests() == 0) {
            objections.add(new Evidence.Empty(Signal.REQUESTS, null, 0));
        }
        if (counts.samples() == 0) {
            objections.add(new Evidence.Empty(Signal.METRICS, null, 0));
        }
        objections.addAll(without(Signal.LOGS, Table.LOGS, counts.ofStack(), scenario, views));
        objections.addAll(without(Signal.SPANS, Table.SPANS, counts.spans(), scenario, views));
        objections.addAll(failedReadings(scenario, views));
        scenario.missing().stream()
                .filter(Missing::counted)
                .forEach(missing -> objections.add(new Evidence.NotArrived(missing)));
        var rows = new ArrayList<>(objections);
        scenario.missing().stream()
                .filter(missing -> !missing.counted())
                .forEach(missing -> rows.add(new Evidence.NotCounted(missing)));
        return Verdict.of(
                VerdictKind.SIGNALS,
                objections.isEmpty(),
                new Figures()
                        .add("requests", counts.requests(), Unit.REQUESTS)
                        .add("log_records", counts.records(), Unit.LOG_RECORDS)
                        .add("spans", counts.spans(), Unit.SPANS)
                        .add("samples", counts.samples(), Unit.SAMPLES)
                        .add("repeats", scenario.repeats(), Unit.MESSAGES)
                        .add("objections", objections.size(), Unit.OBJECTIONS)
                        .byName(),
                rows);
    }

    /** List the services that got requests and have no row in a table; where requests name no service, say that it has none. */
    private static List<Evidence> without(
            Signal signal, Table table, long rows, JudgedScenario scenario, TableViews views) {
        List<Evidence> services = views.ask(
                """
                SELECT service_name, count(*) FROM requests
                WHERE scenario = ? AND service_name IS NOT NULL AND service_name NOT IN (
                  SELECT service_name FROM %s WHERE scenario = ? AND service_name IS NOT NULL)
                GROUP BY service_name ORDER BY service_name\
                """.formatted(table.tableName()),
                row -> new Evidence.Empty(signal, row.getString(1), row.getLong(2)),
                scenario.tag(),
                scenario.tag());
        return rows == 0 && services.isEmpty() ? List.of(new Evidence.Empty(signal, null, 0)) : services;
    }

    private static List<Evidence> failedReadings(JudgedScenario scenario, TableViews views) {
        return views.ask(
                FAILED_READINGS,
                row -> new Evidence.FailedReadings(row.getString(1), row.getString(2), row.getLong(3)),
                scenario.tag(),
                scenario.startNanos());
    }
}
