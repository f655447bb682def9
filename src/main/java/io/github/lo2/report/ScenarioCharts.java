package io.github.lo2.report;

import io.github.lo2.table.RequestTruth;
import io.github.lo2.table.TableViews;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lines that are drawn of each scenario: asked in SQL of a run's tables, a value a bin. Where a metric has no sample, the
 * line has a gap; where nothing was sent, logged or traced, it is 0.
 */
final class ScenarioCharts {
    /** How long a sample holds when no other follows, ns: the cAdvisor of a Compose stack looks every other second at times. */
    private static final long HOLDS = 2_500_000_000L;

    /** What happened so often a second, by a name. */
    private static final String RATE = """
        WITH %s, event AS (%s)
        SELECT scenario, name, bin, count(*) * 1e9 / any_value(CASE WHEN bin = bins - 1 THEN last - first - bin * width ELSE width END)
        FROM (SELECT scenario, name, least(bins - 1, greatest(0, (nanos - first) // width)) AS bin, bins, first, last, width
              FROM event JOIN bins USING (scenario))
        GROUP BY scenario, name, bin\
        """;

    private static final String REQUESTS = """
        SELECT scenario, unnest(list_filter(['requests',
            CASE WHEN NOT %1$s AND NOT %2$s THEN 'failures' END,
            CASE WHEN %1$s THEN 'faulty' END,
            CASE WHEN hit THEN 'hit' END,
            CASE WHEN exposed THEN 'exposed' END], lambda name: name IS NOT NULL)) AS name, epoch_ns(time) AS nanos
        FROM requests\
        """.formatted(RequestTruth.FAULTY, RequestTruth.AS_EXPECTED);

    private static final String ANSWERS = """
        SELECT scenario, CASE WHEN status = 0 THEN 'no answer' ELSE status::VARCHAR END AS name, epoch_ns(time) AS nanos
        FROM requests\
        """;

    private static final String LOG_RECORDS = """
        SELECT scenario, coalesce(level, 'no level') AS name, epoch_ns(time) AS nanos FROM logs WHERE origin <> 'load'\
        """;

    private static final String SPANS = "SELECT scenario, service_name AS name, epoch_ns(time) AS nanos FROM spans";

    private static final String DATABASE = """
        SELECT scenario, service_name AS name, epoch_ns(time) AS nanos
        FROM spans WHERE kind = 'client' AND contains(attributes, '"db.')\
        """;

    /** Below which duration a share of the requests of a bin was answered, in ms. */
    private static final String LATENCY = """
        WITH %s
        SELECT scenario, service_name, bin, quantile_cont(duration, %s) / 1e6
        FROM (SELECT scenario, service_name, duration,
                least(bins - 1, greatest(0, (epoch_ns(time) - first) // width)) AS bin
              FROM requests JOIN bins USING (scenario) WHERE status <> 0 AND service_name IS NOT NULL)
        GROUP BY scenario, service_name, bin\
        """;

    /**
     * What a metric was in each bin, summed over the series of a process. A sample of a gauge holds until the next one; the
     * rate between two samples of a counter holds from the one to the other. Containers stand for their processes.
     */
    private static final String METRIC = """
        WITH %1$s,
        chosen(metric, of_container, is_rate, factor, label, wanted) AS (VALUES %2$s),
        sample AS (
          SELECT scenario, labels, metric, of_container, is_rate, factor, epoch_ns(time) AS nanos, value,
            CASE WHEN of_container THEN json_extract_string(labels, '$.name')
              ELSE json_extract_string(labels, '$.instance') END AS name
          FROM samples JOIN chosen USING (metric)
          WHERE label = '' OR json_extract_string(labels, '$.' || label) = wanted),
        kept AS (
          SELECT * FROM sample
          WHERE name IS NOT NULL AND of_container = (SELECT coalesce(bool_or(of_container), false) FROM sample)),
        next AS (
          SELECT *, lead(nanos) OVER line AS next_nanos, lead(value) OVER line AS next_value
          FROM kept WINDOW line AS (PARTITION BY scenario, metric, labels ORDER BY nanos)),
        stretch AS (
          SELECT scenario, name, labels, nanos, coalesce(least(next_nanos, nanos + %3$s), nanos + %3$s) AS until,
            factor * CASE WHEN NOT is_rate THEN value
              WHEN next_nanos - nanos <= %3$s AND next_value >= value
              THEN (next_value - value) * 1e9 / (next_nanos - nanos) END AS value
          FROM next),
        held AS (
          SELECT scenario, name, labels, value,
            unnest(range(greatest(0, (nanos - first) // width), least(bins - 1, (until - 1 - first) // width) + 1)) AS bin
          FROM stretch JOIN bins USING (scenario)
          WHERE value IS NOT NULL AND isfinite(value) AND until > first AND nanos < last)
        SELECT scenario, name, bin, sum(value)
        FROM (SELECT scenario, name, labels, bin, avg(value) AS value FROM held GROUP BY ALL) GROUP BY scenario, name, bin\
        """;

    private static final String CPU = "('container_cpu_usage_seconds_total', true, true, 1, '', ''),"
            + " ('process_cpu_seconds_total', false, true, 1, '', '')";
    private static final String MEMORY = "('container_memory_working_set_bytes', true, false, 1 / 1048576, '', ''),"
            + " ('process_resident_memory_bytes', false, false, 1 / 1048576, '', '')";
    private static final String GC = "('jvm_gc_duration_seconds_sum', false, true, 1000, '', '')";
    private static final String POOL = "('db_client_connections_usage', false, false, 1, 'state', 'used')";

    private final List<ChartBins> bins;
    private final TableViews tables;

    /** By scenario, by chart, by line. */
    private final Map<String, Map<String, SortedMap<String, double[]>>> lines = new LinkedHashMap<>();

    private ScenarioCharts(List<ChartBins> bins, TableViews tables) {
        this.bins = bins;
        this.tables = tables;
        bins.forEach(one -> lines.put(one.scenario(), new LinkedHashMap<>()));
    }

    /**
     * Ask for all lines.
     *
     * @return by scenario, by chart, by line: a value a bin, NaN in a gap
     * @throws io.github.lo2.table.TableException when the tables cannot be read
     */
    static Map<String, Map<String, SortedMap<String, double[]>>> of(List<ChartBins> bins, TableViews tables) {
        var charts = new ScenarioCharts(bins, tables);
        if (!bins.isEmpty()) {
            charts.ask();
        }
        return charts.lines;
    }

    private void ask() {
        rate("requests", REQUESTS);
        rate("answers", ANSWERS);
        latency("p50", 0.5);
        latency("p95", 0.95);
        latency("p99", 0.99);
        rate("logs", LOG_RECORDS);
        rate("spans", SPANS);
        metric("cpu", CPU);
        metric("memory", MEMORY);
        metric("gc", GC);
        metric("pool", POOL);
        rate("database", DATABASE);
    }

    private void rate(String chart, String events) {
        gather(chart, RATE.formatted(ChartBins.table(bins), events), 0);
    }

    private void latency(String chart, double share) {
        gather(chart, LATENCY.formatted(ChartBins.table(bins), share), Double.NaN);
    }

    private void metric(String chart, String metrics) {
        gather(chart, METRIC.formatted(ChartBins.table(bins), metrics, HOLDS), Double.NaN);
    }

    private void gather(String chart, String question, double otherwise) {
        Map<String, Integer> counts = new TreeMap<>();
        bins.forEach(one -> counts.put(one.scenario(), one.count()));
        lines.values().forEach(charts -> charts.put(chart, new TreeMap<>()));
        tables.ask(question, row -> {
            String scenario = row.getString(1);
            String line = row.getString(2);
            if (line != null) {
                double[] values = Objects.requireNonNull(
                                Objects.requireNonNull(lines.get(scenario)).get(chart))
                        .computeIfAbsent(line, name -> {
                            var empty = new double[Objects.requireNonNull(counts.get(scenario))];
                            Arrays.fill(empty, otherwise);
                            return empty;
                        });
                values[row.getInt(3)] = row.getDouble(4);
            }
            return chart;
        });
    }
}
