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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The parts that one scenario adds to the tables of its run, written while its signals come.
 *
 * <p>Rows come from many threads; one thread of its own writes them, some thousand at a time. The first error is kept and
 * thrown by {@link #finish()}.
 */
public final class TableParts implements AutoCloseable {
    private static final int BATCH_ROWS = 2048;
    private static final int WAITING_BATCHES = 16;
    private static final String MEMORY = "256MB";
    private static final ObjectWriter COMPACT = Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final Map<String, String> serviceNames;
    private final DuckDBConnection connection;
    private final ThreadPoolExecutor thread;
    private final PartWriter<LogRecord> logParts;
    private final PartWriter<Span> spanParts;
    private final PartWriter<Sample> sampleParts;
    private final Batches<LogRecord> logs;
    private final Batches<Span> spans;
    private final Batches<SeriesRow> seriesRows;
    private final Batches<Sample> samples;
    private final AtomicReference<@Nullable Exception> error = new AtomicReference<>();
    /** The series whose samples come, by number; used by the one thread that hands them over. */
    private int series;

    private final AtomicLong logRecordCount = new AtomicLong();
    private long sampleCount;

    /** A sample, or, without a value, the end of a series. */
    private record Sample(
            int series, long epochNanos, @Nullable Double value) {}

    private record SeriesRow(
            int number, String metric, @Nullable String serviceName, String labels) {}

    private TableParts(Path folder, String scenario, Map<String, String> serviceNames) throws SQLException {
        this.folder = folder;
        this.serviceNames = Map.copyOf(serviceNames);
        this.connection = DuckDb.open(1, MEMORY, folder.resolve("spill"));
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_BATCHES),
                task -> new Thread(task, "tables of " + scenario),
                TableParts::waitForRoom);
        Map<String, String> ofScenario = Map.of("scenario", DuckDb.literal(scenario));
        Map<String, String> ofSpans = Map.of("scenario", DuckDb.literal(scenario), "request_id", "NULL");
        this.logParts = parts(Table.LOGS, ofScenario, this::append);
        this.spanParts = parts(Table.SPANS, ofSpans, TableParts::append);
        this.sampleParts = new PartWriter<>(
                connection,
                folder,
                Table.METRICS.tableName(),
                "series INTEGER, time TIMESTAMP_NS, value DOUBLE",
                "SELECT time::TIMESTAMPTZ_NS AS time, %s AS scenario, metric, value, service_name, labels FROM pending_metrics JOIN series USING (series) ORDER BY series, time"
                        .formatted(DuckDb.literal(scenario)),
                TableParts::append);
        execute("CREATE TABLE series (series INTEGER, metric VARCHAR, service_name VARCHAR, labels VARCHAR)");
        this.logs = new Batches<>(logParts::append, LogRecord::container);
        this.spans = new Batches<>(spanParts::append, Span::serviceName);
        this.seriesRows = new Batches<>(this::appendSeries, row -> "");
        this.samples = new Batches<>(sampleParts::append, sample -> "");
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
        if (logs.add(logRecord)) {
            logs.flush();
        }
    }

    /** Add a span. */
    public void span(Span span) {
        if (spans.add(span)) {
            spans.flush();
        }
    }

    /** Add a series with its samples; by one thread, one series after the other. */
    public void samples(SeriesSamples seriesSamples) {
        int number = ++series;
        Map<String, String> labels = seriesSamples.series().labels();
        seriesRows.add(new SeriesRow(number, seriesSamples.series().metric(), serviceName(labels), json(labels)));
        seriesSamples.visit(new SeriesSamples.Visitor() {
            @Override
            public void sample(long epochNanos, double value) {
                sampleCount++;
                add(new Sample(number, epochNanos, value));
            }

            @Override
            public void end(long epochNanos) {
                add(new Sample(number, epochNanos, null));
            }
        });
    }

    /** Add the requests of a ground-truth file. */
    public void requests(Path groundTruth) {
        String columns = Table.REQUESTS.columns().stream()
                .map(column -> "%s: '%s'".formatted(column.name(), fileType(column)))
                .collect(Collectors.joining(", ", "{", "}"));
        submit(() -> execute(
                "COPY (SELECT * REPLACE (make_timestamp_ns(time)::TIMESTAMPTZ_NS AS time) FROM read_json(%s, format = 'newline_delimited', columns = %s) ORDER BY time)%s"
                        .formatted(
                                DuckDb.literal(groundTruth.toString()),
                                columns,
                                DuckDb.toPart(folder.resolve("requests-00001.parquet")))));
    }

    /** Take back all samples: the metrics of the scenario could not be had whole. */
    public void discardSamples() {
        flushSamples();
        sampleCount = 0;
        submit(sampleParts::discard);
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
     * Write what has been added and is not yet in a part.
     *
     * @throws TableException when any row could not be written
     */
    public void finish() {
        logs.flush();
        spans.flush();
        flushSamples();
        Future<?> last = thread.submit(() -> {
            logParts.finish();
            spanParts.finish();
            sampleParts.finish();
            return null;
        });
        try {
            last.get();
        } catch (ExecutionException e) {
            error.compareAndSet(null, e.getCause() instanceof Exception cause ? cause : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            error.compareAndSet(null, e);
        }
        Exception first = error.get();
        if (first != null) {
            throw failure(folder, first);
        }
    }

    /** End the writing; what is not finished is lost. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
            connection.close();
        } catch (SQLException e) {
            throw failure(folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Sample sample) {
        if (samples.add(sample)) {
            flushSamples();
        }
    }

    /** Write the series first: a sample's row is made of both. */
    private void flushSamples() {
        seriesRows.flush();
        samples.flush();
    }

    /**
     * Make the parts of a table.
     *
     * @param same literals of the columns that have the same value in all rows; the format does not write these
     */
    private <T> PartWriter<T> parts(Table table, Map<String, String> same, RowFormat<T> format) throws SQLException {
        String rows = table.rowsOf("pending_" + table.tableName(), same);
        String definition = table.pendingDefinition(same.keySet());
        return new PartWriter<>(connection, folder, table.tableName(), definition, rows, format);
    }

    private void append(LogRecord logRecord, Row row) throws SQLException {
        row.time(logRecord.epochNanos())
                .text(serviceNames.get(logRecord.container()))
                .text(logRecord.container())
                .number(logRecord.line())
                .text(logRecord.level())
                .text(logRecord.logger())
                .text(logRecord.method())
                .text(logRecord.thread())
                .text(logRecord.prefix())
                .text(logRecord.message())
                .bytes(logRecord.raw())
                .text(logRecord.requestId())
                .text(logRecord.traceId());
    }

    private static void append(Span span, Row row) throws SQLException {
        row.time(span.startNanos())
                .number(span.endNanos() - span.startNanos())
                .text(span.traceId())
                .text(span.spanId())
                .text(span.parentSpanId())
                .text(span.serviceName())
                .text(span.name())
                .text(span.kind())
                .text(span.status())
                .text(json(span.attributes()))
                .text(span.scopeName())
                .text(span.scopeVersion());
    }

    private static void append(Sample sample, Row row) throws SQLException {
        row.number(sample.series()).time(sample.epochNanos());
        if (sample.value() == null) {
            row.nothing();
        } else {
            row.number(sample.value().doubleValue());
        }
    }

    private void appendSeries(List<SeriesRow> rows) throws SQLException {
        try (var appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "series")) {
            var row = new Row(appender);
            for (SeriesRow seriesRow : rows) {
                appender.beginRow();
                row.number(seriesRow.number())
                        .text(seriesRow.metric())
                        .text(seriesRow.serviceName())
                        .text(seriesRow.labels());
                appender.endRow();
            }
        }
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

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void submit(Task task) {
        thread.execute(() -> {
            try {
                task.run();
            } catch (SQLException | IOException | RuntimeException e) {
                error.compareAndSet(null, e);
            }
        });
    }

    /** Hold up who hands rows over faster than they can be written; after the end they are let go. */
    private static void waitForRoom(Runnable task, ThreadPoolExecutor executor) {
        try {
            while (!executor.isShutdown() && !executor.getQueue().offer(task, 100, TimeUnit.MILLISECONDS)) {
                // Still no room.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TableException failure(Path folder, Exception cause) {
        return new TableException(
                "the tables in %s cannot be written: %s; free disk space there and record the scenario again"
                        .formatted(folder, cause.getMessage()),
                cause);
    }

    private interface Task {
        void run() throws SQLException, IOException;
    }

    private interface BatchSink<T> {
        void accept(List<T> batch) throws SQLException;
    }

    /**
     * Gathers rows until there are enough for a batch, and puts those of one origin side by side: so the file becomes
     * smaller, at a fraction of what it would cost to sort it.
     */
    private final class Batches<T> {
        private final BatchSink<T> sink;
        private final Function<T, String> origin;
        private final Map<String, List<T>> byOrigin = new LinkedHashMap<>();
        private int size;

        Batches(BatchSink<T> sink, Function<T, String> origin) {
            this.sink = sink;
            this.origin = origin;
        }

        /** Add a row; tells whether there are enough now. */
        synchronized boolean add(T value) {
            byOrigin.computeIfAbsent(origin.apply(value), name -> new ArrayList<>())
                    .add(value);
            size++;
            return size >= BATCH_ROWS;
        }

        synchronized void flush() {
            var full = new ArrayList<T>(size);
            byOrigin.values().forEach(full::addAll);
            byOrigin.clear();
            size = 0;
            submit(() -> sink.accept(full));
        }
    }
}
