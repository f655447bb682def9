package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesType;
import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The OTLP receiver")
@Timeout(30)
class OtlpReceiverTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final EpochClock clock = EpochClock.system();
    private final RecordedSignals signals = new RecordedSignals();
    private final OtlpReceiver receiver = OtlpReceiver.start(signals, clock);

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    @DisplayName("hands on a span as it was sent, before it answers")
    void handsOnASpan() throws Exception {
        var span = span(TRACE, SpanKind.SPAN_KIND_SERVER)
                .setParentSpanId(bytes("b7ad6b7169203331"))
                .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
                .addAttributes(attribute("http.request.method", text("GET")))
                .addAttributes(attribute(
                        "server.port", AnyValue.newBuilder().setIntValue(6882).build()))
                .addAttributes(attribute(
                        "cached", AnyValue.newBuilder().setBoolValue(true).build()))
                .addAttributes(attribute(
                        "share", AnyValue.newBuilder().setDoubleValue(0.5).build()))
                .addAttributes(attribute(
                        "tags",
                        AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(text("a"))
                                        .addValues(text("b")))
                                .build()));

        assertThat(post("/v1/traces", traces("oauth2-token-service", span))).isEqualTo(200);

        assertThat(signals.spans())
                .containsExactly(new Span(
                        "oauth2-token-service",
                        TRACE,
                        "00f067aa0ba902b7",
                        "b7ad6b7169203331",
                        "GET /oauth2/token",
                        "server",
                        1_795_500_000_000_000_001L,
                        1_795_500_000_000_002_003L,
                        "ERROR",
                        "io.opentelemetry.undertow-1.4",
                        "2.33.1-alpha",
                        Map.of(
                                "http.request.method",
                                "GET",
                                "server.port",
                                6882L,
                                "cached",
                                true,
                                "share",
                                0.5,
                                "tags",
                                List.of("a", "b"))));
        assertThat(signals.spans().get(0).attributes().keySet())
                .as("attributes in the order sent")
                .containsExactly("http.request.method", "server.port", "cached", "share", "tags");
    }

    @Test
    @DisplayName("hands on gauges and sums under their Prometheus names, with job and instance")
    void handsOnNumbers() throws Exception {
        NumberDataPoint.Builder heap = NumberDataPoint.newBuilder()
                .setTimeUnixNano(7)
                .addAttributes(attribute("jvm.memory.type", text("heap")));
        Metric used = Metric.newBuilder()
                .setName("jvm.memory.used")
                .setUnit("By")
                .setSum(Sum.newBuilder().addDataPoints(heap.setAsInt(67_108_864)))
                .build();
        Metric utilization = Metric.newBuilder()
                .setName("jvm.cpu.recent_utilization")
                .setUnit("1")
                .setGauge(Gauge.newBuilder()
                        .addDataPoints(
                                NumberDataPoint.newBuilder().setTimeUnixNano(8).setAsDouble(0.25)))
                .build();
        Metric time = Metric.newBuilder()
                .setName("jvm.cpu.time")
                .setUnit("s")
                .setSum(Sum.newBuilder()
                        .setIsMonotonic(true)
                        .addDataPoints(
                                NumberDataPoint.newBuilder().setTimeUnixNano(9).setAsDouble(1.75)))
                .build();

        assertThat(post("/v1/metrics", metrics("oauth2-key-service", used, utilization, time)))
                .isEqualTo(200);

        assertThat(signals.samples())
                .containsExactly(
                        sample("jvm_memory_used_bytes", 7, 67_108_864, "jvm_memory_type", "heap"),
                        sample("jvm_cpu_recent_utilization_ratio", 8, 0.25),
                        sample("jvm_cpu_time_seconds_total", 9, 1.75));
        assertThat(signals.samples())
                .extracting(sample -> sample.series().type())
                .as("a sum that may shrink is a gauge")
                .containsExactly(SeriesType.GAUGE, SeriesType.GAUGE, SeriesType.COUNTER);
    }

    @Test
    @DisplayName("hands on a histogram as cumulative buckets, count and sum")
    void handsOnAHistogram() throws Exception {
        Metric duration = Metric.newBuilder()
                .setName("http.server.request.duration")
                .setUnit("s")
                .setHistogram(Histogram.newBuilder()
                        .addDataPoints(HistogramDataPoint.newBuilder()
                                .setTimeUnixNano(5)
                                .addAllExplicitBounds(List.of(0.005, 0.1, 1.0))
                                .addAllBucketCounts(List.of(3L, 0L, 4L, 1L))
                                .setCount(8)
                                .setSum(6.5)))
                .build();

        assertThat(post("/v1/metrics", metrics("oauth2-key-service", duration))).isEqualTo(200);

        String name = "http_server_request_duration_seconds";
        assertThat(signals.samples())
                .containsExactly(
                        sample(name + "_bucket", 5, 3, "le", "0.005"),
                        sample(name + "_bucket", 5, 3, "le", "0.1"),
                        sample(name + "_bucket", 5, 7, "le", "1"),
                        sample(name + "_bucket", 5, 8, "le", "+Inf"),
                        sample(name + "_count", 5, 8),
                        sample(name + "_sum", 5, 6.5));
        assertThat(signals.samples())
                .extracting(sample -> sample.series().type())
                .containsOnly(SeriesType.HISTOGRAM);
    }

    @Test
    @DisplayName("counts points that have no form among the samples as lost, and hands on nothing of them")
    void countsWhatHasNoForm() throws Exception {
        var delta = AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
        Metric growth = Metric.newBuilder()
                .setName("requests")
                .setSum(Sum.newBuilder()
                        .setIsMonotonic(true)
                        .setAggregationTemporality(delta)
                        .addDataPoints(NumberDataPoint.newBuilder().setAsInt(12))
                        .addDataPoints(NumberDataPoint.newBuilder().setAsInt(3)))
                .build();
        Metric histogram = Metric.newBuilder()
                .setName("duration")
                .setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(delta)
                        .addDataPoints(HistogramDataPoint.newBuilder().setCount(8)))
                .build();
        Metric exponential = Metric.newBuilder()
                .setName("size")
                .setExponentialHistogram(ExponentialHistogram.newBuilder()
                        .addDataPoints(
                                ExponentialHistogramDataPoint.newBuilder().setCount(8)))
                .build();

        assertThat(post("/v1/metrics", metrics("oauth2-key-service", growth))).isEqualTo(200);
        assertThat(post("/v1/metrics", metrics("oauth2-key-service", histogram)))
                .isEqualTo(200);
        assertThat(post("/v1/metrics", metrics("oauth2-key-service", exponential)))
                .isEqualTo(200);

        assertThat(signals.samples()).isEmpty();
        assertThat(receiver.takeLost())
                .containsExactly(
                        entry("duration (delta)", 1L),
                        entry("requests (delta)", 2L),
                        entry("size (an exponential histogram)", 1L));
        assertThat(receiver.takeLost()).as("once taken").isEmpty();
    }

    @Test
    @DisplayName("hands on the same series for the same point of each message, and another where only a bound differs")
    void handsOnTheSameSeries() throws Exception {
        for (double bound : new double[] {0.1, 0.1, 0.2}) {
            Metric duration = Metric.newBuilder()
                    .setName("http.server.request.duration")
                    .setUnit("s")
                    .setHistogram(Histogram.newBuilder()
                            .addDataPoints(HistogramDataPoint.newBuilder()
                                    .addAttributes(attribute("http.request.method", text("GET")))
                                    .addExplicitBounds(bound)
                                    .addAllBucketCounts(List.of(1L, 2L))))
                    .build();
            assertThat(post("/v1/metrics", metrics("oauth2-key-service", duration)))
                    .isEqualTo(200);
        }

        List<Series> buckets = signals.samples().stream()
                .map(Sample::series)
                .filter(series -> series.metric().endsWith("_bucket"))
                .toList();
        assertThat(buckets)
                .extracting(series -> series.labels().get("le"))
                .containsExactly("0.1", "+Inf", "0.1", "+Inf", "0.2", "+Inf");
        assertThat(buckets.get(2)).isSameAs(buckets.get(0));
        assertThat(buckets.get(3)).isSameAs(buckets.get(1));
        assertThat(buckets.get(5)).isEqualTo(buckets.get(1));
    }

    @Test
    @DisplayName("unpacks a gzipped message")
    void unpacksGzip() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            traces("oauth2-code-service", span(TRACE, SpanKind.SPAN_KIND_CLIENT))
                    .writeTo(gzip);
        }
        HttpRequest request = request("/v1/traces")
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray()))
                .build();

        assertThat(status(request)).isEqualTo(200);
        assertThat(signals.spans()).extracting(Span::kind).containsExactly("client");
    }

    @Test
    @DisplayName("takes messages from many senders at once and loses none")
    void losesNone() {
        var answers = IntStream.range(0, 200)
                .mapToObj(i -> request("/v1/traces")
                        .header("Content-Type", PROTOBUF)
                        .POST(BodyPublishers.ofByteArray(traces(
                                        "s",
                                        span(TRACE, SpanKind.SPAN_KIND_INTERNAL)
                                                .setSpanId(bytes(HexFormat.of().toHexDigits((long) i))))
                                .toByteArray()))
                        .build())
                .map(request -> HTTP.sendAsync(request, BodyHandlers.discarding()))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(signals.spans()).hasSize(200);
    }

    @ParameterizedTest
    @DisplayName("answers 415 to another content type")
    @ValueSource(strings = {"application/json", "text/plain"})
    void refusesAnotherContentType(String type) throws Exception {
        HttpRequest request = request("/v1/metrics")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}"))
                .build();

        assertThat(status(request)).isEqualTo(415);
    }

    @Test
    @DisplayName("answers 405 to a GET")
    void refusesAGet() throws Exception {
        assertThat(status(request("/v1/traces").GET().build())).isEqualTo(405);
    }

    @ParameterizedTest
    @DisplayName("answers 400 to a body that is no OTLP message and hands nothing on")
    @ValueSource(strings = {"/v1/traces", "/v1/metrics"})
    void refusesABrokenBody(String path) throws Exception {
        HttpRequest request = request(path)
                .header("Content-Type", PROTOBUF)
                .POST(BodyPublishers.ofString("no message"))
                .build();

        assertThat(status(request)).isEqualTo(400);
        assertThat(signals.spans()).isEmpty();
        assertThat(signals.samples()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("answers 400 to a body that says it is gzipped and is not, or is only half of it")
    @ValueSource(strings = {"706c61696e", "1f8b0800", "1f8b08000000000000ff4b"})
    void refusesABodyThatIsNotGzipped(String hex) throws Exception {
        HttpRequest request = request("/v1/traces")
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(HexFormat.of().parseHex(hex)))
                .build();

        assertThat(status(request)).isEqualTo(400);
    }

    @Test
    @DisplayName("holds an expected mark back and tells from which service it came")
    void holdsMarksBack() throws Exception {
        receiver.expectMark(TRACE);
        assertThat(receiver.markArrived(TRACE, "oauth2-user-service")).isFalse();

        post("/v1/traces", traces("oauth2-user-service", span(TRACE, SpanKind.SPAN_KIND_SERVER)));
        post(
                "/v1/traces",
                traces("oauth2-user-service", span("0af7651916cd43dd8448eb211c80319c", SpanKind.SPAN_KIND_SERVER)));

        assertThat(receiver.markArrived(TRACE, "oauth2-user-service")).isTrue();
        assertThat(receiver.markArrived(TRACE, "oauth2-key-service")).isFalse();
        assertThat(signals.spans()).extracting(Span::traceId).containsExactly("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    @DisplayName("does not take a span inside a marked request for the mark, which comes after it")
    void awaitsTheMarkItself() throws Exception {
        receiver.expectMark(TRACE);

        post("/v1/traces", traces("oauth2-user-service", span(TRACE, SpanKind.SPAN_KIND_CLIENT)));

        assertThat(receiver.markArrived(TRACE, "oauth2-user-service")).isFalse();
        assertThat(signals.spans()).isEmpty();
    }

    @Test
    @DisplayName("tells when metrics of a service last came")
    void tellsWhenMetricsCame() throws Exception {
        Metric metric = Metric.newBuilder()
                .setName("jvm.cpu.count")
                .setGauge(Gauge.newBuilder()
                        .addDataPoints(NumberDataPoint.newBuilder().setAsInt(2)))
                .build();

        long before = clock.nanos();
        post("/v1/metrics", metrics("oauth2-key-service", metric));
        long after = clock.nanos();

        assertThat(receiver.metricsReceived("oauth2-key-service")).isBetween(before, after);
        assertThat(receiver.metricsReceived("oauth2-user-service")).isZero();
    }

    @Test
    @DisplayName("receives on the same port of a further address once it is told to")
    void receivesOnAFurtherAddress() throws Exception {
        URI further = URI.create("http://127.0.0.2:" + receiver.port());
        HttpRequest request = HttpRequest.newBuilder(
                        further.resolve(receiver.endpoint().getPath() + "/v1/traces"))
                .header("Content-Type", PROTOBUF)
                .POST(BodyPublishers.ofByteArray(traces("oauth2-code-service", span(TRACE, SpanKind.SPAN_KIND_CLIENT))
                        .toByteArray()))
                .build();
        assertThatThrownBy(() -> status(request)).isInstanceOf(ConnectException.class);

        receiver.listenAlsoOn(InetAddress.getByName("127.0.0.2"));

        assertThat(status(request)).isEqualTo(200);
        assertThat(post("/v1/traces", traces("oauth2-key-service", span(TRACE, SpanKind.SPAN_KIND_CLIENT))))
                .isEqualTo(200);
        assertThat(signals.spans())
                .extracting(Span::serviceName)
                .containsExactly("oauth2-code-service", "oauth2-key-service");
    }

    @Test
    @DisplayName("lets go of every address when it is closed")
    void letsGoOfEveryAddress() throws Exception {
        InetAddress further = InetAddress.getByName("127.0.0.2");
        receiver.listenAlsoOn(further);
        int port = receiver.port();

        receiver.close();

        for (InetAddress address : List.of(InetAddress.getLoopbackAddress(), further)) {
            try (var free = new ServerSocket()) {
                free.setReuseAddress(true);
                assertThatCode(() -> free.bind(new InetSocketAddress(address, port)))
                        .as("binding %s:%d", address, port)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    @DisplayName("names the further address where its port is taken")
    void namesTheTakenAddress() throws Exception {
        InetAddress further = InetAddress.getByName("127.0.0.2");
        try (var taken = new ServerSocket(receiver.port(), 1, further)) {
            assertThatThrownBy(() -> receiver.listenAlsoOn(further))
                    .isInstanceOf(CaptureException.class)
                    .hasMessage(
                            "the OTLP receiver cannot listen on %s: Address already in use",
                            taken.getLocalSocketAddress());
        }
    }

    @Test
    @DisplayName("hands a message on once, however often its sender repeats it")
    void handsARepeatedMessageOnOnce() throws Exception {
        ExportTraceServiceRequest message = traces("s", span(TRACE, SpanKind.SPAN_KIND_SERVER));

        for (int i = 0; i < 3; i++) {
            assertThat(post("/v1/traces", message)).isEqualTo(200);
        }

        assertThat(signals.spans()).hasSize(1);
        assertThat(receiver.repeats()).isEqualTo(2);
    }

    @ParameterizedTest
    @DisplayName("takes nothing from who does not know the path")
    @ValueSource(strings = {"/v1/traces", "/00000000000000000000000000000000/v1/traces", "/", "/../v1/traces"})
    void takesNothingFromStrangers(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + path))
                .header("Content-Type", PROTOBUF)
                .POST(BodyPublishers.ofByteArray(
                        traces("s", span(TRACE, SpanKind.SPAN_KIND_SERVER)).toByteArray()))
                .build();

        assertThat(status(request)).isEqualTo(404);
        assertThat(signals.spans()).isEmpty();
    }

    @Test
    @DisplayName("draws its path anew for each run")
    void drawsItsPath() {
        try (OtlpReceiver other = OtlpReceiver.start(signals, clock)) {
            assertThat(other.endpoint().getPath()).matches("/[0-9a-f]{32}");
            assertThat(receiver.endpoint().getPath())
                    .matches("/[0-9a-f]{32}")
                    .isNotEqualTo(other.endpoint().getPath());
        }
    }

    @Test
    @DisplayName("answers 413 to a message of more than 16 MiB")
    void refusesTooLargeAMessage() throws Exception {
        HttpRequest request = request("/v1/traces")
                .header("Content-Type", PROTOBUF)
                .POST(BodyPublishers.ofByteArray(new byte[(16 << 20) + 1]))
                .build();

        assertThat(status(request)).isEqualTo(413);
    }

    @Test
    @DisplayName("answers 413 to a small body that inflates to 128 MiB, and goes on")
    void refusesABomb() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 128; i++) {
                gzip.write(zeros);
            }
        }
        HttpRequest request = request("/v1/traces")
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray()))
                .build();

        assertThat(packed.size()).isLessThan(1 << 18);
        assertThat(status(request)).isEqualTo(413);
        assertThat(post("/v1/traces", traces("s", span(TRACE, SpanKind.SPAN_KIND_SERVER))))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("gives up requests that stop half-way, and takes whole ones meanwhile")
    @ValueSource(
            strings = {
                "POST",
                "POST %s HTTP/1.1\r\nHost: x\r\n",
                "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: 100\r\n\r\nhalf",
                "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhalf",
                "POST /stranger HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
            })
    void givesUpHalfSentRequests(String start) throws Exception {
        var halves = new ArrayList<Socket>();
        try (OtlpReceiver impatient = OtlpReceiver.start(signals, clock, Duration.ofMillis(300))) {
            for (int i = 0; i < 40; i++) {
                var half = new Socket(InetAddress.getLoopbackAddress(), impatient.port());
                half.setSoTimeout(10_000);
                half.getOutputStream()
                        .write(start.formatted(impatient.endpoint().getPath() + "/v1/traces")
                                .getBytes(StandardCharsets.US_ASCII));
                halves.add(half);
            }
            HttpRequest whole = HttpRequest.newBuilder(URI.create(impatient.endpoint() + "/v1/traces"))
                    .header("Content-Type", PROTOBUF)
                    .POST(BodyPublishers.ofByteArray(
                            traces("s", span(TRACE, SpanKind.SPAN_KIND_SERVER)).toByteArray()))
                    .build();

            assertThat(status(whole)).isEqualTo(200);
            for (Socket half : halves) {
                assertThat(isEnded(half))
                        .as("the half-sent request is given up")
                        .isTrue();
            }
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
        assertThat(signals.spans()).hasSize(1);
    }

    /** Read what is answered up to the end of the connection. */
    private static boolean isEnded(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset: what it had sent was not read
        }
    }

    private int post(String path, MessageLite message) throws IOException, InterruptedException {
        return status(request(path)
                .header("Content-Type", PROTOBUF)
                .POST(BodyPublishers.ofByteArray(message.toByteArray()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(receiver.endpoint() + path));
    }

    private static int status(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static Sample sample(String metric, long time, double value, String... labels) {
        var all = new TreeMap<>(Map.of("job", "oauth2-key-service", "instance", "key-1"));
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        return new Sample(new Series(metric, all), time, value);
    }

    private static ExportTraceServiceRequest traces(
            String serviceName, io.opentelemetry.proto.trace.v1.Span.Builder span) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", text(serviceName))))
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .setScope(InstrumentationScope.newBuilder()
                                        .setName("io.opentelemetry.undertow-1.4")
                                        .setVersion("2.33.1-alpha"))
                                .addSpans(span)))
                .build();
    }

    private static io.opentelemetry.proto.trace.v1.Span.Builder span(String traceId, SpanKind kind) {
        return io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(bytes(traceId))
                .setSpanId(bytes("00f067aa0ba902b7"))
                .setName("GET /oauth2/token")
                .setKind(kind)
                .setStartTimeUnixNano(1_795_500_000_000_000_001L)
                .setEndTimeUnixNano(1_795_500_000_000_002_003L);
    }

    private static ExportMetricsServiceRequest metrics(String serviceName, Metric... metrics) {
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("service.name", text(serviceName)))
                                .addAttributes(attribute("service.instance.id", text("key-1"))))
                        .addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics))))
                .build();
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
