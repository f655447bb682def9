package io.github.lo2.validate;

import io.github.lo2.plan.Phase;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Trend;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Judges whether the baseline of a scenario drifts: by the throughput and the median latency of each of its seconds, with
 * {@link Trend}. The first second is left out, in which the users start, and the last, which is not whole.
 *
 * <p>A load without a rate is as fast as the services, so its throughput follows what they warm up; then there are figures and no
 * judgement. So there are of a baseline with fewer than ten such seconds.
 */
final class SteadyVerdict {
    private static final int LEAST_SECONDS = 10;
    /** A baseline of more than that has requests after its first second, or something is wrong with the load. */
    private static final long EXPECTED_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** What a service that warms up changes; less than that is left to who reads the figures. */
    private static final double MOST_CHANGE = 0.5;

    private static final String SQL = """
        WITH sent AS (
          SELECT (epoch_ns(time) - min(epoch_ns(time)) OVER ()) // 1000000000 AS second, duration, due IS NOT NULL AS paced
          FROM requests WHERE scenario = ? AND phase = 'baseline'),
        seconds AS (SELECT unnest(range(1, max(second))) AS second FROM sent)
        SELECT count(duration), median(duration), (SELECT bool_and(paced) FROM sent)
        FROM seconds LEFT JOIN sent USING (second) GROUP BY second ORDER BY second\
        """;

    private SteadyVerdict() {}

    /** A second of the baseline; the latency of one without requests is 0. */
    private record Second(double requests, double latency, boolean paced) {}

    static Verdict of(JudgedScenario scenario, TableViews views) {
        List<Second> seconds =
                views.ask(SQL, row -> new Second(row.getLong(1), row.getDouble(2), row.getBoolean(3)), scenario.tag());
        Figures figures = new Figures().add("seconds", seconds.size(), Unit.SECONDS);
        if (seconds.isEmpty()) {
            boolean expected = scenario.phaseNanos(Phase.Kind.BASELINE) > EXPECTED_NANOS;
            return Verdict.of(VerdictKind.STEADY, !expected, figures.byName(), List.of());
        }
        Trend throughput = Trend.of(seconds.stream().map(Second::requests).toList());
        Trend latency = Trend.of(seconds.stream()
                .filter(second -> second.requests() > 0)
                .map(Second::latency)
                .toList());
        boolean judged = seconds.size() >= LEAST_SECONDS && seconds.stream().allMatch(Second::paced);
        figures.add("judged", judged ? 1 : 0, Unit.SCENARIOS)
                .add("throughput_change", Figure.percent(throughput.change()))
                .add("throughput_z", deviations(throughput))
                .add("latency_change", Figure.percent(latency.change()))
                .add("latency_z", deviations(latency));
        boolean drifts = drifts(throughput) || drifts(latency);
        return Verdict.of(VerdictKind.STEADY, !judged || !drifts, figures.byName(), List.of());
    }

    private static boolean drifts(Trend trend) {
        return trend.isSure() && Math.abs(trend.change()) > MOST_CHANGE;
    }

    private static Figure deviations(Trend trend) {
        return new Figure(BigDecimal.valueOf(trend.z()).setScale(2, RoundingMode.HALF_UP), Unit.STANDARD_DEVIATIONS);
    }
}
