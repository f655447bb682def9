package io.github.lo2.validate;

import io.github.lo2.table.TableViews;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How well trivial guesses find the anomalous windows of a run: what a detector must beat to show that it has learnt
 * something.
 *
 * <p>Each scenario is cut into whole windows of 5 s from its start; a request belongs to the window in which it was sent.
 * The error rate of a window is the share of its requests that got a status of 400 or above, or no answer.
 *
 * @param windows how many windows there are
 * @param byScenario how the guesses do when a window is anomalous where its scenario is not {@code correct}
 * @param byRequest how they do when a window is anomalous where a faulty request was sent in it
 */
public record Baseline(long windows, Guesses byScenario, Guesses byRequest) {
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

    /**
     * How the guesses do under one meaning of anomalous.
     *
     * @param anomalous how many windows are anomalous
     * @param always whether the better of the two constant guesses, by accuracy, is that every window is
     * @param constant how that guess does
     * @param errorRate the error rate from which on a window is guessed anomalous: the one of best balanced accuracy on
     *     these very windows
     * @param threshold how that guess does
     */
    public record Guesses(long anomalous, boolean always, Score constant, double errorRate, Score threshold) {
        private String describe(String meaning) {
            return "%s anomalous (%s)%n    always '%s': %s%n    error rate from %s on (picked on the same windows): %s"
                    .formatted(
                            anomalous,
                            meaning,
                            always ? "anomalous" : "normal",
                            constant,
                            String.format(Locale.ROOT, "%.4f", errorRate),
                            threshold);
        }
    }

    /**
     * How well windows are told apart.
     *
     * @param accuracy the share of windows guessed right
     * @param balancedAccuracy the mean of that share among the anomalous and among the others; where there is only one
     *     kind, its share
     * @param f1 harmonic mean of precision and recall of the anomalous windows; 0 where none is guessed or there
     */
    public record Score(double accuracy, double balancedAccuracy, double f1) {
        private static Score of(long hits, long alarms, long positives, long negatives) {
            long right = hits + negatives - alarms;
            var shares = new ArrayList<Double>();
            if (positives > 0) {
                shares.add((double) hits / positives);
            }
            if (negatives > 0) {
                shares.add((double) (negatives - alarms) / negatives);
            }
            return new Score(
                    (double) right / Math.max(1, positives + negatives),
                    shares.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                    2.0 * hits / Math.max(1, hits + alarms + positives));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "accuracy %.3f, balanced accuracy %.3f, F1 %.3f", accuracy, balancedAccuracy, f1);
        }
    }

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
        long windows = scenarios.stream().mapToLong(Baseline::windows).sum();
        if (windows == 0) {
            var nothing = new Guesses(0, false, Score.of(0, 0, 0, 0), 0, Score.of(0, 0, 0, 0));
            return new Baseline(0, nothing, nothing);
        }
        return new Baseline(
                windows, guesses(scenarios, views, ANOMALOUS_SCENARIO), guesses(scenarios, views, ANOMALOUS_REQUEST));
    }

    /** Say it in lines. */
    @Override
    public String toString() {
        if (windows == 0) {
            return "Trivial baseline: none, no scenario is as long as a window of 5 s";
        }
        return "Trivial baseline, %s windows of 5 s:%n  %s%n  %s"
                .formatted(
                        windows,
                        byScenario.describe("their scenario is not 'correct'"),
                        byRequest.describe("a faulty request was sent in them"));
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
