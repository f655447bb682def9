package io.github.lo2.export;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.lo2.dataset.Disk;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlainName;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run as a data set of RCABench: each scenario with a fault is a datapack. Its abnormal period is the time of the fault, its
 * normal one its own baseline; where it has none, {@code correct}.
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
     * @return the folders of the datapacks; a scenario without a faulty request or a fault of the stack has none
     * @throws io.github.lo2.dataset.DatasetException when the run has no tables
     * @throws ExportException when a scenario has no baseline and the run no scenario {@code correct}, or a file cannot be read or written
     */
    public List<Path> write() {
        RunTables.require(run);
        int threads = Runtime.getRuntime().availableProcessors();
        try (Connection database =
                        DuckDb.open(threads, MEMORY, root.resolveSibling("." + root.getFileName() + ".spill"));
                Statement statement = database.createStatement()) {
            Map<String, FaultFacts> faults = faultsOfStack();
            List<Window> windows = windows(statement);
            statement.execute(resolved(DatapackSql.CONTAINERS));
            statement.execute(DatapackSql.ROOTS);
            var folders = new ArrayList<Path>();
            for (Window window : windows) {
                Optional<FaultFacts> fault = Optional.ofNullable(faults.get(window.scenario()));
                List<Cause> causes = causes(statement, window.scenario(), fault.orElse(null));
                if (!causes.isEmpty()) {
                    Period abnormal = window.abnormal();
                    Period normal = window.baseline().orElseGet(() -> correct(windows));
                    addRoots(statement, window.scenario(), causes);
                    folders.add(writeDatapack(
                            statement, normal.before(abnormal), abnormal, Injection.of(abnormal, fault, causes)));
                }
            }
            writeIndex(statement);
            return folders;
        } catch (SQLException | IOException e) {
            throw new ExportException("%s cannot be exported to %s: %s".formatted(run, root, e.getMessage()), e);
        }
    }

    /** Read the faults of the stack by their scenarios; a run without its manifest knows of none. */
    private Map<String, FaultFacts> faultsOfStack() {
        var faults = new HashMap<String, FaultFacts>();
        if (Files.exists(run.resolve(Manifest.FILE_NAME))) {
            for (ScenarioFacts facts : Manifest.of(run).scenarios()) {
                FaultFacts fault = facts.fault();
                if (fault != null) {
                    faults.put(facts.tag(), fault);
                }
            }
        }
        return faults;
    }

    private List<Window> windows(Statement statement) throws SQLException {
        return query(
                statement,
                """
                SELECT scenario, epoch_ns(start_time), epoch_ns(end_time),
                    coalesce(epoch_ns(fault_start_time), epoch_ns(start_time)),
                    coalesce(epoch_ns(fault_end_time), epoch_ns(end_time))
                FROM {scenarios} ORDER BY ordinal\
                """,
                row -> new Window(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
    }

    private Period correct(List<Window> windows) {
        return windows.stream()
                .filter(window -> window.scenario().equals(NORMAL))
                .findFirst()
                .orElseThrow(() -> new ExportException(
                        "%s has no scenario '%s'; expected one, as the normal period of each datapack without a baseline; record it"
                                .formatted(run, NORMAL)))
                .abnormal();
    }

    private List<Cause> causes(Statement statement, String scenario, @Nullable FaultFacts fault) throws SQLException {
        return fault == null ? requests(statement, scenario) : List.of(stackFault(statement, scenario, fault));
    }

    /** List the kinds of faulty requests that were sent. */
    private List<Cause> requests(Statement statement, String scenario) throws SQLException {
        return query(
                statement,
                """
                SELECT DISTINCT service_name, "method", route, expected_status, expected_code, container
                FROM {requests} LEFT JOIN datapack_containers USING (service_name)
                WHERE scenario = '%s' AND anomaly AND service_name IS NOT NULL
                ORDER BY ALL
                """.formatted(quoted(scenario)),
                row -> new FaultyRequest(
                        row.getString(1),
                        scenario,
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, Integer.class),
                        row.getString(5),
                        row.getString(6)));
    }

    /** Tell where the fault of the stack is; its spans are those of the requests that it touched. */
    private StackFault stackFault(Statement statement, String scenario, FaultFacts fault) throws SQLException {
        String service = fault.serviceName() == null ? fault.target() : fault.serviceName();
        String container = query(
                        statement,
                        "SELECT container FROM datapack_containers WHERE service_name = '%s'"
                                .formatted(quoted(service)),
                        row -> row.getString(1))
                .stream()
                .findFirst()
                .orElse(null);
        List<String> spans = query(statement, """
            SELECT DISTINCT "method" || ' ' || route FROM {requests}
            WHERE scenario = '%s' AND (hit OR exposed) ORDER BY 1
            """.formatted(quoted(scenario)), row -> row.getString(1));
        return new StackFault(service, fault.kind(), fault.level(), fault.dose(), container, spans);
    }

    private static void addRoots(Statement statement, String scenario, List<Cause> causes) throws SQLException {
        for (Cause cause : causes) {
            statement.execute(
                    "INSERT INTO datapack_roots VALUES ('%s', '%s')".formatted(quoted(scenario), quoted(cause.app())));
        }
    }

    private Path writeDatapack(Statement statement, Period normal, Period abnormal, Injection injection)
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
        writeJson(hidden.resolve("injection.json"), injection);
        deleteIfThere(folder);
        Disk.publish(hidden, folder);
        return folder;
    }

    private long untimed(Statement statement, Period period) throws SQLException {
        long untimed = query(statement, of(period, DatapackSql.UNTIMED), row -> row.getLong(1)).stream()
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
        copy(statement, of(period, select), file);
    }

    private static String of(Period period, String select) {
        return select.replace("{scenario}", quoted(period.scenario()))
                .replace("{from}", Long.toString(period.from()))
                .replace("{until}", Long.toString(period.until()))
                .replace("{shift}", Long.toString(period.shiftSeconds() * SECOND))
                .replace("{load}", LOAD);
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

    /** When a scenario was, and its fault in it; ns since the epoch (UTC). */
    private record Window(String scenario, long startNanos, long endNanos, long faultStart, long faultEnd) {
        Window {
            PlainName.check("scenario", scenario);
        }

        /** Tell what came before its fault; empty when that began with the scenario. */
        Optional<Period> baseline() {
            return faultStart <= startNanos
                    ? Optional.empty()
                    : Optional.of(new Period(scenario, startNanos, faultStart, Long.MIN_VALUE, faultStart, 0));
        }

        /** Tell when its fault was: all of it, where it has no phases. */
        Period abnormal() {
            return new Period(
                    scenario,
                    faultStart,
                    faultEnd,
                    faultStart <= startNanos ? Long.MIN_VALUE : faultStart,
                    faultEnd >= endNanos ? Long.MAX_VALUE : faultEnd,
                    0);
        }
    }

    /**
     * A period of a datapack; ns since the epoch (UTC).
     *
     * @param from rows from then on are of it: those at the edge of a scenario are, too
     * @param until rows from then on are not
     * @param shiftSeconds by how much its times are moved back, s
     */
    private record Period(String scenario, long startNanos, long endNanos, long from, long until, long shiftSeconds) {
        /** Move this period back by as many whole seconds as make it end before another one starts. */
        Period before(Period other) {
            long late = Math.max(0, endNanos - other.startNanos);
            return new Period(scenario, startNanos, endNanos, from, until, (late + SECOND - 1) / SECOND);
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

    /**
     * The form of {@code injection.json}; times are ISO-8601 in UTC. The type of a fault of the stack is its kind by RCABench's name,
     * its times are what the tool says; an error of the API has the name and the times of its scenario.
     */
    private record Injection(
            String name,
            String faultType,
            String startTime,
            String endTime,
            List<Cause> engineConfig,
            List<GroundTruth> groundTruth) {
        static Injection of(Period period, Optional<FaultFacts> fault, List<Cause> causes) {
            return new Injection(
                    period.scenario(),
                    fault.map(FaultFacts::kind).orElse(period.scenario()),
                    time(fault.isEmpty() ? null : fault.get().injected(), period.startNanos()),
                    time(fault.isEmpty() ? null : fault.get().recovered(), period.endNanos()),
                    causes,
                    causes.stream().map(Cause::groundTruth).toList());
        }

        private static String time(@Nullable ToolWord word, long otherwise) {
            return EpochClock.toInstant(word != null && word.confirmed() ? word.time() : otherwise)
                    .toString();
        }
    }

    /** What was wrong, and in which service. */
    private sealed interface Cause {
        String app();

        GroundTruth groundTruth();
    }

    /** A kind of faulty request: which service got it, and what it is expected to answer. */
    private record FaultyRequest(
            String app,
            String chaosType,
            String method,
            String route,
            @Nullable Integer expectedStatus,
            @Nullable String expectedCode,
            @JsonProperty("container_name") @Nullable String container)
            implements Cause {
        @Override
        public GroundTruth groundTruth() {
            return GroundTruth.of(app, container, List.of(method + " " + route));
        }
    }

    /**
     * A fault of the stack.
     *
     * @param spans the endpoints of the requests that it touched
     */
    private record StackFault(
            String app,
            String chaosType,
            String level,
            double dose,
            @JsonProperty("container_name") @Nullable String container,
            @JsonIgnore List<String> spans)
            implements Cause {
        @Override
        public GroundTruth groundTruth() {
            return GroundTruth.of(app, container, spans);
        }
    }

    /** Where a fault is, at each level that RCABench knows. */
    @JsonPropertyOrder({"service", "container", "pod", "span", "function", "metric"})
    private record GroundTruth(
            List<String> service,
            List<String> container,
            List<String> pod,
            List<String> span,
            List<String> function,
            List<String> metric) {
        static GroundTruth of(String service, @Nullable String container, List<String> spans) {
            List<String> containers = container == null ? List.of() : List.of(container);
            return new GroundTruth(List.of(service), containers, containers, spans, List.of(), List.of());
        }
    }
}
