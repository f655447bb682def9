package io.github.lo2.table;

import io.github.lo2.signal.FaultTrace;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.SeriesType;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The parts that one scenario adds to the tables of its run, written while its signals come: a file a table.
 *
 * <p>Rows come from many threads; a thread a table writes them. What goes wrong with it is thrown by {@link #finish()}.
 */
public final class TableParts implements AutoCloseable {
    /** Rows keep their order: a join would begin with the requests where there are more of these. */
    private static final String DISABLED_OPTIMIZERS = "join_order,build_side_probe_side," + DuckDb.ONE_FORM;

    private final Path folder;
    private final String scenario;
    private final LogId logId;
    private final Map<String, String> serviceNames;
    private final DuckDBConnection connection;
    /** SQL of what all rows have in common. */
    private final Map<String, String> given;

    private final PartWriter<LogRecord> logs;
    private final PartWriter<Span> spans;
    /** Used by the one thread that hands samples over. */
    private PartWriter<SeriesValue> samples;

    private PartWriter<SeriesValue> before;
    private long seriesCount;
    /** All that were begun. */
    private final List<PartWriter<?>> writers = new ArrayList<>();

    private final AtomicLong logRecordCount = new AtomicLong();
    private long sampleCount;

    private TableParts(Path folder, String run, String scenario, LogId logId, Map<String, String> serviceNames)
            throws SQLException {
        this.folder = folder;
        this.scenario = scenario;
        this.logId = logId;
        this.given = Map.of("run", DuckDb.literal(run), "scenario", DuckDb.literal(scenario));
        this.serviceNames = Map.copyOf(serviceNames);
        this.connection = DuckDb.open(1, DuckDb.PACKING_MEMORY, folder.resolve("spill"));
        boolean begun = false;
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET disabled_optimizers = " + DuckDb.literal(DISABLED_OPTIMIZERS));
            }
            this.logs = writer(
                    Table.LOGS, LogColumns.ALL, new PartWriter.Rows<>(LogRecord::container, TableParts::bytesOfRecord));
            this.spans = writer(
                    Table.SPANS, SpanColumns.ALL, new PartWriter.Rows<>(Span::serviceName, TableParts::bytesOfSpan));
            this.samples = sampleWriter(Table.METRICS);
            this.before = sampleWriter(Table.METRICS_BEFORE);
            begun = true;
        } finally {
            if (!begun) {
                close();
            }
        }
    }

    /**
     * Begin the parts of a scenario.
     *
     * @param folder where they are written; made
     * @param run the name of the run's folder
     * @param scenario the scenario's tag
     * @param logId by which id log records belong to requests
     * @param serviceNames {@code service.name} of each container that has one, by the container's name
     * @throws TableException when the folder cannot be made
     */
    public static TableParts begin(
            Path folder, String run, String scenario, LogId logId, Map<String, String> serviceNames) {
        try {
            Files.createDirectories(folder);
            return new TableParts(folder, run, scenario, logId, serviceNames);
        } catch (IOException | SQLException e) {
            throw failure(folder, e);
        }
    }

    /** Add a record of a log. */
    public void log(LogRecord logRecord) {
        logRecordCount.incrementAndGet();
        logs.add(logRecord);
    }

    /** Add a span. */
    public void span(Span span) {
        spans.add(span);
    }

    /**
     * Add a series with its samples; by one thread, one series after the other.
     *
     * @param startNanos start of the window, ns since the epoch (UTC): a sample from before it may stand in the window of
     *     another scenario, too
     */
    public void samples(SeriesSamples seriesSamples, long startNanos) {
        seriesCount++;
        Map<String, String> labels = seriesSamples.series().labels();
        var columns = new SeriesValue.OfSeries(
                seriesCount,
                seriesSamples.series().metric(),
                type(seriesSamples.series().type()),
                serviceName(labels),
                CompactJson.of(labels));
        seriesSamples.visit(new SeriesSamples.Visitor() {
            @Override
            public void sample(long epochNanos, double value) {
                if (epochNanos >= startNanos) {
                    sampleCount++;
                }
                add(epochNanos, value);
            }

            @Override
            public void end(long epochNanos) {
                add(epochNanos, null);
            }

            private void add(long epochNanos, @Nullable Double value) {
                (epochNanos < startNanos ? before : samples).add(new SeriesValue(columns, epochNanos, value));
            }
        });
    }

    /**
     * Find the requests that were exposed to something. No span may be added any more.
     *
     * @param groundTruth the file with the requests
     * @throws TableException when they cannot be read
     */
    public List<FaultTrace> exposed(Path groundTruth, Exposure exposure) {
        spans.end();
        try {
            spans.await();
            String sql = exposure.sql(
                    GroundTruth.rows(List.of(groundTruth), given), DuckDb.parquet(List.of(raw(Table.SPANS))));
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(sql)) {
                var exposed = new ArrayList<FaultTrace>();
                while (found.next()) {
                    exposed.add(new FaultTrace(found.getLong(1), found.getString(2), false, true));
                }
                return exposed;
            }
        } catch (SQLException e) {
            throw failure(folder, e);
        } catch (ExecutionException e) {
            throw failure(folder, e.getCause() instanceof Exception cause ? cause : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(folder, e);
        }
    }

    /**
     * Add the requests of a ground-truth file.
     *
     * @throws TableException when they cannot be read or written
     */
    public void requests(Path groundTruth) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COPY (%s ORDER BY \"time\")%s"
                    .formatted(
                            GroundTruth.rows(List.of(groundTruth), given),
                            DuckDb.toTable(Table.REQUESTS, part(Table.REQUESTS))));
        } catch (SQLException e) {
            throw failure(folder, e);
        }
    }

    /**
     * Take back all samples: the metrics of the scenario could not be had whole.
     *
     * @throws TableException when they cannot be taken back
     */
    public void discardSamples() {
        sampleCount = 0;
        seriesCount = 0;
        try {
            samples.discard();
            before.discard();
            samples = sampleWriter(Table.METRICS);
            before = sampleWriter(Table.METRICS_BEFORE);
        } catch (SQLException | IOException e) {
            throw failure(folder, e);
        }
    }

    /** Count the records of logs added so far. */
    public long logRecordCount() {
        return logRecordCount.get();
    }

    /** Count the samples of the window added so far, ends of series not counted. */
    public long sampleCount() {
        return sampleCount;
    }

    /**
     * Complete the parts.
     *
     * @throws TableException when any row could not be written
     */
    public void finish() {
        List<PartWriter<?>> all = List.of(logs, spans, samples, before);
        all.forEach(PartWriter::end);
        try {
            for (PartWriter<?> writer : all) {
                writer.await();
            }
            for (Table table : Table.OF_SCENARIO) {
                if (table != Table.REQUESTS) {
                    complete(table);
                }
            }
        } catch (SQLException | IOException e) {
            throw failure(folder, e);
        } catch (ExecutionException e) {
            throw failure(folder, e.getCause() instanceof Exception cause ? cause : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(folder, e);
        }
    }

    /** End the writing; what is not finished is lost. */
    @Override
    public void close() {
        try (connection) {
            closeFrom(0);
        } catch (SQLException e) {
            throw failure(folder, e);
        }
    }

    /** Close the writers from one on: all of them, whatever happens. */
    private void closeFrom(int index) throws SQLException {
        if (index < writers.size()) {
            PartWriter<?> writer = writers.get(index);
            try (writer) {
                closeFrom(index + 1);
            }
        }
    }

    /**
     * Write a table's part as it will stand in the run's table: with what its requests tell, and packed well. Done here, while
     * the next scenario is recorded, so that the run's table needs only to be put together at the end.
     */
    private void complete(Table table) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            String raw = DuckDb.parquet(List.of(raw(table)));
            Path requests = part(Table.REQUESTS);
            String rows = Files.exists(requests)
                    ? Column.filled(
                            table.columns(),
                            raw,
                            table == Table.LOGS ? logId.column() : "trace_id",
                            DuckDb.parquet(List.of(requests)))
                    : "SELECT * FROM " + raw;
            statement.execute("COPY (" + rows + ")" + DuckDb.toTable(table, part(table)));
        }
        Files.delete(raw(table));
    }

    private PartWriter<SeriesValue> sampleWriter(Table table) throws SQLException {
        return writer(table, MetricColumns.ALL, new PartWriter.Rows<>(value -> "", value -> 0));
    }

    private <T> PartWriter<T> writer(Table table, List<Column<T>> columns, PartWriter.Rows<T> rows)
            throws SQLException {
        String function = table.tableName() + (writers.size() + 1);
        var writer = PartWriter.begin(
                connection,
                new PartWriter.Query<>(function, Column.fields(columns), table.rowsOf(function + "()", given(table))),
                raw(table),
                "%s of %s".formatted(table.tableName(), scenario),
                rows);
        writers.add(writer);
        return writer;
    }

    /** A record says which container wrote it, and the run which service that is. */
    private Map<String, String> given(Table table) {
        if (table != Table.LOGS) {
            return given;
        }
        var ofLogs = new HashMap<String, String>(given);
        ofLogs.put(
                "service_name",
                serviceNames.entrySet().stream()
                        .map(service -> " WHEN %s THEN %s"
                                .formatted(DuckDb.literal(service.getKey()), DuckDb.literal(service.getValue())))
                        .sorted()
                        .collect(Collectors.joining("", "CASE container WHEN NULL THEN NULL", " END")));
        return ofLogs;
    }

    /** Name the file that takes a table's rows as they come. */
    private Path raw(Table table) {
        return folder.resolve(table.tableName() + ".raw");
    }

    private Path part(Table table) {
        return folder.resolve(table.tableName() + "-00001.parquet");
    }

    /** Find whose metric it is: that of the container it tells of, or of the job that sent it. */
    private @Nullable String serviceName(Map<String, String> labels) {
        String container = serviceNames.get(labels.getOrDefault("name", ""));
        String job = labels.getOrDefault("job", "");
        return container == null && serviceNames.containsValue(job) ? job : container;
    }

    private static long bytesOfRecord(LogRecord logRecord) {
        byte[] raw = logRecord.raw();
        return (long) logRecord.prefix().length() + logRecord.message().length() + (raw == null ? 0 : raw.length);
    }

    /** Count what may be long of a span: texts among its attributes. */
    private static long bytesOfSpan(Span span) {
        long bytes = span.name().length();
        for (Object value : span.attributes().values()) {
            bytes += value instanceof String text ? text.length() : bytesOfValue(value);
        }
        return bytes;
    }

    private static long bytesOfValue(Object value) {
        return value instanceof List<?> values
                ? values.stream()
                        .mapToLong(each -> each instanceof String text ? text.length() : Long.BYTES)
                        .sum()
                : Long.BYTES;
    }

    private static @Nullable String type(SeriesType type) {
        return type == SeriesType.UNKNOWN ? null : type.name().toLowerCase(Locale.ROOT);
    }

    private static TableException failure(Path folder, Exception cause) {
        return new TableException(
                "the tables in %s cannot be written: %s; free disk space there and record the scenario again"
                        .formatted(folder, cause.getMessage()),
                cause);
    }
}
