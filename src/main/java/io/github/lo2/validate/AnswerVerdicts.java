package io.github.lo2.validate;

import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Scenario;
import io.github.lo2.table.RequestTruth;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Judges what the requests of a scenario were answered: whether it is what its tag says, and nothing else. */
final class AnswerVerdicts {
    static final String ROWS = """
        SELECT epoch_ns(time) AS nanos, method, route, task, tag, anomaly, expected_status, expected_code, status, code,
          error, request_id
        FROM requests WHERE scenario = ? AND %s ORDER BY time LIMIT
        """ + Verdict.SHOWN_ROWS;

    /** With so many faulty requests to be expected, one of a thousand scenarios has none. */
    private static final double SURE_TO_BE_SENT = 7;

    /**
     * What was sent.
     *
     * @param inFault requests during the fault
     * @param tags how many of the scenario's tags have a faulty request
     */
    private record Sent(long inFault, long tags) {}

    /**
     * How pure it is.
     *
     * @param overtaken requests of the baseline that were under way when a fault of the stack began
     */
    private record Purity(long correct, long impure, long overtaken) {}

    private AnswerVerdicts() {}

    static Verdict label(JudgedScenario scenario, TableViews views) {
        RequestCounts found = RequestCounts.of(scenario.tag(), views);
        if (scenario.fault().isPresent()) {
            return faultOfStack(scenario, found, views);
        }
        return scenario.isCorrect() ? correct(scenario, found, views) : faulty(scenario, found, views);
    }

    /** Judge {@code correct}: it has requests, and none that is meant to be faulty. */
    private static Verdict correct(JudgedScenario scenario, RequestCounts found, TableViews views) {
        long anomalies = views.askOne(
                "SELECT count(*) FROM requests WHERE scenario = ? AND anomaly", row -> row.getLong(1), scenario.tag());
        return new Verdict(
                VerdictKind.LABEL,
                found.requests() > 0 && anomalies == 0,
                new Figures().add("requests", found.requests(), Unit.REQUESTS).byName(),
                views.ask(ROWS.formatted("anomaly"), AnswerVerdicts::answer, scenario.tag()),
                anomalies);
    }

    /**
     * Judge a fault of the stack: requests met it, and the load itself sent none that is faulty. With an error tag at once, it sent
     * some, and all of these that did not meet the fault got the tag's status and code.
     */
    private static Verdict faultOfStack(JudgedScenario scenario, RequestCounts found, TableViews views) {
        boolean withErrors = Scenario.tagsOf(scenario.tag()).size() > 1;
        String against = withErrors
                ? "(anomaly AND NOT (%s AND (confirmed OR hit OR exposed)))".formatted(RequestTruth.FAULTY)
                : "anomaly";
        long met = count("hit OR exposed", scenario, views);
        long objected = count(against, scenario, views);
        Figures figures =
                new Figures().add("requests", found.requests(), Unit.REQUESTS).add("met", met, Unit.REQUESTS);
        if (withErrors) {
            figures.add("faulty", found.faulty(), Unit.REQUESTS).add("confirmed", found.confirmed(), Unit.REQUESTS);
        }
        return new Verdict(
                VerdictKind.LABEL,
                met > 0 && objected == 0 && (!withErrors || found.confirmed() > 0),
                figures.byName(),
                views.ask(ROWS.formatted(against), AnswerVerdicts::answer, scenario.tag()),
                objected);
    }

    private static long count(String condition, JudgedScenario scenario, TableViews views) {
        return views.askOne(
                "SELECT count(*) FILTER (%s) FROM requests WHERE scenario = ?".formatted(condition),
                row -> row.getLong(1),
                scenario.tag());
    }

    /**
     * Judge an error tag, or two: each has faulty requests, and all of them got its status and code. A low dose may leave a tag
     * without any, as chance has it.
     */
    private static Verdict faulty(JudgedScenario scenario, RequestCounts found, TableViews views) {
        Sent sent = views.askOne(
                """
                SELECT count(*) FILTER (phase IS NULL OR phase = 'fault'), count(DISTINCT tag) FILTER (%s)
                FROM requests WHERE scenario = ?\
                """.formatted(RequestTruth.FAULTY), row -> new Sent(row.getLong(1), row.getLong(2)), scenario.tag());
        int tags = Scenario.tagsOf(scenario.tag()).size();
        boolean maySendNone =
                scenario.dose().isPresent() && scenario.dose().getAsDouble() * sent.inFault() < SURE_TO_BE_SENT;
        Figures figures = new Figures()
                .add("requests", found.requests(), Unit.REQUESTS)
                .add("faulty", found.faulty(), Unit.REQUESTS)
                .add("confirmed", found.confirmed(), Unit.REQUESTS);
        if (tags > 1) {
            figures.add("tags", tags, Unit.TAGS).add("tags_sent", sent.tags(), Unit.TAGS);
        }
        scenario.dose()
                .ifPresent(dose ->
                        figures.add("dose", Figure.percent(dose)).add("in_fault", sent.inFault(), Unit.REQUESTS));
        return new Verdict(
                VerdictKind.LABEL,
                (sent.tags() == tags || (maySendNone && sent.inFault() > 0)) && found.confirmed() == found.faulty(),
                figures.byName(),
                views.ask(
                        ROWS.formatted(RequestTruth.FAULTY + " AND NOT confirmed"),
                        AnswerVerdicts::answer,
                        scenario.tag()),
                found.faulty() - found.confirmed());
    }

    static Verdict purity(JudgedScenario scenario, TableViews views) {
        String faulty = scenario.isCorrect() ? "false" : RequestTruth.FAULTY;
        // What a fault of the stack does goes beyond the requests that meet it: the next ones miss what these were to
        // do. One that was sent before and was not answered yet meets it, too.
        String baseline = "phase IS NOT DISTINCT FROM 'baseline'";
        String overtaken = scenario.fault()
                .flatMap(fault -> scenario.phase(Phase.Kind.FAULT))
                .map(during -> "(%s AND epoch_ns(time) + duration >= %s)".formatted(baseline, during.startTime()))
                .orElse("false");
        String judged = scenario.fault().isPresent() ? "(%s AND NOT %s)".formatted(baseline, overtaken) : "true";
        String impure = "(%s AND NOT %s AND (anomaly OR NOT %s))".formatted(judged, faulty, RequestTruth.AS_EXPECTED);
        boolean maySendNone = scenario.fault().isPresent() && scenario.phaseNanos(Phase.Kind.BASELINE) == 0;
        Purity found = views.askOne(
                """
                SELECT count(*) FILTER (%s AND NOT %s), count(*) FILTER (%s), count(*) FILTER (%s)
                FROM requests WHERE scenario = ?\
                """.formatted(judged, faulty, impure, overtaken),
                row -> new Purity(row.getLong(1), row.getLong(2), row.getLong(3)),
                scenario.tag());
        Figures figures = new Figures()
                .add("correct", found.correct(), Unit.REQUESTS)
                .add("impure", found.impure(), Unit.REQUESTS);
        if (scenario.fault().isPresent()) {
            figures.add("overtaken", found.overtaken(), Unit.REQUESTS);
        }
        return new Verdict(
                VerdictKind.PURITY,
                (found.correct() > 0 || maySendNone) && found.impure() == 0,
                figures.byName(),
                views.ask(ROWS.formatted(impure), AnswerVerdicts::answer, scenario.tag()),
                found.impure());
    }

    static Evidence answer(ResultSet row) throws SQLException {
        return new Evidence.Answer(
                row.getLong("nanos"),
                row.getString("method"),
                row.getString("route"),
                row.getString("task"),
                row.getBoolean("anomaly") ? row.getString("tag") : null,
                (Integer) row.getObject("expected_status"),
                row.getString("expected_code"),
                row.getInt("status"),
                row.getString("code"),
                row.getString("error"),
                row.getString("request_id"));
    }
}
