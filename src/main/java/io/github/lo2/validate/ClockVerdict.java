package io.github.lo2.validate;

import io.github.lo2.dataset.Verdict;
import io.github.lo2.dataset.VerdictKind;
import io.github.lo2.table.TableViews;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Judges how far the services' clocks are from the load generator's, as the requests prove it.
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

    private record Offset(String service, long requests, long joined, long lower, long upper) {
        boolean proven() {
            return joined > 0;
        }

        boolean nearZero() {
            return lower <= TOLERANCE_NANOS && upper >= -TOLERANCE_NANOS;
        }

        String describe() {
            return proven()
                    ? "%s: offset between %s and %s ns, by %s requests".formatted(service, lower, upper, joined)
                    : "%s: offset not known, none of %s requests has a server span".formatted(service, requests);
        }
    }

    static Verdict of(JudgedScenario scenario, TableViews views) {
        List<Offset> offsets = views.ask(
                """
                SELECT request.service_name, count(*), count(server.nanos),
                  coalesce(max(server.nanos - epoch_ns(request.time) - request.duration), 0),
                  coalesce(min(server.nanos - epoch_ns(request.time)), 0)
                FROM (SELECT * FROM requests WHERE scenario = ? AND service_name IS NOT NULL) request
                LEFT JOIN (SELECT trace_id, parent_span_id AS span_id, epoch_ns(time) AS nanos FROM spans
                  WHERE scenario = ? AND kind = 'server') server USING (trace_id, span_id)
                GROUP BY request.service_name ORDER BY request.service_name""",
                row -> new Offset(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                scenario.tag(),
                scenario.tag());
        List<String> wrong = offsets.stream()
                .filter(offset -> !offset.proven() || !offset.nearZero())
                .map(Offset::describe)
                .toList();
        boolean passed = !offsets.isEmpty() && wrong.isEmpty();
        String statement;
        if (passed) {
            statement =
                    "the clocks of %s services may be at 0 ns from the load generator's (tolerance %s ns); their offsets lie between %s and %s ns"
                            .formatted(
                                    offsets.size(),
                                    TOLERANCE_NANOS,
                                    offsets.stream()
                                            .mapToLong(Offset::lower)
                                            .min()
                                            .orElseThrow(),
                                    offsets.stream()
                                            .mapToLong(Offset::upper)
                                            .max()
                                            .orElseThrow());
        } else if (offsets.isEmpty()) {
            statement = "nothing is known of the clocks: no request names its service";
        } else {
            statement =
                    "the clocks of %s of %s services are more than %s ns from the load generator's, or nothing is known of them"
                            .formatted(wrong.size(), offsets.size(), TOLERANCE_NANOS);
        }
        return Verdict.of(
                VerdictKind.CLOCK,
                passed,
                statement,
                passed ? offsets.stream().map(Offset::describe).toList() : wrong);
    }
}
