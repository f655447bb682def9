package io.github.lo2.dataset;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.lo2.capture.LogFormats;
import io.github.lo2.capture.LogRecordReader;
import io.github.lo2.capture.SignalWriter;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Format;
import io.github.lo2.signal.FaultTrace;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import io.github.lo2.table.Exposure;
import io.github.lo2.table.TableParts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scenario that takes the signals of its window.
 *
 * <p>Log lines and spans are written as they come, from many threads. The first error is kept and thrown when the scenario
 * is sealed. Closing it ends the writing; it keeps its hidden name.
 */
public final class OpenScenario implements SignalWriter, AutoCloseable {
    /** Writes a value a line. */
    private static final ObjectWriter LINES =
            Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).withRootValueSeparator("\n");

    private final ScenarioFolder folder;
    private final LogFormats logFormats;
    private final TableParts parts;
    private final Optional<ReferenceFiles> reference;
    private final Map<String, LogRecordReader> readers;
    private final AtomicReference<@Nullable IOException> error = new AtomicReference<>();

    private OpenScenario(
            ScenarioFolder folder,
            LogFormats logFormats,
            TableParts parts,
            Optional<ReferenceFiles> reference,
            Collection<String> containers) {
        this.folder = folder;
        this.logFormats = logFormats;
        this.parts = parts;
        this.reference = reference;
        this.readers = containers.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), container -> new LogRecordReader(logFormats, parts::log)));
    }

    static OpenScenario open(
            ScenarioFolder folder,
            Set<Format> formats,
            LogFormats logFormats,
            LogId logId,
            Collection<String> containers,
            Map<String, String> serviceNames) {
        TableParts parts = TableParts.begin(folder.parts(), folder.run(), folder.tag(), logId, serviceNames);
        try {
            Optional<ReferenceFiles> reference = formats.contains(Format.LO2)
                    ? Optional.of(new ReferenceFiles(folder.hidden(), containers, serviceNames.values()))
                    : Optional.empty();
            return new OpenScenario(folder, logFormats, parts, reference, containers);
        } catch (IOException e) {
            try (parts) {
                throw folder.failure("cannot be written", e);
            }
        }
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
        keepingErrors(files -> files.log(line));
    }

    @Override
    public Path folder() {
        return folder.hidden();
    }

    @Override
    public void span(Span span) {
        parts.span(span);
        keepingErrors(files -> files.span(span));
    }

    /**
     * Begin the metrics of the window.
     *
     * @param startNanos start of the window, ns since the epoch (UTC)
     * @param endNanos its end
     */
    public ScenarioMetrics metrics(long startNanos, long endNanos) {
        return new ScenarioMetrics(startNanos, parts, reference.map(files -> files.metricFiles(startNanos, endNanos)));
    }

    /**
     * Take no more signals, and complete what the scenario adds to the tables.
     *
     * @param startNanos start of the window, ns since the epoch (UTC)
     * @param hits the requests that a fault of the stack hit
     * @param exposure what requests were exposed to, if not hit
     * @throws io.github.lo2.table.TableException when any row could not be written
     */
    public RecordedScenario complete(long startNanos, List<FaultTrace> hits, Optional<Exposure> exposure) {
        readers.values().forEach(reader -> {
            synchronized (reader) {
                reader.finish();
            }
        });
        LocustLog.read(folder.locustLog(), startNanos, logFormats, parts::log);
        var faulted = new ArrayList<FaultTrace>(hits);
        exposure.ifPresent(to -> faulted.addAll(parts.exposed(folder.requests(), to)));
        if (!faulted.isEmpty()) {
            write(faulted);
        }
        parts.requests(folder.requests());
        parts.finish();
        return new RecordedScenario(folder, parts, reference, error);
    }

    /**
     * End the writing.
     *
     * @throws DatasetException when a file cannot be closed
     */
    @Override
    public void close() {
        try (parts) {
            if (reference.isPresent()) {
                reference.get().close();
            }
        } catch (IOException e) {
            throw folder.failure("cannot be closed", e);
        }
    }

    private void write(List<FaultTrace> faulted) {
        try (BufferedWriter file = Files.newBufferedWriter(folder.faults());
                SequenceWriter lines = LINES.writeValues(file)) {
            for (FaultTrace trace : faulted) {
                lines.write(trace);
            }
        } catch (IOException e) {
            throw folder.failure("cannot be written", e);
        }
    }

    private void keepingErrors(Writing writing) {
        try {
            if (reference.isPresent()) {
                writing.to(reference.get());
            }
        } catch (IOException e) {
            error.compareAndSet(null, e);
        }
    }

    private interface Writing {
        void to(ReferenceFiles files) throws IOException;
    }
}
