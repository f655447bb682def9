package io.github.lo2.dataset;

import io.github.lo2.capture.SignalWriter;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one scenario; hidden until it is sealed.
 *
 * <pre>
 * &lt;tag&gt;/
 *   &lt;container&gt;.log              what the container printed in the window
 *   locust.log                   Locust's own log
 *   requests.jsonl               the ground truth, a line a request, see {@link io.github.lo2.signal.Request}
 *   metrics/
 *     metric_&lt;name&gt;.json         see {@link MetricFile}
 *     traces_&lt;service&gt;.csv       see {@link TraceFile}
 *     last_fetch_time.txt        end of the window, ISO-8601 with UTC offset, whole seconds
 * </pre>
 *
 * <p>Log lines and spans are written as they come, from many threads. The first error is kept and thrown when the folder
 * is sealed.
 */
public final class ScenarioFolder implements SignalWriter {
    private static final DateTimeFormatter FETCH_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private final Path hidden;
    private final Path sealed;
    private final Map<String, OutputStream> logs = new ConcurrentHashMap<>();
    private final Map<String, TraceFile> traces = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable IOException> error = new AtomicReference<>();

    private ScenarioFolder(Path hidden, Path sealed) {
        this.hidden = hidden;
        this.sealed = sealed;
    }

    static ScenarioFolder create(Path run, String tag) {
        Path hidden = run.resolve("." + tag + ".part");
        try {
            if (Files.exists(hidden)) {
                PathUtils.deleteDirectory(hidden);
            }
            Files.createDirectories(hidden.resolve("metrics"));
            return new ScenarioFolder(hidden, run.resolve(tag));
        } catch (IOException e) {
            throw new DatasetException("%s cannot be made: %s".formatted(hidden, e), e);
        }
    }

    /** Name the file of the ground truth. */
    public Path requests() {
        return hidden.resolve("requests.jsonl");
    }

    /** Name the file of Locust's own log. */
    public Path locustLog() {
        return hidden.resolve("locust.log");
    }

    /**
     * Open the files of the window's logs and spans, so that one without records is there and empty.
     *
     * @param containers names of the containers
     * @param serviceNames {@code service.name} of each service
     */
    public void open(List<String> containers, List<String> serviceNames) {
        try {
            for (String container : containers) {
                Path file = hidden.resolve(container + ".log");
                logs.put(container, new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
            }
            for (String serviceName : serviceNames) {
                traces.put(serviceName, new TraceFile(metrics().resolve("traces_" + serviceName + ".csv")));
            }
        } catch (IOException e) {
            throw new DatasetException("%s cannot be written: %s".formatted(hidden, e), e);
        }
    }

    @Override
    public void log(LogLine line) {
        OutputStream log = logs.get(line.container());
        if (log == null) {
            return; // a container that is not part of the stack's list has no file in the layout
        }
        try {
            synchronized (log) {
                log.write(line.bytes());
                log.write('\n');
            }
        } catch (IOException e) {
            error.compareAndSet(null, e);
        }
    }

    @Override
    public void span(Span span) {
        try {
            TraceFile file = traces.get(span.serviceName());
            if (file != null) {
                file.write(span);
            }
        } catch (IOException e) {
            error.compareAndSet(null, e);
        }
    }

    /**
     * Begin the metric files of the window.
     *
     * @param startNanos start of the window, ns since the epoch (UTC)
     * @param endNanos its end
     */
    public MetricFiles metricFiles(long startNanos, long endNanos) {
        return new MetricFiles(metrics(), startNanos, endNanos);
    }

    /**
     * Complete the files and give the folder its name.
     *
     * @param endNanos end of the window, ns since the epoch (UTC)
     * @throws DatasetException when any file of it could not be written; it then keeps its hidden name
     */
    public void seal(long endNanos) {
        try {
            closeFiles();
            Files.writeString(
                    metrics().resolve("last_fetch_time.txt"), FETCH_TIME.format(EpochClock.toInstant(endNanos)));
            IOException first = error.get();
            if (first != null) {
                throw first;
            }
            Files.move(hidden, sealed, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be completed: %s; free disk space there and record the scenario again"
                            .formatted(hidden, e),
                    e);
        }
    }

    /** Close the files of a scenario that will not be sealed; it keeps its hidden name. */
    public void abandon() {
        try {
            closeFiles();
        } catch (IOException e) {
            error.compareAndSet(null, e);
        }
    }

    /** Delete the folder of a scenario that was prepared and not begun. */
    public void discard() {
        try {
            closeFiles();
            PathUtils.deleteDirectory(hidden);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be deleted: %s".formatted(hidden, e), e);
        }
    }

    private void closeFiles() throws IOException {
        for (OutputStream log : logs.values()) {
            synchronized (log) {
                log.close();
            }
        }
        for (TraceFile file : traces.values()) {
            file.close();
        }
    }

    private Path metrics() {
        return hidden.resolve("metrics");
    }
}
