package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.capture.SignalWriter;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.recording.QuietStack;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Signal;
import io.github.lo2.signal.Span;
import io.github.lo2.stack.Service;
import io.github.lo2.time.EpochClock;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The arrival of a window's signals")
class ArrivalTest {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final SignalWriter NOWHERE = new SignalWriter() {
        @Override
        public void log(LogLine line) {}

        @Override
        public void span(Span span) {}

        @Override
        public Path folder() {
            return Path.of("target");
        }
    };

    private final EpochClock clock = EpochClock.system();
    private final SignalRouter router = new SignalRouter();
    private final OtlpReceiver receiver = OtlpReceiver.start(router, clock);
    private final QuietStack stack = new QuietStack();
    private final AtomicInteger metricsAsked = new AtomicInteger();
    private List<String> missingMetrics = List.of();

    @AfterEach
    void closeTheReceiver() {
        receiver.close();
    }

    @Test
    @DisplayName("is complete at once when nothing is behind")
    void isCompleteAtOnce() {
        Arrival arrival = arrival();
        WindowCapture window = endedWindow();

        assertThat(arrival.awaitRest(arrival.awaitLogs(window))).isEmpty();
    }

    @Test
    @DisplayName("says which log streams are behind, and takes no more of their lines")
    void saysWhichLogsAreBehind() {
        stack.logsBehind("web");
        Arrival arrival = arrival();
        WindowCapture window = endedWindow();

        var mark = arrival.awaitLogs(window);
        router.log(new LogLine("web", window.startNanos(), "late".getBytes(StandardCharsets.UTF_8)));

        assertThat(arrival.awaitRest(mark))
                .anySatisfy(missing -> assertThat(missing.toString()).startsWith("the last log lines of web"));
        assertThat(window.lineCount()).isZero();
    }

    @Test
    @DisplayName("says of which services the last spans are missing, and what the metrics' source has not")
    void saysWhatIsMissing() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        stack.serving(new Service("token", "web", "token-service", nowhere, nowhere, nowhere));
        missingMetrics = List.of("the last scrape");
        Arrival arrival = arrival();

        assertThat(arrival.awaitRest(arrival.awaitLogs(endedWindow())))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("the last spans of token-service", "the last scrape");
        assertThat(metricsAsked).hasValueGreaterThan(3);
    }

    @Test
    @DisplayName("sends a mark again when the span of the first is lost, before it says that none arrives")
    void sendsMarksAgain() throws IOException {
        var asked = new AtomicInteger();
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            if (asked.incrementAndGet() > 1) {
                receiver.traces(span(
                        exchange.getRequestHeaders().getFirst("traceparent").substring(3, 35)));
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        service.start();
        try {
            URI mark = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
            stack.serving(new Service("token", "web", "token-service", mark, mark, mark));

            arrival().requireSpans();

            assertThat(asked).hasValue(2);
        } finally {
            service.stop(0);
        }
    }

    @Test
    @DisplayName(
            "counts lines of the window that come until its spans and metrics are there, and what could not be written")
    void countsLateLines() {
        Arrival arrival = arrival();
        long start = clock.nanos();
        WindowCapture window = router.open(start, new SignalWriter() {
            @Override
            public void log(LogLine line) {
                throw new IllegalStateException("not foreseen");
            }

            @Override
            public void span(Span span) {}

            @Override
            public Path folder() {
                return Path.of("target");
            }
        });
        router.log(new LogLine("web", start, "in time".getBytes(StandardCharsets.UTF_8)));
        window.end(clock.nanos());

        var mark = arrival.awaitLogs(window);
        router.log(new LogLine("web", start, "late".getBytes(StandardCharsets.UTF_8)));
        List<Missing> missing = arrival.awaitRest(mark);
        router.log(new LogLine("web", start, "later than all".getBytes(StandardCharsets.UTF_8)));

        assertThat(missing)
                .extracting(Missing::signal, Missing::what)
                .containsExactly(tuple(
                        Signal.LOGS,
                        "1 records of the window, which the suite could not write: java.lang.IllegalStateException: not"
                                + " foreseen"));
        assertThat(window.late())
                .extracting(Missing::signal, Missing::what)
                .containsExactly(tuple(Signal.LOGS, "2 log lines of the window, which came when its logs were closed"));
    }

    private static byte[] span(String traceId) {
        var span = io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(traceId)))
                .setSpanId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
                .setKind(SpanKind.SPAN_KIND_SERVER);
        var name = KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue("token-service"));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(name))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
    }

    private WindowCapture endedWindow() {
        WindowCapture window = router.open(clock.nanos(), NOWHERE);
        window.end(clock.nanos());
        return window;
    }

    private Arrival arrival() {
        return new Arrival(stack, receiver, new Source(), new HttpsClient(), LIMIT);
    }

    private final class Source implements MetricSource {
        @Override
        public List<String> missing(long endNanos) {
            metricsAsked.incrementAndGet();
            return missingMetrics;
        }

        @Override
        public List<String> read(WindowCapture window, Consumer<SeriesSamples> sink) {
            return List.of();
        }
    }
}
