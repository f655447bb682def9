package io.github.lo2.capture;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** When a process began, s since the epoch: its counters count from nothing since then. */
    private static final String BEGAN = "process_start_time_seconds";

    private final List<String> senders;
    /** Those that have shown that they count. */
    private final Set<String> counting = new HashSet<>();
    /** The newest sample of each counter. */
    private final Map<Series, Sample> newest = new HashMap<>();
    /** By how much these have risen since the last settlement. */
    private final Map<Series, Double> risen = new HashMap<>();
    /** When the processes began whose counters nobody sends, by what Prometheus calls them. */
    private final Map<Target, SeriesSamples> began = new HashMap<>();

    /** What Prometheus asks. */
    private record Target(@Nullable String job, @Nullable String instance) {
        static Target of(Series series) {
            return new Target(series.labels().get("job"), series.labels().get("instance"));
        }
    }

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
     * @param senders {@code service.name} of each sender of spans, and of who passes them on
     */
    public LossLedger(List<String> senders) {
        this.senders = List.copyOf(senders);
    }

    /** Take note of a sample that was sent, if it counts losses: all that its sender has counted is the run's. */
    public synchronized void sample(Sample sample) {
        Series series = sample.series();
        if (WITNESSES.contains(series.metric())) {
            counting.add(sender(series));
        }
        if (COUNTERS.stream().anyMatch(counter -> counter.counts(series))) {
            count(new Sample(series, Long.MIN_VALUE, 0, sample.sinceNanos()), sample);
        }
    }

    /**
     * Take note of a window's series if it counts losses and nobody sends it.
     *
     * @param samples those of {@code process_start_time_seconds} must come first; by name, they do
     * @param startNanos the start of the window, ns since the epoch (UTC): what the first window's counters had counted
     *     before is nobody's
     */
    public synchronized void note(SeriesSamples samples, long startNanos) {
        Series series = samples.series();
        if (series.metric().equals(BEGAN)) {
            began.put(Target.of(series), samples);
        }
        if (FAILED_REPLIES.counts(series)) {
            var first = new Sample(series, startNanos, samples.at(startNanos).orElse(0), since(series, startNanos));
            for (long nanos : samples.times()) {
                samples.at(nanos)
                        .ifPresent(value -> count(first, new Sample(series, nanos, value, since(series, nanos))));
            }
        }
    }

    /**
     * Settle: say what was lost since the last settlement, or since the senders' start.
     *
     * @return in words, one line a counter that rose
     */
    public synchronized List<String> settle() {
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
    public synchronized List<String> counted() {
        return senders.stream().filter(counting::contains).toList();
    }

    /** List the senders that do not. */
    public synchronized List<String> uncounted() {
        return senders.stream().filter(sender -> !counting.contains(sender)).toList();
    }

    /**
     * Count on from the newest sample.
     *
     * @param first what stands for it when there is none
     */
    private void count(Sample first, Sample now) {
        Sample before = newest.getOrDefault(now.series(), first);
        if (now.epochNanos() > before.epochNanos()) {
            risen.merge(now.series(), rise(before, now), Double::sum);
            newest.put(now.series(), now);
        }
    }

    /** Who was started anew counts from nothing, and may have come past the old count since. */
    private static double rise(Sample before, Sample now) {
        boolean isLater = before.sinceNanos() != 0 && now.sinceNanos() > before.sinceNanos();
        boolean anew = isLater || now.value() < before.value();
        return anew ? now.value() : now.value() - before.value();
    }

    private long since(Series series, long nanos) {
        SeriesSamples samples = began.get(Target.of(series));
        return samples == null ? 0 : (long) (samples.at(nanos).orElse(0) * 1e9);
    }

    private static String sender(Series series) {
        return series.labels().getOrDefault("job", "an unnamed sender");
    }
}
