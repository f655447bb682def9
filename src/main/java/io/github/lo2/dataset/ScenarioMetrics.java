package io.github.lo2.dataset;

import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.table.TableParts;
import java.util.Optional;

/** Takes the series of one scenario, one after the other, those of a metric together. */
public final class ScenarioMetrics implements AutoCloseable {
    private final TableParts parts;
    private final Optional<MetricFiles> files;
    private final long startNanos;
    private long seriesCount;

    ScenarioMetrics(long startNanos, TableParts parts, Optional<MetricFiles> files) {
        this.startNanos = startNanos;
        this.parts = parts;
        this.files = files;
    }

    /**
     * Write a series.
     *
     * @throws DatasetException when it cannot be written
     * @throws IllegalArgumentException when series of another metric came between it and others of its own
     */
    public void write(SeriesSamples samples) {
        seriesCount++;
        parts.samples(samples, startNanos);
        files.ifPresent(each -> each.write(samples));
    }

    /** Count the series written. */
    public long seriesCount() {
        return seriesCount;
    }

    /** Take back what was written: the metrics of the scenario could not be had whole. */
    public void discard() {
        seriesCount = 0;
        parts.discardSamples();
        files.ifPresent(MetricFiles::discard);
    }

    @Override
    public void close() {
        files.ifPresent(MetricFiles::close);
    }
}
