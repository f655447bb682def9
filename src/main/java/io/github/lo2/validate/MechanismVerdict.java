package io.github.lo2.validate;

import io.github.lo2.dataset.ScenarioFacts.PhaseFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.FaultKind;
import io.github.lo2.plan.Phase;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Evidence.Signature;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a fault shows in its target in the way of its kind, against the baseline: not by what the load saw, but by spans and
 * metrics.
 *
 * <p>What hits single requests is looked for in the spans of these, against those of requests to the same endpoints before. So a low
 * dose does not hide it. What metrics tell, they tell of the target as a whole.
 */
final class MechanismVerdict {
    /** Of the requests that were hit and of the ones before that might have been; of a fault that hits none, of all by time. */
    private static final String SPANS = """
        WITH asked AS (
          SELECT request_id, phase, hit, concat_ws(' ', method, route) AS endpoint FROM requests
          WHERE scenario = $1 AND request_id IS NOT NULL),
        side AS (
          SELECT request_id, hit AS during FROM asked
          WHERE hit OR (phase = 'baseline' AND endpoint IN (SELECT endpoint FROM asked WHERE hit))),
        span AS (
          SELECT CASE WHEN $3 THEN during
              WHEN epoch_ns(time) < $4 THEN false
              WHEN epoch_ns(time) < $5 THEN true END AS during,
            kind = 'server' AS server,
            kind = 'client' AND (attributes LIKE '%%"db.system%%') AS of_database,
            duration,
            (status = 'ERROR' OR coalesce(TRY_CAST(json_extract_string(attributes, '$."http.response.status_code"') AS INTEGER), 0) >= 400
              OR (kind = 'server' AND json_extract_string(attributes, '$."http.response.status_code"') IS NULL))::INTEGER AS failed
          FROM spans LEFT JOIN side USING (request_id)
          WHERE scenario = $1 AND service_name = coalesce(nullif($2, ''), service_name))
        SELECT during, %s FROM span WHERE during IS NOT NULL GROUP BY during\
        """;

    /**
     * How many of the requests to the target's endpoints that use the database asked it; of a fault that hits single requests, of
     * these. A statement that waited until the fault was over is none of it.
     */
    private static final String STATEMENTS = """
        WITH statement AS (
          SELECT DISTINCT request_id, true AS asked FROM spans
          WHERE scenario = $1 AND service_name = coalesce(nullif($2, ''), service_name) AND epoch_ns(time) < $5
            AND kind = 'client' AND attributes LIKE '%"db.system%'),
        sent AS (
          SELECT coalesce(asked, false) AS asked, concat_ws(' ', service_name, method, route) AS endpoint,
            CASE WHEN phase = 'baseline' AND epoch_ns(time) + duration < $4 THEN false
              WHEN NOT $3 AND phase = 'fault' THEN true
              WHEN hit THEN true END AS during
          FROM requests LEFT JOIN statement USING (request_id)
          WHERE scenario = $1 AND request_id IS NOT NULL AND service_name = coalesce(nullif($2, ''), service_name))
        SELECT during, 100 * avg(asked::INTEGER) FROM sent
        WHERE during IS NOT NULL AND endpoint IN (SELECT endpoint FROM sent WHERE asked AND NOT during)
        GROUP BY during\
        """;

    /** How long no server span began, at the most. */
    private static final String SILENCE = """
        WITH began AS (
          SELECT epoch_ns(time) AS time FROM spans
          WHERE scenario = $1 AND service_name = $2 AND kind = 'server' AND epoch_ns(time) BETWEEN $3 AND $4
          UNION ALL SELECT $3 UNION ALL SELECT $4)
        SELECT max(gap) FROM (SELECT time - lag(time) OVER (ORDER BY time) AS gap FROM began)\
        """;

    /** How many seconds a counter grew in a second, in all series of the target, in per cent. */
    private static final String RATE = """
        SELECT 100 * sum(grown) / (($4 - $3) / 1e9) FROM (
          SELECT max(value) - min(value) AS grown FROM samples
          WHERE scenario = $1 AND service_name = $2 AND epoch_ns(time) BETWEEN $3 AND $4 AND metric IN (%s) GROUP BY labels)\
        """;

    /** The agent's word of the JVM, or cAdvisor's of its container: a stack has one of them. */
    private static final String PROCESSOR_TIMES = "'jvm_cpu_time_seconds_total', 'container_cpu_usage_seconds_total'";

    private static final String HEAP = """
        WITH heap AS (
          SELECT epoch_ns(time) AS time, sum(value) FILTER (metric = 'jvm_memory_used_bytes') AS used,
            sum(value) FILTER (metric = 'jvm_memory_committed_bytes') AS committed
          FROM samples
          WHERE scenario = $1 AND service_name = $2 AND epoch_ns(time) BETWEEN $3 AND $4
            AND metric IN ('jvm_memory_used_bytes', 'jvm_memory_committed_bytes')
            AND json_extract_string(labels, '$.jvm_memory_type') = 'heap' GROUP BY time)
        SELECT 100 * avg(used / committed) FROM heap\
        """;

    private static final double POINT = 1;
    private static final double MILLISECOND = 1e6;
    private static final double SECOND = 1e9;

    private MechanismVerdict() {}

    /** What a verdict is read from: a phase and the same of the one before. */
    private record Question(FaultFacts fault, String tag, PhaseFacts before, PhaseFacts during, TableViews views) {
        /** Name the service that is the target; empty: it is none of the services under test. */
        String target() {
            String serviceName = fault.serviceName();
            return serviceName == null ? "" : serviceName;
        }
    }

    static Verdict of(FaultFacts fault, JudgedScenario scenario, TableViews views) {
        Optional<PhaseFacts> before = scenario.phase(Phase.Kind.BASELINE);
        Optional<PhaseFacts> during = scenario.phase(Phase.Kind.FAULT);
        List<Signature> signatures =
                FaultKind.of(fault.kind()).map(MechanismVerdict::signatures).orElse(List.of());
        if (before.isEmpty() || during.isEmpty()) {
            return verdict(fault, List.of());
        }
        var question = new Question(fault, scenario.tag(), before.get(), during.get(), views);
        return verdict(
                fault,
                signatures.stream().map(signature -> sign(signature, question)).toList());
    }

    /** Which signs a kind has: one of them is enough. */
    private static List<Signature> signatures(FaultKind kind) {
        return switch (kind) {
            case JVM_LATENCY, HTTP_RESPONSE_DELAY -> List.of(Signature.SERVER_DURATION);
            case JVM_EXCEPTION, JVM_RETURN, HTTP_RESPONSE_REPLACE_CODE -> List.of(Signature.SERVER_ERRORS);
            // The span of a request whose connection was closed ends as if it was answered, and nothing comes after it.
            case HTTP_REQUEST_ABORT -> List.of(Signature.SERVER_ERRORS, Signature.STATEMENTS);
            case JVM_MYSQL_LATENCY -> List.of(Signature.DATABASE_DURATION);
            case JVM_MYSQL_EXCEPTION -> List.of(Signature.DATABASE_ERRORS);
            // Where no agent tells of the collector, as in containers, it shows in what the processor does.
            case JVM_GARBAGE_COLLECTOR -> List.of(Signature.GARBAGE_TIME, Signature.PROCESSOR_TIME);
            case JVM_MEMORY_STRESS -> List.of(Signature.GARBAGE_TIME, Signature.HEAP);
            case JVM_CPU_STRESS -> List.of(Signature.PROCESSOR_TIME);
            case POD_FAILURE, CONTAINER_KILL -> List.of(Signature.SILENCE);
            case CPU_STRESS -> List.of(Signature.SERVER_DURATION);
            case NETWORK_DELAY, NETWORK_BANDWIDTH -> List.of(Signature.DATABASE_DURATION, Signature.DATABASE_ERRORS);
            case NETWORK_PARTITION ->
                List.of(Signature.DATABASE_DURATION, Signature.DATABASE_ERRORS, Signature.STATEMENTS);
            case TRANSACTION_TIMEOUT -> List.of(Signature.DATABASE_DURATION);
            case CONNECTION_POOL_EXHAUSTION ->
                List.of(Signature.SERVER_DURATION, Signature.SERVER_ERRORS, Signature.STATEMENTS);
        };
    }

    private static Evidence.Sign sign(Signature signature, Question question) {
        double[] figures = switch (signature) {
            case SERVER_DURATION -> spans(SPANS.formatted("avg(duration) FILTER (server)"), question);
            case SERVER_ERRORS -> spans(SPANS.formatted("100 * avg(failed) FILTER (server)"), question);
            case DATABASE_DURATION -> spans(SPANS.formatted("avg(duration) FILTER (of_database)"), question);
            case DATABASE_ERRORS -> spans(SPANS.formatted("100 * avg(failed) FILTER (of_database)"), question);
            case STATEMENTS -> spans(STATEMENTS, question);
            case GARBAGE_TIME -> metric(RATE.formatted("'jvm_gc_duration_seconds_sum'"), question);
            case PROCESSOR_TIME -> metric(RATE.formatted(PROCESSOR_TIMES), question);
            case HEAP -> metric(HEAP, question);
            case SILENCE -> metric(SILENCE, question);
        };
        return new Evidence.Sign(
                signature, rounded(figures[0]), rounded(figures[1]), isSeen(signature, figures[0], figures[1]));
    }

    /** Tell whether a figure is so many times what it was, and so much more. Without one of them it is not. */
    private static boolean isSeen(Signature signature, double before, double during) {
        return switch (signature) {
            case SERVER_DURATION, DATABASE_DURATION -> isMore(before, during, 1.5, 50 * MILLISECOND);
            case SERVER_ERRORS, DATABASE_ERRORS -> isMore(before, during, 1, 5 * POINT);
            case GARBAGE_TIME -> isMore(before, during, 2, POINT);
            case PROCESSOR_TIME -> isMore(before, during, 1.5, 10 * POINT);
            case STATEMENTS -> before - during >= 10 * POINT && during <= before / 2;
            case HEAP -> isMore(before, during, 1, 10 * POINT);
            case SILENCE -> isMore(before, during, 3, SECOND);
        };
    }

    private static boolean isMore(double before, double during, double times, double more) {
        return during >= times * before && during - before >= more;
    }

    private static @Nullable Double rounded(double figure) {
        return Double.isFinite(figure) ? Math.round(1000 * figure) / 1000.0 : null;
    }

    /** Ask a figure of spans before and during the fault; NaN where there are none. */
    private static double[] spans(String sql, Question question) {
        double[] figures = {Double.NaN, Double.NaN};
        question.views()
                .ask(
                        sql,
                        row -> {
                            double value = row.getDouble(2);
                            figures[row.getBoolean(1) ? 1 : 0] = row.wasNull() ? Double.NaN : value;
                            return value;
                        },
                        question.tag(),
                        question.target(),
                        question.fault().hitting(),
                        question.before().endTime(),
                        question.during().endTime());
        return figures;
    }

    private static double[] metric(String sql, Question question) {
        return new double[] {metric(sql, question, question.before()), metric(sql, question, question.during())};
    }

    private static double metric(String sql, Question question, PhaseFacts phase) {
        return question.views()
                .askOne(
                        sql,
                        row -> {
                            double value = row.getDouble(1);
                            return row.wasNull() ? Double.NaN : value;
                        },
                        question.tag(),
                        question.target(),
                        phase.startTime(),
                        phase.endTime());
    }

    private static Verdict verdict(FaultFacts fault, List<Evidence.Sign> signs) {
        long seen = signs.stream().filter(Evidence.Sign::seen).count();
        return Verdict.of(
                VerdictKind.MECHANISM,
                seen > 0 || !fault.impactRequired(),
                new Figures()
                        .add("signatures", signs.size(), Unit.SIGNATURES)
                        .add("seen", seen, Unit.SIGNATURES)
                        .byName(),
                signs);
    }
}
