package io.github.lo2.dataset;

import io.github.lo2.signal.SeriesSamples;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metric files of one scenario, written a series at a time: the series of a metric come together, so one file is open.
 */
public final class MetricFiles implements AutoCloseable {
    private final Path folder;
    private final long startNanos;
    private final long endNanos;
    private final List<Path> written = new ArrayList<>();
    private final Set<String> finished = new HashSet<>();
    private @Nullable String metric;
    private @Nullable MetricFile file;

    MetricFiles(Path folder, long startNanos, long endNanos) {
        this.folder = folder;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    /**
     * Write a series; one without a value at any full second of the window is left out.
     *
     * @throws DatasetException when it cannot be written
     * @throws IllegalArgumentException when series of another metric came between it and others of its own
     */
    public void write(SeriesSamples samples) {
        if (!MetricFile.hasValues(samples, startNanos, endNanos)) {
            return;
        }
        try {
            fileOf(samples.series().metric()).write(samples);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be written: %s; free disk space there and record the scenario again"
                            .formatted(folder, e),
                    e);
        }
    }

    /** Delete what was written: the metrics of the scenario could not be had whole. */
    public void discard() {
        try {
            close();
        } finally {
            delete();
        }
    }

    private void delete() {
        try {
            for (Path path : written) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new DatasetException("%s cannot be emptied: %s".formatted(folder, e), e);
        }
    }

    @Override
    public void close() {
        try {
            finish();
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be written: %s; free disk space there and record the scenario again"
                            .formatted(folder, e),
                    e);
        }
    }

    private MetricFile fileOf(String name) throws IOException {
        if (file != null && name.equals(metric)) {
            return file;
        }
        finish();
        if (!finished.add(name)) {
            throw new IllegalArgumentException("the series of %s do not come together".formatted(name));
        }
        Path path = folder.resolve("metric_" + name.replace('/', '_') + ".json");
        written.add(path);
        file = new MetricFile(startNanos, endNanos, new BufferedOutputStream(Files.newOutputStream(path), 1 << 16));
        metric = name;
        return file;
    }

    private void finish() throws IOException {
        if (file != null) {
            MetricFile open = file;
            file = null;
            open.close();
        }
    }
}
