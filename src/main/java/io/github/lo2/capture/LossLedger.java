package io.github.lo2.capture;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the senders of telemetry say they lost, from one settlement to the next over a whole run: a loss between two windows,
 * or in the last second of one, is told once.
 *
 * <p>These are the names that OpenTelemetry's Java agent 2.33 and Collector 0.140 really send, as Prometheus writes them; and
 * the one by which exporters count replies to Prometheus that failed.
 */
public final class LossLedger {
    private static final List<LossCounter> COUNTERS = List.of(
            new LossCounter("processedSpans_total", "dropped", "true"),
            new LossCounter("otlp_exporter_exported_total", "success", "false"),
            new LossCounter("otelcol_receiver_refused_spans_total", null, null),
            new LossCounter("otelcol_receiver_failed_spans_total", null, null),
            new LossCounter("otelcol_exporter_send_failed_spans_total", null, null),
            new LossCounter("otelcol_exporter_enqueue_failed_spans_total", null, null));

    private static final LossCounter FAILED_REPLIES =
            new LossCounter("promhttp_metric_handler_errors_total", null, null);

    /** Who sends one of these counts what it loses; a counter of losses itself may not be there before the first. */
    private static final Set<String> WITNESSES =
            Set.of("processedSpans_total", "otelcol_receiver_accepted_spans_total");

    private final Supplier<Collection<Sample>> latest;
    private final List<String> senders;
    private final Map<Series, Double> settled = new HashMap<>();
    /** The newest samples of counters that nobody sends: they are found among the metrics of a window. */
    private final Map<Series, Sample> noted = new HashMap<>();
    /** By how much these have risen since the last settlement. */
    private final Map<Series, Double> risen = new HashMap<>();

    /**
     * A metric that counts what was lost.
     *
     * @param label the label that tells its series of losses from the others; null: all of its series count losses
     */
    private record LossCounter(
            String metric, @Nullable String label, @Nullable String value) {
        boolean counts(Series series) {
            return series.metric().equals(metric)
                    && (label == null
                            || String.valueOf(value).equals(series.labels().get(label)));
        }
    }

    /**
     * @param latest the newest sample of each series
     * @param senders {@code service.name} of each sender of spans, and of who passes them on
     */
    public LossLedger(Supplier<Collection<Sample>> latest, List<String> senders) {
        this.latest = latest;
        this.senders = List.copyOf(senders);
    }

    /**
     * Take note of a window's series if it counts losses and nobody sends it.
     *
     * @param startNanos the start of the window, ns since the epoch (UTC): what the first window's counters had counted
     *     before is nobody's
     */
    public synchronized void note(SeriesSamples samples, long startNanos) {
        Series series = samples.series();
        if (!FAILED_REPLIES.counts(series)) {
            return;
        }
        for (long nanos : samples.times()) {
            Sample before = noted.computeIfAbsent(
                    series,
                    first -> new Sample(
                            series, startNanos, samples.at(startNanos).orElse(0)));
            if (nanos > before.epochNanos()) {
                var sample = new Sample(series, nanos, samples.at(nanos).orElse(before.value()));
                risen.merge(series, rise(before.value(), sample.value()), Double::sum);
                noted.put(series, sample);
            }
        }
    }

    /**
     * Settle: say what was lost since the last settlement, or since the senders' start.
     *
     * @return in words, one line a counter that rose
     */
    public synchronized List<String> settle() {
        for (Sample sample : latest.get()) {
            Series series = sample.series();
            if (COUNTERS.stream().anyMatch(counter -> counter.counts(series))) {
                risen.put(series, rise(settled.getOrDefault(series, 0.0), sample.value()));
                settled.put(series, sample.value());
            }
        }
        List<String> lost = risen.entrySet().stream()
                .filter(counter -> counter.getValue() > 0)
                .map(counter -> "%s that %s counts as lost (%s)"
                        .formatted(counter.getValue().longValue(), sender(counter.getKey()), counter.getKey()))
                .sorted()
                .toList();
        risen.clear();
        return lost;
    }

    /** List the senders that count what they lose. */
    public List<String> counted() {
        Set<String> counted = latest.get().stream()
                .map(Sample::series)
                .filter(series -> WITNESSES.contains(series.metric()))
                .map(LossLedger::sender)
                .collect(Collectors.toSet());
        return senders.stream().filter(counted::contains).toList();
    }

    /** List the senders that do not. */
    public List<String> uncounted() {
        List<String> counted = counted();
        return senders.stream().filter(sender -> !counted.contains(sender)).toList();
    }

    /** Who was started anew counts from nothing. */
    private static double rise(double before, double now) {
        return now >= before ? now - before : now;
    }

    private static String sender(Series series) {
        return series.labels().getOrDefault("job", "an unnamed sender");
    }
}
