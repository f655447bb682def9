package io.github.lo2.validate;

import io.github.lo2.table.LogTemplate;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Hardness.Measure;
import java.util.List;

/**
 * Figures of windows that are read from a table in one question.
 *
 * @param table which
 * @param measures the figures, as the question has them
 * @param sql the question, see {@link Windows#ask}
 */
record WindowMeasures(Table table, List<Measure> measures, String sql) {
    private static final String FAULTY = """
        faulty AS (SELECT number, bool_or(anomaly OR hit)::INTEGER FROM of_window GROUP BY number) FROM faulty\
        """;

    private static final String REQUESTS = """
        figures AS (
          SELECT number, avg((status >= 400 OR status = 0)::INTEGER), quantile_cont(duration, 0.99)
          FROM of_window GROUP BY number)
        FROM figures\
        """;

    /** Records are told apart by their templates, with level, logger and method. */
    private static final String LOGS = """
        record AS (
          SELECT number, scenario, level IN ('ERROR', 'FATAL') AS error, hash(level, logger, method, %s) AS template
          FROM of_window WHERE origin <> 'load'),
        counted AS MATERIALIZED (
          SELECT number, scenario, template, count(*) AS records, count(*) FILTER (error) AS errors FROM record GROUP BY ALL),
        known AS (
          SELECT number, records, errors, min(scenario) OVER alike = max(scenario) OVER alike AS new
          FROM counted WINDOW alike AS (PARTITION BY template))
        SELECT number, sum(errors) / sum(records), coalesce(sum(records) FILTER (new), 0) / sum(records)
        FROM known GROUP BY number\
        """.formatted(LogTemplate.WORDS);

    private static final String SPANS = """
        figures AS (
          SELECT number, avg((status = 'ERROR')::INTEGER), quantile_cont(duration, 0.99) FROM of_window GROUP BY number)
        FROM figures\
        """;

    /**
     * What only grows is taken by how much it grew. A deviation is less than a standard deviation tells where that is below 1 % of
     * the mean: a series that hardly ever changes would deviate most of all. A series needs two other windows.
     */
    private static final String METRICS = """
        of_series AS MATERIALIZED (
          SELECT number, hash(metric, labels) AS key, if(bool_or(type IN ('counter', 'histogram')
            OR (type = 'summary' AND regexp_matches(metric, '_(count|sum)$'))), max(value) - min(value), avg(value)) AS x
          FROM of_window WHERE isfinite(value) GROUP BY ALL),
        summed AS (SELECT key, count(*) AS n, sum(x) AS sum, sum(x * x) AS squares FROM of_series GROUP BY key),
        other AS (
          SELECT number, x, (sum - x) / (n - 1) AS mean, (squares - x * x) / (n - 1) AS square
          FROM of_series JOIN summed USING (key) WHERE n > 2),
        deviation AS (
          SELECT number,
            abs(x - mean) / nullif(greatest(sqrt(greatest(0, square - mean * mean)), 0.01 * abs(mean)), 0) AS deviation
          FROM other)
        SELECT number, max(deviation) FROM deviation GROUP BY number\
        """;

    /** All that are tried. */
    static final List<WindowMeasures> ALL = List.of(
            new WindowMeasures(Table.REQUESTS, List.of(Measure.REQUEST_ERRORS, Measure.REQUEST_P99), REQUESTS),
            new WindowMeasures(Table.LOGS, List.of(Measure.LOG_ERRORS, Measure.NEW_TEMPLATES), LOGS),
            new WindowMeasures(Table.SPANS, List.of(Measure.SPAN_ERRORS, Measure.SPAN_P99), SPANS),
            new WindowMeasures(Table.METRICS, List.of(Measure.DEVIATION), METRICS));

    /** Tell of each window whether a faulty request was sent in it. */
    static boolean[] faulty(Windows windows, TableViews views) {
        double[] faulty =
                windows.ask(views, Table.REQUESTS.tableName(), FAULTY, 1).get(0);
        boolean[] isFaulty = new boolean[faulty.length];
        for (int window = 0; window < faulty.length; window++) {
            isFaulty[window] = faulty[window] > 0;
        }
        return isFaulty;
    }

    /** Get each figure of each window. */
    List<double[]> of(Windows windows, TableViews views) {
        return windows.ask(views, table.tableName(), sql, measures.size());
    }
}
