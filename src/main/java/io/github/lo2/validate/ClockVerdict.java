package io.github.lo2.validate;

import io.github.lo2.table.TableViews;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Judges how far the services' clocks are from the load generator's, as the requests prove it, and whether this machine's
 * clock was set meanwhile.
 *
 * <p>A server span begins after its request was sent and before its answer was read. So the offset of the service's clock
 * (service minus load generator) lies between the largest {@code span start - answer} and the smallest {@code span start -
 * request} of all joined requests. The end of a span bounds nothing: it is taken when the server has done with the
 * exchange, which may be long after the client has its answer (up to 0.3 s on two busy cores).
 *
 * <p>On one machine the bounds are usually about -1 to -8 ms (the fastest request's time) and +0.3 to +1.6 ms (the
 * shortest way to a server).
 */
final class ClockVerdict {
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private ClockVerdict() {}

    static Verdict of(JudgedScenario scenario, TableViews views) {
        List<Evidence.ClockBounds> bounds = views.ask(
                """
                SELECT request.service_name, count(*), count(server.nanos),
                  coalesce(max(server.nanos - epoch_ns(request.time) - request.duration), 0),
                  coalesce(min(server.nanos - epoch_ns(request.time)), 0)
                FROM (SELECT * FROM requests WHERE scenario = ? AND service_name IS NOT NULL) request
                LEFT JOIN (SELECT trace_id, parent_span_id AS span_id, epoch_ns(time) AS nanos FROM spans
                  WHERE scenario = ? AND kind = 'server') server USING (trace_id, span_id)
                GROUP BY request.service_name ORDER BY request.service_name\
                """,
                row -> new Evidence.ClockBounds(
                        row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                scenario.tag(),
                scenario.tag());
        List<Evidence.ClockBounds> wrong =
                bounds.stream().filter(clock -> !isNearZero(clock)).toList();
        List<Evidence.ClockStep> steps = scenario.clock().stream()
                .filter(ClockCourse::wasSet)
                .map(clock -> new Evidence.ClockStep(clock.wall(), clock.monotonic(), clock.step()))
                .toList();
        boolean passed = !bounds.isEmpty() && wrong.isEmpty() && steps.isEmpty();
        Figures figures = new Figures()
                .add("services", bounds.size(), Unit.SERVICES)
                .add("tolerance", TOLERANCE_NANOS, Unit.NANOSECONDS);
        bounds.stream()
                .filter(ClockVerdict::isKnown)
                .mapToLong(Evidence.ClockBounds::lower)
                .min()
                .ifPresent(lower -> figures.add("lower", lower, Unit.NANOSECONDS));
        bounds.stream()
                .filter(ClockVerdict::isKnown)
                .mapToLong(Evidence.ClockBounds::upper)
                .max()
                .ifPresent(upper -> figures.add("upper", upper, Unit.NANOSECONDS));
        scenario.clock()
                .ifPresent(clock -> figures.add("wall", Figure.seconds(clock.wall()))
                        .add("monotonic", Figure.seconds(clock.monotonic()))
                        .add("step", clock.step(), Unit.NANOSECONDS)
                        .add("step_tolerance", ClockCourse.STEP_TOLERANCE_NANOS, Unit.NANOSECONDS));
        List<Evidence> objections =
                Stream.<Evidence>concat(steps.stream(), wrong.stream()).toList();
        return Verdict.of(VerdictKind.CLOCK, passed, figures.byName(), passed ? bounds : objections);
    }

    private static boolean isKnown(Evidence.ClockBounds clock) {
        return clock.joined() > 0;
    }

    private static boolean isNearZero(Evidence.ClockBounds clock) {
        return isKnown(clock) && clock.lower() <= TOLERANCE_NANOS && clock.upper() >= -TOLERANCE_NANOS;
    }
}
