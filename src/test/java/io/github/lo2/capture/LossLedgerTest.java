package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ledger of what senders of telemetry lose")
class LossLedgerTest {
    private static final String KEY = "oauth2-key-service";

    private final SignalRouter router = new SignalRouter();
    private final LossLedger ledger = new LossLedger(List.of(KEY, "jaeger"));
    private long second;

    @BeforeEach
    void listen() {
        router.listen(ledger::sample);
    }

    @Test
    @DisplayName("tells a loss once, whenever it was: in a window, between two, or in a window's last second")
    void tellsALossOnce() {
        dropped(2);
        assertThat(ledger.settle())
                .as("since the start")
                .hasSize(1)
                .first()
                .asString()
                .startsWith("2 that " + KEY);
        assertThat(ledger.settle()).as("nothing since").isEmpty();
        dropped(3);
        dropped(7);
        assertThat(ledger.settle()).hasSize(1).first().asString().startsWith("5 that " + KEY);
        assertThat(ledger.settle()).isEmpty();
    }

    @Test
    @DisplayName("counts from nothing for a sender that was started anew")
    void countsFromNothing() {
        dropped(9);
        ledger.settle();
        dropped(4);
        assertThat(ledger.settle()).hasSize(1).first().asString().startsWith("4 that");
    }

    @Test
    @DisplayName("does not take a sender that was started anew for the old one, although it has lost as much, or more")
    void countsFromNothingThoughItPassedTheOldCount() {
        dropped(4, 100);
        ledger.settle();
        dropped(6, 100);
        dropped(4, 200);
        dropped(9, 200);

        assertThat(ledger.settle())
                .as("two before its end, nine since")
                .singleElement()
                .asString()
                .startsWith("11 that");
    }

    @Test
    @DisplayName("does not take an exporter that was started anew for the old one either")
    void countsRepliesFromNothing() {
        var before = failedReplies();
        before.add(12_000_000_000L, 7);
        ledger.note(began(12_000_000_000L, 1), 10_000_000_000L);
        ledger.note(before, 12_000_000_000L);
        ledger.settle();

        var after = failedReplies();
        after.add(22_000_000_000L, 7);
        ledger.note(began(22_000_000_000L, 20), 20_000_000_000L);
        ledger.note(after, 20_000_000_000L);

        assertThat(ledger.settle()).singleElement().asString().startsWith("7 that node");
    }

    @Test
    @DisplayName("knows the counters of agents and collector, and no other")
    void knowsTheCounters() {
        count("processedSpans_total", Map.of("job", KEY, "dropped", "false"), 100);
        count("otlp_exporter_exported_total", Map.of("job", KEY, "success", "true", "type", "span"), 100);
        count("otelcol_receiver_accepted_spans_total", Map.of("job", "jaeger"), 100);
        assertThat(ledger.settle()).isEmpty();

        count("otlp_exporter_exported_total", Map.of("job", KEY, "success", "false", "type", "span"), 1);
        count("otelcol_receiver_refused_spans_total", Map.of("job", "jaeger"), 2);
        count("otelcol_receiver_failed_spans_total", Map.of("job", "jaeger"), 3);
        count("otelcol_exporter_send_failed_spans_total", Map.of("job", "jaeger"), 4);
        count("otelcol_exporter_enqueue_failed_spans_total", Map.of("job", "jaeger"), 5);
        assertThat(ledger.settle()).extracting(line -> line.substring(0, 1)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    @DisplayName("names the senders that count nothing")
    void namesWhoCountsNothing() {
        assertThat(ledger.uncounted()).containsExactly(KEY, "jaeger");
        count("processedSpans_total", Map.of("job", KEY, "dropped", "false"), 1);
        assertThat(ledger.uncounted()).containsExactly("jaeger");
        assertThat(ledger.counted()).containsExactly(KEY);
    }

    @Test
    @DisplayName("finds replies to Prometheus that failed among a window's metrics, also those between two windows")
    void findsFailedReplies() {
        var before = failedReplies();
        before.add(8, 7);
        before.add(12, 7);
        ledger.note(before, 10);
        assertThat(ledger.settle())
                .as("what had failed before the first window")
                .isEmpty();

        var between = failedReplies();
        between.add(12, 7);
        between.add(15, 9);
        between.add(22, 1);
        ledger.note(between, 20);
        assertThat(ledger.settle())
                .as("two before the window, and one since the exporter was started anew in it")
                .containsExactly("3 that node counts as lost (promhttp_metric_handler_errors_total{job=node})");

        ledger.note(between, 20);
        assertThat(ledger.settle()).as("told once").isEmpty();
    }

    @Test
    @DisplayName("takes the first reply that ever failed for one of the window in which the counter appears")
    void findsTheFirstFailedReply() {
        var first = failedReplies();
        first.add(14, 2);
        ledger.note(first, 10);
        assertThat(ledger.settle()).hasSize(1).first().asString().startsWith("2 that node");
    }

    @Test
    @DisplayName("is settled at each window, also when the window's metrics cannot be read")
    void isSettledAtEachWindow() {
        var counted = new CountedMetrics(new Unreadable(), new Unreadable(), ledger);
        dropped(2);
        try (WindowCapture window = router.open(1, new RecordedSignals())) {
            assertThatThrownBy(() -> counted.read(window, series -> {}))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageStartingWith("Prometheus is gone; 2 that " + KEY);
            assertThatThrownBy(() -> counted.read(window, series -> {})).hasMessage("Prometheus is gone");
        }
        assertThat(counted.missing(1)).containsExactly("a scrape");
        assertThat(counted.notCounted()).containsExactly("spans that jaeger loses");
    }

    private static SeriesSamples failedReplies() {
        return new SeriesSamples(
                new Series("promhttp_metric_handler_errors_total", new TreeMap<>(Map.of("job", "node"))));
    }

    private static SeriesSamples began(long nanos, double seconds) {
        var samples = new SeriesSamples(new Series("process_start_time_seconds", new TreeMap<>(Map.of("job", "node"))));
        samples.add(nanos, seconds);
        return samples;
    }

    private void dropped(double value, long since) {
        var labels = new TreeMap<>(Map.of("job", KEY, "dropped", "true"));
        router.sample(new Sample(new Series("processedSpans_total", labels), ++second, value, since));
    }

    private void dropped(double value) {
        count("processedSpans_total", Map.of("job", KEY, "dropped", "true"), value);
    }

    private void count(String metric, Map<String, String> labels, double value) {
        router.sample(new Sample(new Series(metric, new TreeMap<>(labels)), ++second, value));
    }

    private static final class Unreadable implements MetricSource {
        @Override
        public List<String> missing(long endNanos) {
            return List.of("a scrape");
        }

        @Override
        public List<String> read(WindowCapture window, Consumer<SeriesSamples> sink) {
            throw new CaptureException("Prometheus is gone", new IllegalStateException());
        }
    }
}
