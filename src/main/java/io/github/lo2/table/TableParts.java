package io.github.lo2.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The parts that one scenario adds to the tables of its run, written while its signals come: a file a table.
 *
 * <p>Rows come from many threads; a thread a table writes them. What goes wrong with it is thrown by {@link #finish()}.
 */
public final class TableParts implements AutoCloseable {
    private static final String MEMORY = "256MB";
    private static final ObjectWriter COMPACT = Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

    private static final List<Field<Span>> SPAN_FIELDS = List.of(
            new Field.Whole<>("time", Span::startNanos),
            new Field.Whole<>("duration", span -> span.endNanos() - span.startNanos()),
            new Field.Text<>("trace_id", Span::traceId),
            new Field.Text<>("span_id", Span::spanId),
            new Field.Text<>("parent_span_id", Span::parentSpanId),
            new Field.Text<>("service_name", Span::serviceName),
            new Field.Text<>("span_name", Span::name),
            new Field.Text<>("kind", Span::kind),
            new Field.Text<>("status", Span::status),
            new Field.Text<>("attributes", span -> json(span.attributes())),
            new Field.Text<>("scope_name", Span::scopeName),
            new Field.Text<>("scope_version", Span::scopeVersion));
    private static final List<Field<Sample>> SAMPLE_FIELDS = List.of(
            new Field.Whole<>("time", Sample::epochNanos),
            new Field.Text<>("metric", sample -> sample.series().metric()),
            new Field.Real<>("value", Sample::value),
            new Field.Text<>("service_name", sample -> sample.series().serviceName()),
            new Field.Text<>("labels", sample -> sample.series().labels()));

    private final Path folder;
    private final String scenario;
    private final Map<String, String> serviceNames;
    private final DuckDBConnection connection;
    private final PartWriter<LogRecord> logs;
    private final PartWriter<Span> spans;
    /** Used by the one thread that hands samples over. */
    private PartWriter<Sample> samples;

    private int writers;
    private final AtomicLong logRecordCount = new AtomicLong();
    private long sampleCount;

    /** A sample, or, without a value, the end of a series. */
    private record Sample(
            SeriesColumns series, long epochNanos, @Nullable Double value) {}

    /** What all samples of a series have in common. */
    private record SeriesColumns(String metric, @Nullable String serviceName, String labels) {}

    private TableParts(Path folder, String scenario, Map<String, String> serviceNames) throws SQLException {
        this.folder = folder;
        this.scenario = scenario;
        this.serviceNames = Map.copyOf(serviceNames);
        this.connection = DuckDb.open(1, MEMORY, folder.resolve("spill"));
        this.logs = writer(Table.LOGS, Map.of(), logFields(), LogRecord::container);
        this.spans = writer(Table.SPANS, Map.of("request_id", "NULL"), SPAN_FIELDS, Span::serviceName);
        this.samples = sampleWriter();
    }

    /**
     * Begin the parts of a scenario.
     *
     * @param folder where they are written; made
     * @param scenario the scenario's tag
     * @param serviceNames {@code service.name} of each container that has one, by the container's name
     * @throws TableException when the folder cannot be made
     */
    public static TableParts begin(Path folder, String scenario, Map<String, String> serviceNames) {
        try {
            Files.createDirectories(folder);
            return new TableParts(folder, scenario, serviceNames);
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

    /** Add a series with its samples; by one thread, one series after the other. */
    public void samples(SeriesSamples seriesSamples) {
        Map<String, String> labels = seriesSamples.series().labels();
        var columns = new SeriesColumns(seriesSamples.series().metric(), serviceName(labels), json(labels));
        seriesSamples.visit(new SeriesSamples.Visitor() {
            @Override
            public void sample(long epochNanos, double value) {
                sampleCount++;
                samples.add(new Sample(columns, epochNanos, value));
            }

            @Override
            public void end(long epochNanos) {
                samples.add(new Sample(columns, epochNanos, null));
            }
        });
    }

    /**
     * Add the requests of a ground-truth file.
     *
     * @throws TableException when they cannot be read or written
     */
    public void requests(Path groundTruth) {
        String columns = Table.REQUESTS.columns().stream()
                .map(column -> "%s: '%s'".formatted(column.name(), fileType(column)))
                .collect(Collectors.joining(", ", "{", "}"));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT * REPLACE (make_timestamp_ns(time)::TIMESTAMPTZ_NS AS time) FROM read_json(%s, format = 'newline_delimited', columns = %s) ORDER BY time)%s"
                            .formatted(
                                    DuckDb.literal(groundTruth.toString()),
                                    columns,
                                    DuckDb.toPart(part(Table.REQUESTS))));
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
        try {
            samples.discard();
            samples = sampleWriter();
        } catch (SQLException | IOException e) {
            throw failure(folder, e);
        }
    }

    /** Count the records of logs added so far. */
    public long logRecordCount() {
        return logRecordCount.get();
    }

    /** Count the samples added so far, ends of series not counted. */
    public long sampleCount() {
        return sampleCount;
    }

    /**
     * Complete the parts.
     *
     * @throws TableException when any row could not be written
     */
    public void finish() {
        List<PartWriter<?>> all = List.of(logs, spans, samples);
        all.forEach(PartWriter::end);
        try {
            for (PartWriter<?> writer : all) {
                writer.await();
            }
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
        PartWriter<Sample> current = samples;
        try (connection;
                logs;
                spans;
                current) {
            // All of them, whatever happens.
        } catch (SQLException e) {
            throw failure(folder, e);
        }
    }

    private PartWriter<Sample> sampleWriter() throws SQLException {
        return writer(Table.METRICS, Map.of(), SAMPLE_FIELDS, sample -> "");
    }

    /**
     * Begin a table's part.
     *
     * @param given SQL of the columns that the fields do not hold
     */
    private <T> PartWriter<T> writer(
            Table table, Map<String, String> given, List<Field<T>> fields, Function<T, String> origin)
            throws SQLException {
        writers++;
        String function = table.tableName() + writers;
        var all = new HashMap<String, String>(given);
        all.put("scenario", DuckDb.literal(scenario));
        return new PartWriter<>(
                connection.duplicate(),
                new PartWriter.Query<>(function, fields, table.rowsOf(function + "()", all)),
                part(table),
                "%s of %s".formatted(table.tableName(), scenario),
                origin);
    }

    private Path part(Table table) {
        return folder.resolve(table.tableName() + "-00001.parquet");
    }

    private List<Field<LogRecord>> logFields() {
        return List.of(
                new Field.Whole<>("time", LogRecord::epochNanos),
                new Field.Text<>("service_name", logRecord -> serviceNames.get(logRecord.container())),
                new Field.Text<>("container", LogRecord::container),
                new Field.Whole<>("line", LogRecord::line),
                new Field.Text<>("level", LogRecord::level),
                new Field.Text<>("logger", LogRecord::logger),
                new Field.Text<>("method", LogRecord::method),
                new Field.Text<>("thread", LogRecord::thread),
                new Field.Text<>("prefix", LogRecord::prefix),
                new Field.Text<>("message", LogRecord::message),
                new Field.Text<>("raw", logRecord -> base64(logRecord.raw())),
                new Field.Text<>("request_id", LogRecord::requestId),
                new Field.Text<>("trace_id", LogRecord::traceId));
    }

    /** Find whose metric it is: that of the container it tells of, or of the job that sent it. */
    private @Nullable String serviceName(Map<String, String> labels) {
        String container = serviceNames.get(labels.getOrDefault("name", ""));
        String job = labels.getOrDefault("job", "");
        return container == null && serviceNames.containsValue(job) ? job : container;
    }

    /** Times stand in the file as ns since the epoch. */
    private static String fileType(Column column) {
        return column.type().equals("TIMESTAMPTZ_NS") ? "BIGINT" : column.type();
    }

    private static String json(Map<String, ?> map) {
        try {
            return COMPACT.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static TableException failure(Path folder, Exception cause) {
        return new TableException(
                "the tables in %s cannot be written: %s; free disk space there and record the scenario again"
                        .formatted(folder, cause.getMessage()),
                cause);
    }
}
