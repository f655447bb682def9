package io.github.lo2.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.lo2.dataset.Disk;
import io.github.lo2.dataset.PlainName;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.json.Json;
import io.github.lo2.table.DuckDb;
import io.github.lo2.table.Table;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run as a data set of RCABench: each error scenario is a datapack, {@code correct} is the normal period of all.
 *
 * <pre>
 * meta/&lt;data set&gt;/index.parquet, labels.parquet   the datapacks, and which service is at fault in each
 * data/&lt;data set&gt;/&lt;tag&gt;/
 *   normal_traces.parquet    abnormal_traces.parquet      spans; the requests are those of service "loadgenerator"
 *   normal_logs.parquet      …
 *   normal_metrics.parquet   …                            samples of gauges, and of what has no type
 *   normal_metrics_sum.parquet …                          samples of counters, and of parts of histograms
 *   normal_metrics_histogram.parquet …                    count and sum of histograms
 *   env.json                 start and end of both periods, UNIX s
 *   injection.json           what was wrong and where: the ground truth
 * </pre>
 *
 * <p>Times are UTC in ns. RCABench's tools expect the normal period before the abnormal one, but the scenarios of a run
 * come in any order: where {@code correct} came later, its times are moved back by whole seconds, and {@code env.json}
 * says by how many, and how many spans of each period have no duration because theirs was below 0.
 */
public final class DatapackExport {
    private static final Logger LOG = LoggerFactory.getLogger(DatapackExport.class);
    private static final String NORMAL = "correct";
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** The name that RCABench's tools know the sender of all requests by. */
    private static final String LOAD = "loadgenerator";

    private static final String MEMORY = "1GB";

    private final Path run;
    private final Path root;
    private final String dataset;

    /**
     * Prepare an export.
     *
     * @param run the folder of a complete run with tables
     * @param root the folder to write into; RCABench's tools call it their data root
     * @param dataset what the data set is called: letters, digits, {@code _} and {@code -}; the run's name will do
     */
    public DatapackExport(Path run, Path root, String dataset) {
        if (!dataset.matches("[A-Za-z0-9_-]+")) {
            throw new ExportException(
                    "'%s' is no name of a data set; expected letters, digits, '_' and '-'".formatted(dataset));
        }
        this.run = run;
        this.root = root;
        this.dataset = dataset;
    }

    /**
     * Write the data set; a datapack that is there already is written anew.
     *
     * @return the folders of the datapacks; an error scenario without a faulty request has none
     * @throws io.github.lo2.dataset.DatasetException when the run has no tables
     * @throws ExportException when it has no scenario {@code correct}, or a file cannot be read or written
     */
    public List<Path> write() {
        RunTables.require(run);
        int threads = Runtime.getRuntime().availableProcessors();
        try (Connection database =
                        DuckDb.open(threads, MEMORY, root.resolveSibling("." + root.getFileName() + ".spill"));
                Statement statement = database.createStatement()) {
            List<Period> periods = periods(statement);
            Period normal = periods.stream()
                    .filter(period -> period.scenario().equals(NORMAL))
                    .findFirst()
                    .orElseThrow(() -> new ExportException(
                            "%s has no scenario '%s'; expected one, as the normal period of each datapack; record it"
                                    .formatted(run, NORMAL)));
            statement.execute(resolved(DatapackSql.CONTAINERS));
            var folders = new ArrayList<Path>();
            for (Period period : periods) {
                List<Fault> faults = period.equals(normal) ? List.of() : faults(statement, period);
                if (!faults.isEmpty()) {
                    folders.add(writeDatapack(statement, normal.before(period), period, faults));
                }
            }
            writeIndex(statement);
            return folders;
        } catch (SQLException | IOException e) {
            throw new ExportException("%s cannot be exported to %s: %s".formatted(run, root, e.getMessage()), e);
        }
    }

    private List<Period> periods(Statement statement) throws SQLException {
        return query(
                statement,
                "SELECT scenario, epoch_ns(start_time), epoch_ns(end_time) FROM {scenarios} ORDER BY ordinal",
                row -> new Period(row.getString(1), row.getLong(2), row.getLong(3), 0));
    }

    private List<Fault> faults(Statement statement, Period period) throws SQLException {
        return query(
                statement,
                """
                SELECT DISTINCT service_name, "method", route, expected_status, expected_code, container
                FROM {requests} LEFT JOIN datapack_containers USING (service_name)
                WHERE scenario = '%s' AND anomaly AND service_name IS NOT NULL
                ORDER BY ALL
                """.formatted(quoted(period.scenario())),
                row -> new Fault(
                        row.getString(1),
                        period.scenario(),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, Integer.class),
                        row.getString(5),
                        row.getString(6)));
    }

    private Path writeDatapack(Statement statement, Period normal, Period abnormal, List<Fault> faults)
            throws SQLException, IOException {
        Path folder = root.resolve("data").resolve(dataset).resolve(abnormal.scenario());
        Path hidden = folder.resolveSibling("." + abnormal.scenario() + ".part");
        deleteIfThere(hidden);
        Files.createDirectories(hidden);
        copyPeriod(statement, normal, hidden, "normal");
        copyPeriod(statement, abnormal, hidden, "abnormal");
        writeJson(
                hidden.resolve("env.json"),
                Environment.of(dataset, normal, untimed(statement, normal), abnormal, untimed(statement, abnormal)));
        writeJson(hidden.resolve("injection.json"), Injection.of(abnormal, faults));
        deleteIfThere(folder);
        Disk.publish(hidden, folder);
        return folder;
    }

    private long untimed(Statement statement, Period period) throws SQLException {
        String select = DatapackSql.UNTIMED.replace("{scenario}", quoted(period.scenario()));
        long untimed = query(statement, select, row -> row.getLong(1)).stream()
                .mapToLong(Long::longValue)
                .sum();
        if (untimed > 0) {
            LOG.warn(
                    "{} spans of '{}' have a duration below 0 ns, which a datapack cannot hold: they have none there",
                    untimed,
                    period.scenario());
        }
        return untimed;
    }

    private void copyPeriod(Statement statement, Period period, Path folder, String prefix) throws SQLException {
        copy(statement, DatapackSql.TRACES, period, folder.resolve(prefix + "_traces.parquet"));
        copy(statement, DatapackSql.LOGS, period, folder.resolve(prefix + "_logs.parquet"));
        copy(statement, DatapackSql.GAUGES, period, folder.resolve(prefix + "_metrics.parquet"));
        copy(statement, DatapackSql.COUNTERS, period, folder.resolve(prefix + "_metrics_sum.parquet"));
        copy(statement, DatapackSql.HISTOGRAMS, period, folder.resolve(prefix + "_metrics_histogram.parquet"));
    }

    private void copy(Statement statement, String select, Period period, Path file) throws SQLException {
        copy(
                statement,
                select.replace("{scenario}", quoted(period.scenario()))
                        .replace("{shift}", Long.toString(period.shiftSeconds() * SECOND))
                        .replace("{load}", LOAD),
                file);
    }

    private void writeIndex(Statement statement) throws SQLException, IOException {
        Path folder = Files.createDirectories(root.resolve("meta").resolve(dataset));
        copy(statement, DatapackSql.INDEX, folder.resolve("index.parquet"));
        copy(statement, DatapackSql.LABELS, folder.resolve("labels.parquet"));
    }

    private void copy(Statement statement, String select, Path file) throws SQLException {
        statement.execute("COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                .formatted(resolved(select), quoted(file.toString())));
    }

    private <T> List<T> query(Statement statement, String select, RowReader<T> reader) throws SQLException {
        var rows = new ArrayList<T>();
        try (ResultSet result = statement.executeQuery(resolved(select))) {
            while (result.next()) {
                rows.add(reader.read(result));
            }
        }
        return rows;
    }

    /** Put the run's files in place of the names of its tables. */
    private String resolved(String sql) {
        String text = sql.replace("{dataset}", dataset);
        for (Table table : Table.values()) {
            String file = RunTables.file(run, table).toString();
            text = text.replace("{" + table.tableName() + "}", "read_parquet('" + quoted(file) + "')");
        }
        return text;
    }

    private static void writeJson(Path file, Object value) throws IOException {
        Json.MAPPER.writeValue(file.toFile(), value);
    }

    private static void deleteIfThere(Path folder) throws IOException {
        if (Files.exists(folder)) {
            PathUtils.deleteDirectory(folder);
        }
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }

    /** Reads a row of a result. */
    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * A scenario's window; ns since the epoch (UTC).
     *
     * @param shiftSeconds by how much its times are moved back, s
     */
    private record Period(String scenario, long startNanos, long endNanos, long shiftSeconds) {
        Period {
            PlainName.check("scenario", scenario);
        }

        /** Move this period back by as many whole seconds as make it end before another one starts. */
        Period before(Period other) {
            long late = Math.max(0, endNanos - other.startNanos);
            return new Period(scenario, startNanos, endNanos, (late + SECOND - 1) / SECOND);
        }

        String startSeconds() {
            return seconds(startNanos);
        }

        String endSeconds() {
            return seconds(endNanos);
        }

        private String seconds(long nanos) {
            return Long.toString(nanos / SECOND - shiftSeconds);
        }
    }

    /** The form of {@code env.json}: all values are text, times are whole UNIX s. */
    private record Environment(
            @JsonProperty("NAMESPACE") String namespace,
            @JsonProperty("TIMEZONE") String timezone,
            @JsonProperty("NORMAL_START") String normalStart,
            @JsonProperty("NORMAL_END") String normalEnd,
            @JsonProperty("NORMAL_SHIFT") String normalShift,
            @JsonProperty("NORMAL_UNTIMED_SPANS") String normalUntimedSpans,
            @JsonProperty("ABNORMAL_START") String abnormalStart,
            @JsonProperty("ABNORMAL_END") String abnormalEnd,
            @JsonProperty("ABNORMAL_UNTIMED_SPANS") String abnormalUntimedSpans) {
        static Environment of(
                String dataset, Period normal, long normalUntimed, Period abnormal, long abnormalUntimed) {
            return new Environment(
                    dataset,
                    "UTC",
                    normal.startSeconds(),
                    normal.endSeconds(),
                    Long.toString(normal.shiftSeconds()),
                    Long.toString(normalUntimed),
                    abnormal.startSeconds(),
                    abnormal.endSeconds(),
                    Long.toString(abnormalUntimed));
        }
    }

    /** The form of {@code injection.json}; times are ISO-8601 in UTC. */
    private record Injection(
            String name,
            String faultType,
            String startTime,
            String endTime,
            List<Fault> engineConfig,
            List<GroundTruth> groundTruth) {
        static Injection of(Period period, List<Fault> faults) {
            return new Injection(
                    period.scenario(),
                    period.scenario(),
                    EpochClock.toInstant(period.startNanos()).toString(),
                    EpochClock.toInstant(period.endNanos()).toString(),
                    faults,
                    faults.stream().map(GroundTruth::of).toList());
        }
    }

    /** A kind of faulty request: which service got it, and what it is expected to answer. */
    private record Fault(
            String app,
            String chaosType,
            String method,
            String route,
            @Nullable Integer expectedStatus,
            @Nullable String expectedCode,
            @JsonProperty("container_name") @Nullable String container) {}

    /** Where a fault is, at each level that RCABench knows. */
    @JsonPropertyOrder({"service", "container", "pod", "span", "function", "metric"})
    private record GroundTruth(
            List<String> service,
            List<String> container,
            List<String> pod,
            List<String> span,
            List<String> function,
            List<String> metric) {
        static GroundTruth of(Fault fault) {
            List<String> container = fault.container() == null ? List.of() : List.of(fault.container());
            String span = fault.method() + " " + fault.route();
            return new GroundTruth(List.of(fault.app()), container, container, List.of(span), List.of(), List.of());
        }
    }
}
