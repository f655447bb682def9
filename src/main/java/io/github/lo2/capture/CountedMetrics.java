package io.github.lo2.capture;

import io.github.lo2.signal.SeriesSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The metrics of a stack whose senders also count what they lose; the counters of a window must have come, too. */
public final class CountedMetrics implements MetricSource {
    private final MetricSource metrics;
    private final MetricSource counters;
    private final LossLedger losses;

    /**
     * @param metrics gives the samples of a window
     * @param counters knows whether the senders' counters have come; the same when they are among the samples
     * @param losses settles them at each window's end
     */
    public CountedMetrics(MetricSource metrics, MetricSource counters, LossLedger losses) {
        this.metrics = metrics;
        this.counters = counters;
        this.losses = losses;
    }

    @Override
    public List<String> missing(long endNanos) {
        return Stream.concat(metrics.missing(endNanos).stream(), counters.missing(endNanos).stream())
                .distinct()
                .toList();
    }

    /** {@inheritDoc} What was lost since the last window is missing as well. */
    @Override
    public List<String> read(WindowCapture window, Consumer<SeriesSamples> sink) {
        try {
            var missing = new ArrayList<>(metrics.read(window, series -> {
                losses.note(series, window.startNanos());
                sink.accept(series);
            }));
            missing.addAll(losses.settle());
            return missing;
        } catch (CaptureException e) {
            List<String> lost = losses.settle();
            if (lost.isEmpty()) {
                throw e;
            }
            throw new CaptureException("%s; %s".formatted(e.getMessage(), String.join("; ", lost)), e);
        }
    }

    @Override
    public List<String> settle() {
        return losses.settle();
    }

    @Override
    public List<String> notCounted() {
        return losses.uncounted().stream().map("spans that %s loses"::formatted).toList();
    }
}
