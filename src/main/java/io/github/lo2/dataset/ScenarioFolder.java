package io.github.lo2.dataset;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.capture.LogRecordReader;
import io.github.lo2.capture.SignalWriter;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Format;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Span;
import io.github.lo2.table.TableParts;
import io.github.lo2.table.TableViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one scenario; hidden until it is sealed.
 *
 * <pre>
 * &lt;tag&gt;/
 *   locust.log                   Locust's own log
 *   requests.jsonl               the ground truth, a line a request, see {@link io.github.lo2.signal.Request}
 *   …                            see {@link ReferenceFiles}
 *   scenario.json                see {@link ScenarioFacts}
 *   SHA256SUMS                   checksums of all of these
 *   .parts/                      what it adds to the tables, with checksums of its own; until the run is complete
 * </pre>
 *
 * <p>When only tables are kept, only the last three are there. The parts are hidden, so that the list of what stays is
 * never written again. Log lines and spans are written as they come, from many
 * threads. The first error is kept and thrown when the folder is sealed.
 */
public final class ScenarioFolder implements SignalWriter {
    /** The file in it of what is known of it. */
    public static final String FACTS = "scenario.json";
    /** The file in it of the ground truth. */
    public static final String REQUESTS = "requests.jsonl";
    /** The hidden folder in it of what it adds to the tables. */
    public static final String PARTS = ".parts";

    /** The name of the run's folder. */
    private final String run;

    private final Path hidden;
    private final Path sealed;
    private final Set<Format> formats;
    private final LogFormats logFormats;
    private final Map<String, LogRecordReader> readers = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable IOException> error = new AtomicReference<>();
    private @Nullable ReferenceFiles reference;
    private @Nullable TableParts parts;

    private ScenarioFolder(String run, Path hidden, Path sealed, Set<Format> formats, LogFormats logFormats) {
        this.run = run;
        this.hidden = hidden;
        this.sealed = sealed;
        this.formats = formats;
        this.logFormats = logFormats;
    }

    static ScenarioFolder create(Path run, String tag, Set<Format> formats, LogFormats logFormats) {
        Path hidden = hidden(run, tag);
        try {
            if (Files.exists(hidden)) {
                PathUtils.deleteDirectory(hidden);
            }
            Files.createDirectories(hidden);
            return new ScenarioFolder(run.getFileName().toString(), hidden, run.resolve(tag), formats, logFormats);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be made: %s".formatted(hidden, e), e);
        }
    }

    /** Name the folder of a scenario that is not sealed. */
    static Path hidden(Path run, String tag) {
        return run.resolve("." + tag + ".part");
    }

    /**
     * Compare the files of a sealed folder with their checksums.
     *
     * @return how many there are
     * @throws DatasetException naming what is different, or the list that cannot be read
     */
    static int check(Path sealed) {
        return check(sealed, "") + check(sealed.resolve(PARTS), PARTS + "/");
    }

    /** Name the file of the ground truth. */
    public Path requests() {
        return hidden.resolve(REQUESTS);
    }

    /** Name the file of Locust's own log. */
    public Path locustLog() {
        return hidden.resolve("locust.log");
    }

    /**
     * Open what takes the window's signals.
     *
     * @param containers names of the containers
     * @param serviceNames {@code service.name} of each container that is a service, by the container's name
     */
    public void open(Collection<String> containers, Map<String, String> serviceNames) {
        TableParts begun = TableParts.begin(
                hidden.resolve(PARTS), run, sealed.getFileName().toString(), serviceNames);
        parts = begun;
        try {
            if (formats.contains(Format.LO2)) {
                reference = new ReferenceFiles(hidden, containers, serviceNames.values());
            }
        } catch (IOException e) {
            throw failure("cannot be written", e);
        }
        containers.forEach(container -> readers.put(container, new LogRecordReader(logFormats, begun::log)));
    }

    @Override
    public void log(LogLine line) {
        LogRecordReader reader = readers.get(line.container());
        if (reader == null) {
            return; // a container that is not part of the stack's list has no log in a run
        }
        synchronized (reader) {
            reader.accept(line);
        }
        try {
            if (reference != null) {
                reference.log(line);
            }
        } catch (IOException e) {
            error.compareAndSet(null, e);
        }
    }

    @Override
    public void span(Span span) {
        parts().span(span);
        try {
            if (reference != null) {
                reference.span(span);
            }
        } catch (IOException e) {
            error.compareAndSet(null, e);
        }
    }

    /**
     * Begin the metrics of the window.
     *
     * @param startNanos start of the window, ns since the epoch (UTC)
     * @param endNanos its end
     */
    public ScenarioMetrics metrics(long startNanos, long endNanos) {
        return new ScenarioMetrics(
                startNanos,
                parts(),
                Optional.ofNullable(reference).map(files -> files.metricFiles(startNanos, endNanos)));
    }

    /**
     * Complete what the scenario adds to the tables.
     *
     * @param startNanos start of the window, ns since the epoch (UTC)
     * @throws io.github.lo2.table.TableException when any row could not be written
     */
    public void completeTables(long startNanos) {
        readers.values().forEach(reader -> {
            synchronized (reader) {
                reader.finish();
            }
        });
        LocustLog.read(locustLog(), startNanos, logFormats, parts()::log);
        parts().requests(requests());
        parts().finish();
    }

    /** Open what the scenario adds to the tables, when it is complete; the caller closes it. */
    public TableViews tables() {
        return RunTables.ofParts(hidden.resolve(PARTS));
    }

    /** Count the records of all its logs so far. */
    public long logRecordCount() {
        return parts().logRecordCount();
    }

    /** Count the samples of its metrics so far. */
    public long sampleCount() {
        return parts().sampleCount();
    }

    /**
     * Complete the files, bring them to the disk and give the folder its name.
     *
     * @throws DatasetException when any file of it could not be written; it then keeps its hidden name
     */
    public void seal(ScenarioFacts facts) {
        try {
            parts().close();
            if (reference == null) {
                Files.deleteIfExists(requests());
                Files.deleteIfExists(locustLog());
            } else {
                reference.complete(facts.endTime());
            }
            IOException first = error.get();
            if (first != null) {
                throw first;
            }
            Json.MAPPER.writeValue(hidden.resolve(FACTS).toFile(), facts);
            Path ofTables = hidden.resolve(PARTS);
            Checksums.of(ofTables, Set.of()).write(ofTables);
            Checksums.of(hidden, Set.of()).write(hidden);
            Disk.publish(hidden, sealed);
        } catch (IOException e) {
            throw failure("cannot be completed", e);
        }
    }

    /** Close the files of a scenario that will not be sealed; it keeps its hidden name. */
    public void abandon() {
        try {
            close();
        } catch (IOException e) {
            error.compareAndSet(null, e);
        }
    }

    /** Delete the folder of a scenario that was prepared and not begun. */
    public void discard() {
        try {
            close();
            PathUtils.deleteDirectory(hidden);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be deleted: %s".formatted(hidden, e), e);
        }
    }

    private static int check(Path folder, String prefix) {
        Checksums listed = Checksums.read(folder);
        String differences = listed.differences(Checksums.of(folder, Set.of())).stream()
                .map(difference -> prefix + difference)
                .collect(Collectors.joining("; "));
        if (!differences.isEmpty()) {
            throw new DatasetException(differences, null);
        }
        return listed.paths().size();
    }

    private void close() throws IOException {
        if (parts != null) {
            parts.close();
        }
        if (reference != null) {
            reference.close();
        }
    }

    private TableParts parts() {
        if (parts == null) {
            throw new IllegalStateException("%s has not been opened".formatted(hidden));
        }
        return parts;
    }

    private DatasetException failure(String what, IOException cause) {
        return new DatasetException(
                "%s %s: %s; free disk space there and record the scenario again".formatted(hidden, what, cause), cause);
    }
}
