package io.github.lo2.validate;

import io.github.lo2.dataset.Verdict;
import io.github.lo2.dataset.VerdictKind;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.EpochClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Judges what the requests of a scenario were answered: whether it is what its tag says, and nothing else. */
final class AnswerVerdicts {
    /** Locust's own judgement counts too: it may be stricter than status and code. */
    private static final String AS_EXPECTED =
            "(error IS NULL AND (expected_status IS NULL OR (status = expected_status AND code IS NOT DISTINCT FROM expected_code)))";

    private static final String FAULTY =
            "(anomaly AND tag IS NOT DISTINCT FROM scenario AND scenario <> '%s')".formatted(JudgedScenario.CORRECT);
    private static final String IN_WINDOW = "(epoch_ns(time) >= ? AND epoch_ns(time) + duration <= ?)";
    private static final String ROWS =
            "SELECT epoch_ns(time) AS nanos, method, route, task, tag, anomaly, expected_status, expected_code, status, code, error, request_id FROM requests WHERE scenario = ? AND %s ORDER BY time LIMIT "
                    + Verdict.SHOWN_ROWS;

    private AnswerVerdicts() {}

    private record Label(long requests, long faulty, long confirmed, String expected) {}

    private record Purity(long correct, long impure) {}

    static Verdict label(JudgedScenario scenario, TableViews views) {
        Label found = views.askOne(
                "SELECT count(*), count(*) FILTER (%1$s), count(*) FILTER (%1$s AND %2$s AND %3$s), coalesce(any_value(concat_ws(' ', expected_status, expected_code)) FILTER (%1$s), '') FROM requests WHERE scenario = ?"
                        .formatted(FAULTY, AS_EXPECTED, IN_WINDOW),
                row -> new Label(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4)),
                scenario.startNanos(),
                scenario.endNanos(),
                scenario.tag());
        if (found.requests() == 0) {
            return verdict(scenario, "no request was sent", List.of(), 0);
        }
        List<String> unconfirmed = views.ask(
                ROWS.formatted("%s AND NOT (%s AND %s)".formatted(FAULTY, AS_EXPECTED, IN_WINDOW)),
                AnswerVerdicts::describe,
                scenario.tag(),
                scenario.startNanos(),
                scenario.endNanos());
        if (scenario.isCorrect()) {
            return new Verdict(
                    VerdictKind.LABEL,
                    true,
                    "label 'correct' confirmed: %s requests".formatted(found.requests()),
                    List.of(),
                    0);
        }
        if (found.confirmed() == 0) {
            return verdict(
                    scenario,
                    "none of %s faulty requests got the tag's status and code in the window".formatted(found.faulty()),
                    unconfirmed,
                    found.faulty());
        }
        if (found.confirmed() < found.faulty()) {
            return verdict(
                    scenario,
                    "%s of %s faulty requests got another answer than %s, or not in the window"
                            .formatted(found.faulty() - found.confirmed(), found.faulty(), found.expected()),
                    unconfirmed,
                    found.faulty() - found.confirmed());
        }
        return new Verdict(
                VerdictKind.LABEL,
                true,
                "label '%s' confirmed: %s of %s faulty requests got %s"
                        .formatted(scenario.tag(), found.confirmed(), found.faulty(), found.expected()),
                List.of(),
                0);
    }

    static Verdict purity(JudgedScenario scenario, TableViews views) {
        String impure = "(NOT %s AND (anomaly OR NOT %s))".formatted(FAULTY, AS_EXPECTED);
        Purity found = views.askOne(
                "SELECT count(*) FILTER (NOT %s), count(*) FILTER (%s) FROM requests WHERE scenario = ?"
                        .formatted(FAULTY, impure),
                row -> new Purity(row.getLong(1), row.getLong(2)),
                scenario.tag());
        if (found.correct() == 0) {
            return new Verdict(VerdictKind.PURITY, false, "no correct request was sent", List.of(), 0);
        }
        return new Verdict(
                VerdictKind.PURITY,
                found.impure() == 0,
                found.impure() == 0
                        ? "none of %s correct requests failed".formatted(found.correct())
                        : "%s of %s correct requests failed, or are the faulty ones of another tag"
                                .formatted(found.impure(), found.correct()),
                views.ask(ROWS.formatted(impure), AnswerVerdicts::describe, scenario.tag()),
                found.impure());
    }

    private static Verdict verdict(JudgedScenario scenario, String objection, List<String> proof, long count) {
        return new Verdict(
                VerdictKind.LABEL,
                false,
                "label '%s' not confirmed: %s".formatted(scenario.tag(), objection),
                proof,
                count);
    }

    private static String describe(ResultSet row) throws SQLException {
        String error = row.getString("error");
        return "%s %s %s of task %s%s: got %s instead of %s%s, request_id %s"
                .formatted(
                        EpochClock.toInstant(row.getLong("nanos")),
                        row.getString("method"),
                        row.getString("route"),
                        row.getString("task"),
                        row.getBoolean("anomaly") ? ", the faulty one of " + row.getString("tag") : "",
                        answer(row, "status", "code"),
                        answer(row, "expected_status", "expected_code"),
                        error == null
                                ? ""
                                : " (%s)".formatted(error.lines().findFirst().orElse("")),
                        row.getString("request_id"));
    }

    private static String answer(ResultSet row, String status, String code) throws SQLException {
        String text = row.getString(status);
        if (text == null) {
            return "what its task expects";
        }
        String codeText = row.getString(code);
        return text.equals("0") ? "no answer" : codeText == null ? text : text + " " + codeText;
    }
}
