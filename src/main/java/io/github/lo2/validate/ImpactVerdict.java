package io.github.lo2.validate;

import io.github.lo2.fault.FaultFacts;
import io.github.lo2.plan.Phase;
import io.github.lo2.table.RequestTruth;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Evidence.Impact;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the load saw of a fault of the stack: an endpoint while it was there against the same before, by the rule that
 * RCABench has for its data.
 *
 * <p>Clear: the mean duration is three times as long and 0.1 s longer; or fewer requests succeed, by a z test of two proportions
 * (p &lt; 0.05), by more than 3 points and more than 10 % of what it was, with at least 10 requests before and 5 during the fault;
 * or an endpoint that had 10 requests has none. Doubtful: only half of that, the duration 1.5 times as long and 0.05 s longer, or
 * a success rate that the test alone calls lower.
 */
final class ImpactVerdict {
    private static final long LEAST_BEFORE = 10;
    private static final long LEAST_DURING = 5;
    private static final double TIMES = 3;
    private static final double LONGER_NANOS = 1e8;
    private static final double HALF = 0.5;
    private static final double DROP = 0.03;
    private static final double RELATIVE_DROP = 0.1;
    /** Of a normal distribution, on one side: p = 0.05. */
    private static final double Z = 1.645;

    private ImpactVerdict() {}

    /** What the load saw of an endpoint in a phase. */
    private record Seen(long requests, long succeeded, double meanNanos) {
        double success() {
            return requests == 0 ? 0 : succeeded / (double) requests;
        }
    }

    private record EndpointRow(@Nullable String serviceName, String method, String route, Seen before, Seen during) {
        Impact impact() {
            if (before.requests() < LEAST_BEFORE) {
                return Impact.NONE;
            }
            if (during.requests() == 0) {
                return Impact.CLEAR;
            }
            if (during.requests() < LEAST_DURING) {
                return Impact.NONE;
            }
            boolean fewer = z(before, during) > Z;
            double drop = before.success() - during.success();
            if (isLonger(1) || (fewer && drop > DROP && drop > RELATIVE_DROP * before.success())) {
                return Impact.CLEAR;
            }
            return isLonger(HALF) || fewer ? Impact.DOUBTFUL : Impact.NONE;
        }

        /** Tell whether requests take longer, by a part of what is clear. */
        private boolean isLonger(double part) {
            return during.meanNanos() >= TIMES * part * before.meanNanos()
                    && during.meanNanos() - before.meanNanos() >= LONGER_NANOS * part;
        }

        private static double z(Seen before, Seen during) {
            double all = (before.succeeded() + during.succeeded()) / (double) (before.requests() + during.requests());
            double deviation = Math.sqrt(all * (1 - all) * (1.0 / before.requests() + 1.0 / during.requests()));
            return deviation == 0 ? 0 : (before.success() - during.success()) / deviation;
        }

        Evidence evidence() {
            return new Evidence.Endpoint(
                    serviceName,
                    method,
                    route,
                    impact(),
                    before.requests(),
                    during.requests(),
                    100 * before.success(),
                    100 * during.success(),
                    Math.round(before.meanNanos()),
                    Math.round(during.meanNanos()));
        }
    }

    static Verdict of(FaultFacts fault, JudgedScenario scenario, TableViews views) {
        // What was sent before and is still under way then sees the fault, but was not sent to see it.
        String before = scenario.phase(Phase.Kind.FAULT)
                .map(during -> "(phase = 'baseline' AND epoch_ns(time) + duration < %s)".formatted(during.startTime()))
                .orElse("(phase = 'baseline')");
        var endpoints = new ArrayList<>(views.ask(
                """
                SELECT service_name, method, route,
                  count(*) FILTER (%2$s), count(*) FILTER (%2$s AND %1$s), coalesce(avg(duration) FILTER (%2$s), 0),
                  count(*) FILTER (phase = 'fault'), count(*) FILTER (phase = 'fault' AND %1$s),
                  coalesce(avg(duration) FILTER (phase = 'fault'), 0)
                FROM requests WHERE scenario = ? GROUP BY ALL ORDER BY ALL\
                """.formatted(RequestTruth.AS_EXPECTED, before),
                row -> new EndpointRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        new Seen(row.getLong(4), row.getLong(5), row.getDouble(6)),
                        new Seen(row.getLong(7), row.getLong(8), row.getDouble(9))),
                scenario.tag()));
        endpoints.removeIf(endpoint -> endpoint.before().requests() < LEAST_BEFORE);
        endpoints.sort(Comparator.comparing(EndpointRow::impact));
        List<Evidence> touched = endpoints.stream()
                .filter(endpoint -> endpoint.impact() != Impact.NONE)
                .map(EndpointRow::evidence)
                .toList();
        long clear = count(endpoints, Impact.CLEAR);
        return Verdict.of(
                VerdictKind.IMPACT,
                clear > 0 || !fault.impactRequired(),
                new Figures()
                        .add("endpoints", endpoints.size(), Unit.ENDPOINTS)
                        .add("clear", clear, Unit.ENDPOINTS)
                        .add("doubtful", count(endpoints, Impact.DOUBTFUL), Unit.ENDPOINTS)
                        .byName(),
                touched);
    }

    private static long count(List<EndpointRow> endpoints, Impact impact) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.impact() == impact)
                .count();
    }
}
