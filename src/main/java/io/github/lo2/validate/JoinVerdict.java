package io.github.lo2.validate;

import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.FaultKind;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.JoinGap;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Judges how many of a scenario's requests have what belongs to them in another table, and says why the others have not.
 *
 * <p>A request that got no answer need not have reached its service: it is listed when nothing belongs to it, and not
 * counted in the share. Nor is one whose service was killed, as its fault, before it had sent the span.
 */
final class JoinVerdict {
    /** What belongs to a request that was answered so shortly before the end may have been written after it. */
    private static final long SHORTLY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A service sends its spans every half second, later where it waits for the processor. */
    private static final long UNSENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final VerdictKind kind;
    private final double wanted;
    private final String unjoined;

    /** Judge server spans: a request's is the one whose parent is the request's own span id, of the same trace. */
    static JoinVerdict spans(SystemFacts system) {
        return new JoinVerdict(
                VerdictKind.SPANS_JOINED,
                system.spansJoined(),
                "SELECT trace_id, parent_span_id AS span_id FROM spans WHERE scenario = ? AND kind = 'server'",
                "trace_id, span_id",
                "trace_id",
                "SELECT DISTINCT service_name FROM spans WHERE scenario = ? AND kind = 'server'",
                "SELECT trace_id FROM spans WHERE scenario = ?");
    }

    /** Judge log records: at least one that the request's own service logged with the id that the system joins by. */
    static JoinVerdict logs(SystemFacts system) {
        String id = system.logId().column();
        return new JoinVerdict(
                VerdictKind.LOGS_JOINED,
                system.logsJoined(),
                "SELECT %1$s, service_name FROM logs WHERE scenario = ? AND %1$s IS NOT NULL".formatted(id),
                id + ", service_name",
                id,
                "SELECT DISTINCT service_name FROM logs WHERE scenario = ?",
                "SELECT %s FROM logs WHERE scenario = ?".formatted(id));
    }

    private JoinVerdict(
            VerdictKind kind,
            double wanted,
            String partners,
            String keys,
            String id,
            String services,
            String elsewhere) {
        this.kind = kind;
        this.wanted = wanted;
        this.unjoined = """
            WITH unjoined AS (SELECT * FROM requests ANTI JOIN (%1$s) USING (%2$s) WHERE scenario = ?),
            reasoned AS (SELECT *, CASE
              WHEN status = 0 THEN 'NO_ANSWER'
              WHEN service_name = ? AND epoch_ns(time) + duration BETWEEN ? AND ? THEN 'KILLED'
              WHEN %3$s IS NULL THEN 'NO_ID'
              WHEN service_name NOT IN (SELECT service_name FROM (%4$s) WHERE service_name IS NOT NULL)
                THEN 'SERVICE_SILENT'
              WHEN %3$s IN (SELECT %3$s FROM (%5$s) WHERE %3$s IS NOT NULL) THEN 'ELSEWHERE'
              WHEN epoch_ns(time) + duration > ? THEN 'AT_THE_END'
              ELSE 'NOWHERE' END AS reason FROM unjoined)
            """.formatted(partners, keys, id, services, elsewhere);
    }

    private record Counted(JoinGap reason, long requests) {}

    Verdict judge(JudgedScenario scenario, TableViews views) {
        long answered = views.askOne(
                "SELECT count(*) FROM requests WHERE scenario = ? AND status <> 0",
                row -> row.getLong(1),
                scenario.tag());
        List<Counted> gaps = views.ask(
                unjoined + "SELECT reason, count(*) FROM reasoned GROUP BY reason ORDER BY reason",
                row -> new Counted(JoinGap.valueOf(row.getString(1)), row.getLong(2)),
                parameters(scenario));
        long without = gaps.stream()
                .filter(gap -> !gap.reason().isExpected())
                .mapToLong(Counted::requests)
                .sum();
        long killed = gaps.stream()
                .filter(gap -> gap.reason() == JoinGap.KILLED)
                .mapToLong(Counted::requests)
                .sum();
        long judged = answered - killed;
        double share = judged == 0 ? 0 : (double) (judged - without) / judged;
        Figures figures = new Figures()
                .add("answered", answered, Unit.REQUESTS)
                .add("joined", judged - without, Unit.REQUESTS)
                .add("share", Figure.percent(share))
                .add("wanted", Figure.percent(wanted));
        gaps.forEach(gap -> figures.add(gap.reason().figure(), gap.requests(), Unit.REQUESTS));
        return new Verdict(
                kind,
                share >= wanted,
                figures.byName(),
                gaps.isEmpty() ? List.of() : proof(scenario, views),
                gaps.stream().mapToLong(Counted::requests).sum());
    }

    private List<Evidence> proof(JudgedScenario scenario, TableViews views) {
        return views.ask(
                unjoined + """
                    SELECT epoch_ns(time), method, route, service_name, status, request_id, trace_id, reason
                    FROM reasoned ORDER BY status = 0, time LIMIT
                    """ + Verdict.SHOWN_ROWS,
                row -> new Evidence.Unjoined(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getString(7),
                        JoinGap.valueOf(row.getString(8))),
                parameters(scenario));
    }

    private static Object[] parameters(JudgedScenario scenario) {
        String tag = scenario.tag();
        Optional<FaultFacts> kill = scenario.fault()
                .filter(fault -> FaultKind.of(fault.kind()).equals(Optional.of(FaultKind.CONTAINER_KILL)));
        long killed = kill.map(FaultFacts::injected).map(ToolWord::time).orElse(0L);
        return new Object[] {
            tag,
            tag,
            kill.map(FaultFacts::serviceName).orElse(""),
            killed - UNSENT_NANOS,
            killed,
            tag,
            tag,
            scenario.endNanos() - SHORTLY_NANOS
        };
    }
}
