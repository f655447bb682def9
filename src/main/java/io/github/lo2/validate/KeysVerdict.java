package io.github.lo2.validate;

import io.github.lo2.signal.Signal;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;

/**
 * Judges whether each key of a scenario's tables stands in one row: spans are delivered at least once, and a stream that is
 * taken up again may repeat a line.
 *
 * <p>A sample's key is asked in two parts, which is quicker: no series has two samples of one time, and no metric with its
 * labels has two numbers of series.
 */
final class KeysVerdict {
    private static final String REQUESTS = """
        SELECT request_id, count(*) FROM requests WHERE scenario = ? AND request_id IS NOT NULL
        GROUP BY request_id HAVING count(*) > 1 ORDER BY request_id\
        """;
    private static final String SPANS = """
        SELECT trace_id || ' ' || span_id, count(*) FROM spans WHERE scenario = ?
        GROUP BY trace_id, span_id HAVING count(*) > 1 ORDER BY trace_id, span_id\
        """;
    private static final String LOGS = """
        SELECT container || ' ' || line, count(*) FROM logs WHERE scenario = ?
        GROUP BY container, line HAVING count(*) > 1 ORDER BY container, line\
        """;
    private static final String SAMPLES = """
        SELECT metric || labels || ' ' || time, count(*) FROM metrics
        JOIN (SELECT series, time FROM metrics WHERE scenario = $1 GROUP BY series, time HAVING count(*) > 1)
        USING (series, time) WHERE scenario = $1 GROUP BY metric, labels, time ORDER BY metric, labels, time\
        """;
    /** Of series with the same times, whose hashes have the same sum, one is asked for all: most series of a scrape are so. */
    private static final String DOUBLED_TIMES = """
        WITH timed AS (
          SELECT series, count(*) AS samples, sum(hash(time)) AS digest FROM metrics WHERE scenario = $1 GROUP BY series),
        asked AS (SELECT min(series) AS series FROM timed GROUP BY samples, digest)
        SELECT count(*) FROM (
          SELECT series FROM metrics WHERE scenario = $1 AND series IN (SELECT series FROM asked)
          GROUP BY series, time HAVING count(*) > 1)\
        """;

    private static final String SERIES = """
        SELECT metric || labels, count(DISTINCT series) FROM metrics WHERE scenario = ?
        GROUP BY metric, labels HAVING min(series) <> max(series) ORDER BY metric, labels\
        """;
    private static final String DIFFERENT_LINES = """
        SELECT coalesce(sum(lines), 0) FROM (
          SELECT bit_count(bitstring_agg(line, %s, %s)) AS lines FROM logs WHERE scenario = ? GROUP BY container)\
        """;

    private KeysVerdict() {}

    private record Lines(long rows, long first, long last) {}

    static Verdict of(JudgedScenario scenario, TableViews views) {
        var doubled = new ArrayList<Evidence.Doubled>();
        doubled.addAll(views.ask(REQUESTS, row -> doubled(Signal.REQUESTS, row), scenario.tag()));
        doubled.addAll(views.ask(SPANS, row -> doubled(Signal.SPANS, row), scenario.tag()));
        if (!linesAreUnique(scenario, views)) {
            doubled.addAll(views.ask(LOGS, row -> doubled(Signal.LOGS, row), scenario.tag()));
        }
        if (!timesAreUnique(scenario, views)) {
            doubled.addAll(views.ask(SAMPLES, row -> doubled(Signal.METRICS, row), scenario.tag()));
        }
        doubled.addAll(views.ask(SERIES, row -> doubled(Signal.METRICS, row), scenario.tag()));
        long rows = scenario.rows(views);
        return Verdict.of(
                VerdictKind.KEYS,
                rows > 0 && doubled.isEmpty(),
                new Figures()
                        .add("rows", rows, Unit.ROWS)
                        .add("doubled", doubled.size(), Unit.KEYS)
                        .byName(),
                doubled);
    }

    /** Set a bit for each line of a container: a sixth of the time that it takes to group a million of them. */
    private static boolean linesAreUnique(JudgedScenario scenario, TableViews views) {
        Lines lines = views.askOne(
                "SELECT count(*), coalesce(min(line), 1), coalesce(max(line), 1) FROM logs WHERE scenario = ?",
                row -> new Lines(row.getLong(1), row.getLong(2), row.getLong(3)),
                scenario.tag());
        long different = views.askOne(
                DIFFERENT_LINES.formatted(lines.first(), lines.last()), row -> row.getLong(1), scenario.tag());
        return different == lines.rows();
    }

    private static boolean timesAreUnique(JudgedScenario scenario, TableViews views) {
        return views.askOne(DOUBLED_TIMES, row -> row.getLong(1), scenario.tag()) == 0;
    }

    private static Evidence.Doubled doubled(Signal signal, ResultSet row) throws SQLException {
        return new Evidence.Doubled(signal, row.getString(1), row.getLong(2));
    }
}
