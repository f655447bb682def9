package io.github.lo2.export;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.lo2.dataset.Disk;
import io.github.lo2.dataset.LocustLog;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.MetricFiles;
import io.github.lo2.dataset.PlainName;
import io.github.lo2.dataset.ReferenceFiles;
import io.github.lo2.dataset.RunLog;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFolder;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.table.Column;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run in the reference's layout, from its tables: what {@code lo2.formats=lo2} would have kept when it was recorded.
 *
 * <pre>
 * run_log.log                  copied
 * &lt;tag&gt;/
 *   requests.jsonl             the ground truth
 *   &lt;container&gt;.log  …         each that was captured, and locust.log; byte by byte
 *   metrics/                   samples at full seconds; spans of each service; last_fetch_time.txt
 * </pre>
 *
 * <p>Each file has the bytes of the one recorded, but for the trace files: these have their spans in the order of their
 * starts, and not in that of their arrival, which the tables do not know.
 */
public final class ReferenceExport {
    private static final ObjectReader LABELS = Json.MAPPER.readerFor(new TypeReference<TreeMap<String, String>>() {});
    private static final ObjectReader ATTRIBUTES =
            Json.MAPPER.readerFor(new TypeReference<LinkedHashMap<String, Object>>() {});

    /** One line of JSON as Python writes it: ASCII only, hexadecimal digits in lower case. */
    private static final ObjectWriter REQUEST = Json.MAPPER
            .writer()
            .without(SerializationFeature.INDENT_OUTPUT)
            .without(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .with(JsonWriteFeature.ESCAPE_NON_ASCII);

    /** The trace files have spans under the name that the agent gave them: without the route where that is the request's. */
    private static final String AGENTS_NAME =
            "if(route IS NULL OR json_exists(attributes, '$.\"http.route\"'), span_name, left(span_name, length(span_name) - length(route) - 1))";

    private final Path run;
    private final Path folder;

    /**
     * Prepare an export.
     *
     * @param run the folder of a complete run with tables
     * @param folder the folder to write; it must not be there
     */
    public ReferenceExport(Path run, Path folder) {
        this.run = run;
        this.folder = folder;
    }

    /**
     * Write the scenarios. The folder has a hidden name until it is complete.
     *
     * @return their folders, in the order of the run
     * @throws io.github.lo2.dataset.DatasetException when the run is not complete or has no tables
     * @throws ExportException when its manifest names no containers, or a file cannot be written
     */
    public List<Path> write() {
        SortedMap<String, @Nullable String> containers = containers();
        Path hidden = folder.resolveSibling("." + folder.getFileName() + ".part");
        try (TableViews tables = RunTables.of(run)) {
            if (Files.exists(hidden)) {
                PathUtils.deleteDirectory(hidden);
            }
            Files.createDirectories(hidden);
            List<Window> windows = tables.ask(
                    "SELECT scenario, epoch_ns(start_time), epoch_ns(end_time) FROM scenarios ORDER BY ordinal",
                    row -> new Window(row.getString(1), row.getLong(2), row.getLong(3)));
            for (Window window : windows) {
                write(tables, window, containers, hidden.resolve(window.scenario()));
            }
            if (Files.exists(run.resolve(RunLog.FILE_NAME))) {
                Files.copy(run.resolve(RunLog.FILE_NAME), hidden.resolve(RunLog.FILE_NAME));
            }
            Disk.publish(hidden, folder);
            return windows.stream()
                    .map(window -> folder.resolve(window.scenario()))
                    .toList();
        } catch (IOException e) {
            throw new ExportException(
                    "%s cannot be exported to %s: %s; free disk space there or choose another folder"
                            .formatted(run, folder, e),
                    e);
        }
    }

    /** Read which containers and services there were: one that said nothing has an empty file. */
    private SortedMap<String, @Nullable String> containers() {
        RunTables.require(run);
        SortedMap<String, @Nullable String> containers =
                Manifest.of(run).stack().containers();
        if (containers.isEmpty()) {
            throw new ExportException(
                    "the manifest of %s names no containers; expected those that were recorded in its member stack.containers; record the run again"
                            .formatted(run));
        }
        return containers;
    }

    private static void write(
            TableViews tables, Window window, SortedMap<String, @Nullable String> containers, Path scenario)
            throws IOException {
        var logs = new ArrayList<>(containers.keySet());
        logs.add(LocustLog.CONTAINER);
        List<String> serviceNames =
                containers.values().stream().filter(Objects::nonNull).toList();
        try (var files = new ReferenceFiles(scenario, logs, serviceNames)) {
            writeRequests(tables, window, scenario.resolve(ScenarioFolder.REQUESTS));
            tables.visit(
                    "SELECT container, epoch_ns(time), prefix, message, raw FROM logs WHERE scenario = ? ORDER BY container, line",
                    row -> files.log(new LogLine(row.getString(1), row.getLong(2), bytes(row))),
                    window.scenario());
            tables.visit("""
                    SELECT service_name, trace_id, span_id, parent_span_id, %s AS span_name, kind, epoch_ns(time) AS start,
                        epoch_ns(time) + duration AS "end", status, scope_name, scope_version, attributes
                    FROM spans WHERE scenario = ? ORDER BY time, span_id
                    """.formatted(AGENTS_NAME), row -> files.span(span(row)), window.scenario());
            try (MetricFiles metrics = files.metricFiles(window.startNanos(), window.endNanos())) {
                writeMetrics(tables, window, metrics);
            }
            files.complete(window.endNanos());
        }
    }

    /** Write them as Locust does, in the order of their ends: that is when it writes them down. */
    private static void writeRequests(TableViews tables, Window window, Path file) throws IOException {
        List<String> members = Table.REQUESTS.columns().stream()
                .filter(Column::isRead)
                .map(Column::name)
                .toList();
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            tables.visit(
                    "SELECT * REPLACE (epoch_ns(time) AS time) FROM requests WHERE scenario = ? ORDER BY epoch_ns(time) + duration",
                    row -> {
                        var request = new LinkedHashMap<String, @Nullable Object>();
                        for (String member : members) {
                            request.put(member, row.getObject(member));
                        }
                        output.write(REQUEST.writeValueAsBytes(request));
                        output.write('\n');
                    },
                    window.scenario());
        }
    }

    private static void writeMetrics(TableViews tables, Window window, MetricFiles metrics) throws IOException {
        // Series come in the order in which they were recorded, those of a metric together.
        tables.visit("""
                SELECT metric, labels, list(epoch_ns(time) ORDER BY time) AS times,
                    list("value" ORDER BY time) AS "values"
                FROM samples WHERE scenario = ?
                GROUP BY series, metric, labels ORDER BY series
                """, row -> metrics.write(samples(row)), window.scenario());
    }

    private static Span span(ResultSet row) throws SQLException, IOException {
        return new Span(
                row.getString("service_name"),
                row.getString("trace_id"),
                row.getString("span_id"),
                Objects.requireNonNullElse(row.getString("parent_span_id"), ""),
                row.getString("span_name"),
                row.getString("kind"),
                row.getLong("start"),
                row.getLong("end"),
                row.getString("status"),
                row.getString("scope_name"),
                row.getString("scope_version"),
                ATTRIBUTES.readValue(row.getString("attributes")));
    }

    private static SeriesSamples samples(ResultSet row) throws SQLException, IOException {
        SortedMap<String, String> labels = LABELS.readValue(row.getString("labels"));
        var samples = new SeriesSamples(new Series(row.getString("metric"), labels));
        Object[] times = (Object[]) row.getArray("times").getArray();
        Object[] values = (Object[]) row.getArray("values").getArray();
        for (int i = 0; i < times.length; i++) {
            long time = (Long) times[i];
            if (values[i] == null) {
                samples.endAt(time);
            } else {
                samples.add(time, (Double) values[i]);
            }
        }
        return samples;
    }

    private static byte[] bytes(ResultSet row) throws SQLException {
        byte[] raw = row.getBytes("raw");
        return raw != null
                ? raw
                : (row.getString("prefix") + row.getString("message")).getBytes(StandardCharsets.UTF_8);
    }

    /** A scenario's window; ns since the epoch (UTC). */
    private record Window(String scenario, long startNanos, long endNanos) {
        Window {
            PlainName.check("scenario", scenario);
        }
    }
}
