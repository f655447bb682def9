package io.github.lo2.capture;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import java.util.ArrayList;
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
 * <p>These are the names that OpenTelemetry's Java agent 2.33 and Collector 0.140 really send, as Prometheus writes them.
 */
public final class LossLedger {
    private static final List<LossCounter> COUNTERS = List.of(
            new LossCounter("processedSpans_total", "dropped", "true"),
            new LossCounter("otlp_exporter_exported_total", "success", "false"),
            new LossCounter("otelcol_receiver_refused_spans_total", null, null),
            new LossCounter("otelcol_receiver_failed_spans_total", null, null),
            new LossCounter("otelcol_exporter_send_failed_spans_total", null, null),
            new LossCounter("otelcol_exporter_enqueue_failed_spans_total", null, null));

    /** Who sends one of these counts what it loses; a counter of losses itself may not be there before the first. */
    private static final Set<String> WITNESSES =
            Set.of("processedSpans_total", "otelcol_receiver_accepted_spans_total");

    private final Supplier<Collection<Sample>> latest;
    private final List<String> senders;
    private final Map<Series, Double> settled = new HashMap<>();

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
     * Settle: say what was lost since the last settlement, or since the senders' start.
     *
     * @return in words, one line a counter that rose
     */
    public synchronized List<String> settle() {
        var lost = new ArrayList<String>();
        for (Sample sample : latest.get()) {
            Series series = sample.series();
            if (COUNTERS.stream().noneMatch(counter -> counter.counts(series))) {
                continue;
            }
            double before = settled.getOrDefault(series, 0.0);
            // A sender that was started anew counts from nothing.
            double rise = sample.value() >= before ? sample.value() - before : sample.value();
            settled.put(series, sample.value());
            if (rise > 0) {
                lost.add("%s that %s counts as lost (%s)".formatted((long) rise, sender(series), series));
            }
        }
        return lost.stream().sorted().toList();
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

    private static String sender(Series series) {
        return series.labels().getOrDefault("job", "an unnamed sender");
    }
}
