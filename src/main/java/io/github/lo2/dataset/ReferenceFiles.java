package io.github.lo2.dataset;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A scenario's files in the reference's layout.
 *
 * <pre>
 *   &lt;container&gt;.log              what the container printed in the window
 *   metrics/
 *     metric_&lt;name&gt;.json         see {@link MetricFile}
 *     traces_&lt;service&gt;.csv       see {@link TraceFile}
 *     last_fetch_time.txt        end of the window, ISO-8601 with UTC offset, whole seconds
 * </pre>
 */
public final class ReferenceFiles implements AutoCloseable {
    private static final DateTimeFormatter FETCH_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path metrics;
    private final Map<String, OutputStream> logs = new LinkedHashMap<>();
    private final Map<String, TraceFile> traces = new LinkedHashMap<>();

    /**
     * Open the files of logs and spans, so that one without records is there and empty.
     *
     * @param folder the scenario's folder
     * @param containers names of the containers
     * @param serviceNames {@code service.name} of each service
     */
    public ReferenceFiles(Path folder, Collection<String> containers, Collection<String> serviceNames)
            throws IOException {
        this.metrics = folder.resolve("metrics");
        Files.createDirectories(metrics);
        for (String container : containers) {
            Path file = folder.resolve(container + ".log");
            logs.put(container, new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        }
        for (String serviceName : serviceNames) {
            traces.put(serviceName, new TraceFile(metrics.resolve("traces_" + serviceName + ".csv")));
        }
    }

    /** Write a line; one of a container that is not on the list has no file in the layout. */
    public void log(LogLine line) throws IOException {
        OutputStream log = logs.get(line.container());
        if (log != null) {
            synchronized (log) {
                log.write(line.bytes());
                log.write('\n');
            }
        }
    }

    /** Write a span; one of a service that is not on the list has no file in the layout. */
    public void span(Span span) throws IOException {
        TraceFile file = traces.get(span.serviceName());
        if (file != null) {
            file.write(span);
        }
    }

    /**
     * Begin the metric files of the window.
     *
     * @param startNanos start of the window, ns since the epoch (UTC)
     * @param endNanos its end
     */
    public MetricFiles metricFiles(long startNanos, long endNanos) {
        return new MetricFiles(metrics, startNanos, endNanos);
    }

    /**
     * Complete the files of a window.
     *
     * @param endNanos its end, ns since the epoch (UTC)
     */
    public void complete(long endNanos) throws IOException {
        close();
        Files.writeString(metrics.resolve("last_fetch_time.txt"), FETCH_TIME.format(EpochClock.toInstant(endNanos)));
    }

    @Override
    public void close() throws IOException {
        for (OutputStream log : logs.values()) {
            synchronized (log) {
                log.close();
            }
        }
        for (TraceFile file : traces.values()) {
            file.close();
        }
    }
}
