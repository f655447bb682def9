package io.github.lo2.validate;

import io.github.lo2.dataset.Verdict;
import io.github.lo2.dataset.VerdictKind;
import io.github.lo2.system.LogId;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.EpochClock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Judges how many of a scenario's requests have what belongs to them in another table, and says why the others have not.
 *
 * <p>A request that got no answer need not have reached its service: it is listed when nothing belongs to it, and not
 * counted in the share.
 */
enum JoinVerdict {
    /** Its server span: the one whose parent is the request's own span id, of the same trace. */
    SPANS(
            VerdictKind.SPANS_JOINED,
            SystemFacts::spansJoined,
            "server span",
            "SELECT trace_id, parent_span_id AS span_id FROM spans WHERE scenario = ? AND kind = 'server'",
            "trace_id, span_id",
            "trace_id",
            "SELECT DISTINCT service_name FROM spans WHERE scenario = ? AND kind = 'server'",
            "SELECT trace_id FROM spans WHERE scenario = ?",
            "its trace has spans, but none that is a server's and its child"),
    /** At least one record that its own service logged with its id. */
    LOGS_OF_REQUEST(LogId.REQUEST),
    /** At least one record that its own service logged with its trace's id. */
    LOGS_OF_TRACE(LogId.TRACE);

    /** What was answered so shortly before the end may have been written after it; an agent sends its spans each 0.1 s. */
    private static final long SHORTLY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final VerdictKind kind;
    private final ToDoubleFunction<SystemFacts> wanted;
    private final String what;
    private final String unjoined;

    JoinVerdict(LogId id) {
        this(
                VerdictKind.LOGS_JOINED,
                SystemFacts::logsJoined,
                "log record",
                "SELECT %1$s, service_name FROM logs WHERE scenario = ? AND %1$s IS NOT NULL".formatted(id.column()),
                id.column() + ", service_name",
                id.column(),
                "SELECT DISTINCT service_name FROM logs WHERE scenario = ?",
                "SELECT %s FROM logs WHERE scenario = ?".formatted(id.column()),
                "only other services logged its id");
    }

    JoinVerdict(
            VerdictKind kind,
            ToDoubleFunction<SystemFacts> wanted,
            String what,
            String partners,
            String keys,
            String id,
            String services,
            String elsewhere,
            String strayReason) {
        this.kind = kind;
        this.wanted = wanted;
        this.what = what;
        this.unjoined = """
                WITH unjoined AS (SELECT * FROM requests ANTI JOIN (%1$s) USING (%2$s) WHERE scenario = ?),
                reasoned AS (SELECT *, CASE
                  WHEN status = 0 THEN 'no answer came'
                  WHEN %3$s IS NULL THEN 'it carried no %3$s'
                  WHEN service_name NOT IN (SELECT service_name FROM (%4$s) WHERE service_name IS NOT NULL)
                    THEN concat('no %7$s of ', service_name, ' in the whole window')
                  WHEN %3$s IN (SELECT %3$s FROM (%5$s) WHERE %3$s IS NOT NULL) THEN '%6$s'
                  WHEN epoch_ns(time) + duration > ? THEN 'answered less than 1 s before the end'
                  ELSE 'no %7$s has its %3$s' END AS reason FROM unjoined)
                """.formatted(partners, keys, id, services, elsewhere, strayReason.replace("'", "''"), what);
    }

    /** Judge log records by the id that they are joined with requests by. */
    static JoinVerdict logs(LogId id) {
        return id == LogId.REQUEST ? LOGS_OF_REQUEST : LOGS_OF_TRACE;
    }

    private record Reason(String text, long requests, boolean answered) {}

    Verdict judge(JudgedScenario scenario, TableViews views) {
        long answered = views.askOne(
                "SELECT count(*) FROM requests WHERE scenario = ? AND status <> 0",
                row -> row.getLong(1),
                scenario.tag());
        List<Reason> reasons = views.ask(
                unjoined
                        + "SELECT reason, count(*), any_value(status) <> 0 FROM reasoned GROUP BY reason ORDER BY count(*) DESC, reason",
                row -> new Reason(row.getString(1), row.getLong(2), row.getBoolean(3)),
                parameters(scenario));
        long without = reasons.stream()
                .filter(Reason::answered)
                .mapToLong(Reason::requests)
                .sum();
        double least = wanted.applyAsDouble(scenario.system());
        double share = answered == 0 ? 0 : (double) (answered - without) / answered;
        String counts = String.format(
                Locale.ROOT,
                "%d of %d answered requests have their %s (%.3f %%, at least %.1f %% expected)",
                answered - without,
                answered,
                what,
                100 * share,
                100 * least);
        return new Verdict(
                kind,
                share >= least,
                reasons.stream()
                        .map(reason -> "; %s: %s".formatted(reason.requests(), reason.text()))
                        .collect(Collectors.joining("", counts, "")),
                reasons.isEmpty() ? List.of() : proof(scenario, views),
                reasons.stream().mapToLong(Reason::requests).sum());
    }

    private List<String> proof(JudgedScenario scenario, TableViews views) {
        return views.ask(
                unjoined
                        + "SELECT epoch_ns(time), method, route, service_name, status, request_id, trace_id, reason FROM reasoned ORDER BY status = 0, time LIMIT "
                        + Verdict.SHOWN_ROWS,
                row -> "%s %s %s of %s, status %s, request_id %s, trace_id %s: %s"
                        .formatted(
                                EpochClock.toInstant(row.getLong(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8)),
                parameters(scenario));
    }

    private static Object[] parameters(JudgedScenario scenario) {
        String tag = scenario.tag();
        return new Object[] {tag, tag, tag, tag, scenario.endNanos() - SHORTLY_NANOS};
    }
}
