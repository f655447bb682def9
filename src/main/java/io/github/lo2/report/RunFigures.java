package io.github.lo2.report;

import io.github.lo2.table.LogTemplate;
import io.github.lo2.table.TableViews;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run is compared by, asked in SQL of its tables.
 *
 * @param run what its manifest tells
 * @param endpoints by scenario, then by endpoint; {@link #ALL} stands for all that are compared
 * @param answers by scenario, how often each status and code was the answer
 * @param loggers how many records each logger wrote
 * @param templates how many records each template has, with level and logger before it
 * @param metrics how many series each metric has
 * @param without why there are none of these; empty when there are
 */
public record RunFigures(
        ReportedRun run,
        Map<String, SortedMap<String, OfEndpoint>> endpoints,
        Map<String, SortedMap<String, Long>> answers,
        SortedMap<String, Long> loggers,
        SortedMap<String, Long> templates,
        SortedMap<String, Long> metrics,
        Optional<String> without) {
    /** Stands for all scenarios that both runs have. */
    static final String ALL = "all";

    private static final String ENDPOINTS = """
        SELECT coalesce(scenario, '%1$s'), concat_ws(' ', service_name, method, route) AS endpoint, count(*),
          quantile_cont(duration, 0.5) / 1e6, quantile_cont(duration, 0.95) / 1e6, quantile_cont(duration, 0.99) / 1e6
        FROM requests WHERE scenario IN (%2$s) GROUP BY GROUPING SETS ((scenario, endpoint), (endpoint))\
        """;

    private static final String ANSWERS = """
        SELECT coalesce(scenario, '%1$s'), concat_ws(' ', if(status = 0, 'no answer', status::VARCHAR), code) AS answer, count(*)
        FROM requests WHERE scenario IN (%2$s) GROUP BY GROUPING SETS ((scenario, answer), (answer))\
        """;

    private static final String LOGGERS = """
        SELECT concat_ws(' ', service_name, coalesce(logger, '(' || container || ')')) AS name, count(*)
        FROM logs WHERE origin <> 'load' AND scenario IN (%2$s) GROUP BY name\
        """;

    private static final String TEMPLATES = """
        SELECT concat_ws(' ', level, logger, %3$s) AS name, count(*)
        FROM logs WHERE origin <> 'load' AND scenario IN (%2$s) GROUP BY name\
        """;

    private static final String METRICS = """
        SELECT metric, count(DISTINCT labels) FROM metrics WHERE scenario IN (%2$s) GROUP BY metric\
        """;

    /**
     * What an endpoint did.
     *
     * @param requests how many it got
     * @param p50 their durations, ms
     */
    record OfEndpoint(long requests, double p50, double p95, double p99) {}

    /** Take what the manifest tells alone. */
    public static RunFigures without(ReportedRun run, String why) {
        return new RunFigures(
                run, Map.of(), Map.of(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Optional.of(why));
    }

    /**
     * Ask a run's tables.
     *
     * @param scenarios the tags of those that are compared
     * @throws io.github.lo2.table.TableException when the tables cannot be read
     */
    public static RunFigures of(ReportedRun run, Collection<String> scenarios, TableViews tables) {
        String tags = scenarios.stream()
                .map(tag -> "'" + tag.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "NULL" + (scenarios.isEmpty() ? "" : ", "), ""));
        Map<String, SortedMap<String, OfEndpoint>> endpoints = new LinkedHashMap<>();
        tables.ask(ENDPOINTS.formatted(ALL, tags), row -> {
            endpoints
                    .computeIfAbsent(row.getString(1), name -> new TreeMap<>())
                    .put(
                            row.getString(2),
                            new OfEndpoint(row.getLong(3), row.getDouble(4), row.getDouble(5), row.getDouble(6)));
            return row.getString(2);
        });
        Map<String, SortedMap<String, Long>> answers = new LinkedHashMap<>();
        tables.ask(ANSWERS.formatted(ALL, tags), row -> {
            answers.computeIfAbsent(row.getString(1), name -> new TreeMap<>()).put(row.getString(2), row.getLong(3));
            return row.getString(2);
        });
        return new RunFigures(
                run,
                endpoints,
                answers,
                counts(LOGGERS, tags, tables),
                counts(TEMPLATES, tags, tables),
                counts(METRICS, tags, tables),
                Optional.empty());
    }

    private static SortedMap<String, Long> counts(String question, String tags, TableViews tables) {
        SortedMap<String, Long> counts = new TreeMap<>();
        tables.ask(question.formatted(ALL, tags, LogTemplate.WORDS), row -> {
            counts.put(row.getString(1), row.getLong(2));
            return row.getString(1);
        });
        return counts;
    }
}
