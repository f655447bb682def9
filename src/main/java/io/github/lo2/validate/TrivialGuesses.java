package io.github.lo2.validate;

import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Baseline;
import io.github.lo2.verdict.Baseline.Guesses;
import io.github.lo2.verdict.Baseline.Score;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tries trivial guesses on the windows of a run, see {@link Baseline}. */
public final class TrivialGuesses {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String ANOMALOUS_SCENARIO = "label <> '%s'".formatted(JudgedScenario.CORRECT);
    private static final String ANOMALOUS_REQUEST = "faulty";

    /** Cut into windows, then count for each error rate how many windows of either kind reach it. */
    private static final String SQL = """
            WITH scenario (label, start, number) AS (VALUES %s),
            cut AS (SELECT label, start, unnest(range(number)) AS part FROM scenario),
            sent AS (
              SELECT label, (epoch_ns(time) - start) // $1 AS part, anomaly, status >= 400 OR status = 0 AS failed
              FROM requests JOIN scenario ON label = requests.scenario WHERE epoch_ns(time) >= start),
            window_of AS (
              SELECT label, part, coalesce(avg(failed::INTEGER), 0) AS rate, coalesce(bool_or(anomaly), false) AS faulty
              FROM cut LEFT JOIN sent USING (label, part) GROUP BY label, part),
            labelled AS (SELECT rate, %s AS anomalous FROM window_of),
            reached AS (
              SELECT DISTINCT rate,
                count(*) FILTER (anomalous) OVER reaching AS hits, count(*) FILTER (NOT anomalous) OVER reaching AS alarms,
                count(*) FILTER (anomalous) OVER () AS positives, count(*) FILTER (NOT anomalous) OVER () AS negatives
              FROM labelled WINDOW reaching AS (ORDER BY rate DESC))
            SELECT rate, hits, alarms, positives, negatives FROM reached ORDER BY rate DESC""";

    private TrivialGuesses() {}

    private record Reached(double rate, long hits, long alarms, long positives, long negatives) {
        static Reached read(ResultSet row) throws SQLException {
            return new Reached(row.getDouble(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
        }

        Score score() {
            return Score.of(hits, alarms, positives, negatives);
        }
    }

    /**
     * Try the guesses on some scenarios.
     *
     * @param views the table {@code requests}
     * @throws io.github.lo2.table.TableException when it cannot be read
     */
    public static Baseline of(List<JudgedScenario> scenarios, TableViews views) {
        long windows = scenarios.stream().mapToLong(TrivialGuesses::windows).sum();
        if (windows == 0) {
            var nothing = new Guesses(0, false, Score.of(0, 0, 0, 0), 0, Score.of(0, 0, 0, 0));
            return new Baseline(0, nothing, nothing);
        }
        return new Baseline(
                windows, guesses(scenarios, views, ANOMALOUS_SCENARIO), guesses(scenarios, views, ANOMALOUS_REQUEST));
    }

    private static long windows(JudgedScenario scenario) {
        return Math.max(0, scenario.endNanos() - scenario.startNanos()) / WINDOW_NANOS;
    }

    private static Guesses guesses(List<JudgedScenario> scenarios, TableViews views, String anomalous) {
        var parameters = new ArrayList<Object>();
        parameters.add(WINDOW_NANOS);
        var values = new ArrayList<String>();
        for (JudgedScenario scenario : scenarios) {
            int number = parameters.size() + 1;
            values.add("($%s, $%s, $%s)".formatted(number, number + 1, number + 2));
            Collections.addAll(parameters, scenario.tag(), scenario.startNanos(), windows(scenario));
        }
        List<Reached> thresholds =
                views.ask(SQL.formatted(String.join(", ", values), anomalous), Reached::read, parameters.toArray());
        Reached best = thresholds.get(0);
        for (Reached reached : thresholds) {
            if (reached.score().balancedAccuracy() > best.score().balancedAccuracy()) {
                best = reached;
            }
        }
        boolean always = best.positives() >= best.negatives();
        return new Guesses(
                best.positives(),
                always,
                always
                        ? Score.of(best.positives(), best.negatives(), best.positives(), best.negatives())
                        : Score.of(0, 0, best.positives(), best.negatives()),
                best.rate(),
                best.score());
    }
}
