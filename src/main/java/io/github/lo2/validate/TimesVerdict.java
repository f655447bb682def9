package io.github.lo2.validate;

import io.github.lo2.dataset.LocustLog;
import io.github.lo2.signal.Signal;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Judges whether the times of all signals lie in the window: a clock or a zone that is wrong shows there.
 *
 * <p>A request lies in it from its sending to its answer, a log record, a span and a sample with the time that it has. Those of
 * {@code metrics_before} are from before. Locust's log alone begins earlier and ends later: Locust is started ahead and writes its
 * summary after its load. Its last record is from between the start and a minute after the end.
 */
final class TimesVerdict {
    /** Some clocks give ms, and a request's end is its start and a duration that another clock measured. */
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LOCUST_ENDS_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String OUTSIDE = """
        SELECT %s, count(*) AS number, min(epoch_ns(time)), max(epoch_ns(time)) FROM %s
        WHERE scenario = ? AND (time IS NULL OR epoch_ns(time) < ? OR epoch_ns(time) %s > ?)%s
        GROUP BY ALL ORDER BY number DESC\
        """;

    private TimesVerdict() {}

    static Verdict of(JudgedScenario scenario, TableViews views) {
        var outside = new ArrayList<Evidence.Outside>();
        outside.addAll(
                outside(Signal.REQUESTS, "coalesce(service_name, '')", "requests", "+ duration", scenario, views));
        outside.addAll(outside(Signal.LOGS, "container", "logs", "", scenario, views));
        outside.addAll(locust(scenario, views));
        outside.addAll(outside(Signal.SPANS, "service_name", "spans", "", scenario, views));
        outside.addAll(outside(Signal.METRICS, "metric", "metrics", "", scenario, views));
        outside.addAll(lateBefore(scenario, views));
        long rows = scenario.rows(views);
        return Verdict.of(
                VerdictKind.TIMES,
                rows > 0 && outside.isEmpty(),
                new Figures()
                        .add("rows", rows, Unit.ROWS)
                        .add("window", Figure.seconds(scenario.endNanos() - scenario.startNanos()))
                        .add("tolerance", TOLERANCE_NANOS, Unit.NANOSECONDS)
                        .add(
                                "outside",
                                outside.stream()
                                        .mapToLong(Evidence.Outside::rows)
                                        .sum(),
                                Unit.ROWS)
                        .byName(),
                outside);
    }

    private static List<Evidence.Outside> outside(
            Signal signal, String source, String table, String last, JudgedScenario scenario, TableViews views) {
        String rest = signal == Signal.LOGS ? " AND container <> '%s'".formatted(LocustLog.CONTAINER) : "";
        return views.ask(
                OUTSIDE.formatted(source, table, last, rest),
                row -> new Evidence.Outside(signal, row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                scenario.tag(),
                scenario.startNanos() - TOLERANCE_NANOS,
                scenario.endNanos() + TOLERANCE_NANOS);
    }

    private static List<Evidence.Outside> locust(JudgedScenario scenario, TableViews views) {
        return views.ask(
                """
                SELECT count(*), min(epoch_ns(time)), max(epoch_ns(time)) AS latest FROM logs
                WHERE scenario = ? AND container = ? HAVING latest < ? OR latest > ?\
                """,
                row -> new Evidence.Outside(
                        Signal.LOGS, LocustLog.CONTAINER, row.getLong(1), row.getLong(2), row.getLong(3)),
                scenario.tag(),
                LocustLog.CONTAINER,
                scenario.startNanos() - TOLERANCE_NANOS,
                scenario.endNanos() + LOCUST_ENDS_NANOS);
    }

    /** Find samples that are said to be from before the window and are not. */
    private static List<Evidence.Outside> lateBefore(JudgedScenario scenario, TableViews views) {
        return views.ask(
                """
                SELECT metric, count(*) AS number, min(epoch_ns(time)), max(epoch_ns(time)) FROM metrics_before
                WHERE scenario = ? AND epoch_ns(time) >= ? GROUP BY metric ORDER BY number DESC\
                """,
                row -> new Evidence.Outside(
                        Signal.METRICS, row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                scenario.tag(),
                scenario.startNanos() + TOLERANCE_NANOS);
    }
}
