package io.github.lo2.capture;

import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Metrics that are sent to the suite: by the agents over OTLP each second, and by {@link HostMetrics}.
 *
 * <p>They are complete when each service has sent metrics after the end. A service is not waited for longer than 400 ms after
 * the end if it has sent some in the 1.5 s before: agents send each second, and what they took until then has arrived.
 */
public final class ReceivedMetrics implements MetricSource {
    private static final long FLUSH_NANOS = Duration.ofMillis(400).toNanos();
    private static final long INTERVAL_NANOS = Duration.ofMillis(1_500).toNanos();

    private final OtlpReceiver receiver;
    private final Supplier<List<String>> serviceNames;
    private final EpochClock clock;

    /**
     * @param serviceNames {@code service.name} of each service that sends, asked each time
     */
    public ReceivedMetrics(OtlpReceiver receiver, Supplier<List<String>> serviceNames, EpochClock clock) {
        this.receiver = receiver;
        this.serviceNames = serviceNames;
        this.clock = clock;
    }

    @Override
    public List<String> missing(long endNanos) {
        return serviceNames.get().stream()
                .filter(name -> !passed(receiver.metricsReceived(name), endNanos))
                .map(name -> "the last metrics of " + name)
                .toList();
    }

    @Override
    public List<String> read(WindowCapture window, Consumer<SeriesSamples> sink) {
        window.samples(sink);
        return receiver.takeLost().entrySet().stream()
                .map(lost -> "%s points of %s, which has no form among the samples"
                        .formatted(lost.getValue(), lost.getKey()))
                .toList();
    }

    private boolean passed(long received, long endNanos) {
        boolean flushed = clock.nanos() - endNanos >= FLUSH_NANOS;
        return received >= endNanos || (flushed && received >= endNanos - INTERVAL_NANOS);
    }
}
