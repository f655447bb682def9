package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.time.EpochClock;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The metrics that are sent to the suite")
@Timeout(30)
class ReceivedMetricsTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Instant END = Instant.ofEpochSecond(1_795_500_060, 123_456_789);
    private static final long END_NANOS = EpochClock.toNanos(END);

    private final AtomicReference<Instant> now = new AtomicReference<>(END);
    private final EpochClock clock = new EpochClock(now::get);
    private final OtlpReceiver receiver = OtlpReceiver.start(new RecordedSignals(), clock);
    private final ReceivedMetrics metrics =
            new ReceivedMetrics(receiver, () -> List.of("oauth2-code-service", "oauth2-key-service"), clock);

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    @DisplayName("are complete when each service has sent some after the end")
    void areCompleteAfterTheEnd() throws Exception {
        now.set(END.minusMillis(500));
        send("oauth2-code-service");
        now.set(END);
        assertThat(metrics.missing(END_NANOS))
                .containsExactly("the last metrics of oauth2-code-service", "the last metrics of oauth2-key-service");

        send("oauth2-code-service");
        assertThat(metrics.missing(END_NANOS)).containsExactly("the last metrics of oauth2-key-service");

        now.set(END.plusMillis(10));
        send("oauth2-key-service");
        assertThat(metrics.missing(END_NANOS)).isEmpty();
    }

    @Test
    @DisplayName(
            "are complete when some came at most 1.5 s before the end, and 400 ms after it nothing of it is under way")
    void areCompleteOnceFlushed() throws Exception {
        now.set(END.minusMillis(1_500));
        send("oauth2-code-service");
        now.set(END.minusNanos(1));
        send("oauth2-key-service");

        now.set(END.plusMillis(400).minusNanos(1));
        assertThat(metrics.missing(END_NANOS)).hasSize(2);

        now.set(END.plusMillis(400));
        assertThat(metrics.missing(END_NANOS)).isEmpty();
    }

    @Test
    @DisplayName(
            "are missing, however long after the end, of a service that had fallen silent before it, or never sent any")
    void areMissingOfASilentService() throws Exception {
        now.set(END.minusMillis(1_500).minusNanos(1));
        send("oauth2-code-service");

        now.set(END.plus(Duration.ofHours(1)));
        assertThat(metrics.missing(END_NANOS))
                .containsExactly("the last metrics of oauth2-code-service", "the last metrics of oauth2-key-service");
    }

    @Test
    @DisplayName("are those of the window, by metric, and none is missing among them")
    void areThoseOfTheWindow() {
        var router = new SignalRouter();
        WindowCapture window = router.open(END_NANOS - Duration.ofSeconds(20).toNanos(), new RecordedSignals());
        router.sample(sample("node_load5", END_NANOS - 1, 0.5));
        router.sample(sample("node_load1", END_NANOS - 2, 0.25));
        window.end(END_NANOS);
        router.sample(sample("node_load1", END_NANOS + 1, 4));

        var read = new ArrayList<SeriesSamples>();
        assertThat(metrics.read(window, read::add)).isEmpty();

        assertThat(read).extracting(samples -> samples.series().metric()).containsExactly("node_load1", "node_load5");
        assertThat(read.get(0).times()).containsExactly(END_NANOS - 2);
    }

    private void send(String serviceName) throws Exception {
        var message = ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("service.name")
                                        .setValue(AnyValue.newBuilder().setStringValue(serviceName)))))
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(receiver.endpoint() + "/v1/metrics"))
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(message.toByteArray()))
                .build();
        assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    private static Sample sample(String metric, long time, double value) {
        return new Sample(new Series(metric, new TreeMap<>()), time, value);
    }
}
