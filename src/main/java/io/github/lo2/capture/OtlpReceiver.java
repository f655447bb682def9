package io.github.lo2.capture;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.lo2.signal.SignalSink;
import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Receives OTLP over HTTP (protobuf, plain or gzip) and hands every span and sample on; it listens on the loopback
 * interface, and on no other address unless told to.
 *
 * <p>Nothing is sampled or thinned out: a message is answered with 200 only after its last record has been handed on, and
 * the senders keep what was not answered so. What they then send again, although it was handed on, is let go.
 *
 * <p>It trusts nobody: the path to send to is drawn anew for each run, and who does not know it gets a 404 before anything
 * of the body is read. A message has at most 16 MiB, inflated, too, and is given up when it is not there after 10 s.
 */
public final class OtlpReceiver implements AutoCloseable {
    private static final String PROTOBUF = "application/x-protobuf";
    /** A sender's batch has a few hundred spans, less than a megabyte. */
    private static final int MESSAGE_BYTES = 16 << 20;

    private static final Duration RECEPTION = Duration.ofSeconds(10);

    private final SignalSink sink;
    private final EpochClock clock;
    private final Receptions receptions;
    private final String path = "/" + secret();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final Deliveries deliveries = new Deliveries();
    private final PointSeries series = new PointSeries();
    private final Map<String, Long> metricsReceived = new ConcurrentHashMap<>();
    private final Map<String, Long> lost = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> marks = new ConcurrentHashMap<>();

    private OtlpReceiver(SignalSink sink, EpochClock clock, Duration reception) {
        this.sink = sink;
        this.clock = clock;
        this.receptions = new Receptions(reception);
    }

    /**
     * Start to listen on a free port of the loopback interface.
     *
     * @param sink gets every record, on the threads of the receiver
     * @throws CaptureException when no port can be opened
     */
    public static OtlpReceiver start(SignalSink sink, EpochClock clock) {
        return start(sink, clock, RECEPTION);
    }

    static OtlpReceiver start(SignalSink sink, EpochClock clock, Duration reception) {
        var receiver = new OtlpReceiver(sink, clock, reception);
        receiver.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return receiver;
    }

    /**
     * Listen on the same port of a further address, such as that of the bridge that containers reach this machine by.
     *
     * @throws CaptureException when the port is taken there
     */
    public void listenAlsoOn(InetAddress address) {
        listen(new InetSocketAddress(address, port()));
    }

    /** Tell the port, the same on each address. */
    public int port() {
        return servers.get(0).getAddress().getPort();
    }

    /** Tell where to send to: {@code http://127.0.0.1:port/secret}, to which senders add {@code /v1/traces} and the like. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Count the messages that came again after they had been handed on. */
    public long repeats() {
        return deliveries.repeats();
    }

    /** Tell when the last metrics of a service were received, ns since the epoch (UTC), 0 for never. */
    public long metricsReceived(String serviceName) {
        return metricsReceived.getOrDefault(serviceName, 0L);
    }

    /** Take the points that came since the last call and could not be handed on, counted by metric and reason. */
    public SortedMap<String, Long> takeLost() {
        var taken = new TreeMap<String, Long>();
        lost.keySet()
                .forEach(metric ->
                        Optional.ofNullable(lost.remove(metric)).ifPresent(count -> taken.put(metric, count)));
        return taken;
    }

    /**
     * Expect a mark: a span that is sent only to see that all before it has arrived. It is not handed on.
     *
     * @param traceId its trace, 32 hexadecimal digits
     */
    public void expectMark(String traceId) {
        marks.put(traceId, ConcurrentHashMap.newKeySet());
    }

    /** Tell whether the mark of a service has arrived, and with it all spans that the service finished before. */
    public boolean markArrived(String traceId, String serviceName) {
        return marks.getOrDefault(traceId, Set.of()).contains(serviceName);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        receptions.close();
    }

    private void listen(InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.createContext(path + "/v1/traces", exchange -> receive(exchange, this::traces));
            server.createContext(path + "/v1/metrics", exchange -> receive(exchange, this::metrics));
            server.setExecutor(receptions);
            server.start();
            servers.add(server);
        } catch (IOException e) {
            throw new CaptureException(
                    "the OTLP receiver cannot listen on %s: %s".formatted(address, e.getMessage()), e);
        }
    }

    private void traces(byte[] body) throws IOException {
        var message = ExportTraceServiceRequest.parseFrom(body);
        deliveries.once(body, () -> OtlpTranslator.spans(message, this::handOn));
    }

    private void handOn(Span span) {
        Set<String> mark = marks.get(span.traceId());
        if (mark == null) {
            sink.span(span);
        } else if (span.kind().equals("server")) {
            mark.add(span.serviceName());
        }
    }

    private void metrics(byte[] body) throws IOException {
        var message = ExportMetricsServiceRequest.parseFrom(body);
        OtlpTranslator.samples(message, series, sink::sample, metric -> lost.merge(metric, 1L, Long::sum));
        long now = clock.nanos();
        for (ResourceMetrics resourceMetrics : message.getResourceMetricsList()) {
            metricsReceived.put(OtlpTranslator.serviceName(resourceMetrics.getResource()), now);
        }
    }

    private void receive(HttpExchange exchange, Receiver receiver) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405);
            } else if (!PROTOBUF.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                answer(exchange, 415);
            } else {
                answer(exchange, received(exchange, receiver));
            }
        }
    }

    /** Receive a message and hand it on; returns the status to answer with. */
    private int received(HttpExchange exchange, Receiver receiver) throws IOException {
        byte[] message;
        try (InputStream body = decoded(exchange)) {
            message = body.readNBytes(MESSAGE_BYTES + 1);
            if (message.length > MESSAGE_BYTES) {
                // Who is still sending would be cut off, and never read the answer.
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                return 413;
            }
        } catch (ZipException | EOFException e) {
            return 400;
        }
        receptions.received();
        try {
            receiver.receive(message);
            return 200;
        } catch (InvalidProtocolBufferException e) {
            return 400;
        }
    }

    private static InputStream decoded(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    /** Answer with an empty body, which is also how an export response without complaints is encoded. */
    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
        exchange.sendResponseHeaders(status, -1);
    }

    private static String secret() {
        byte[] drawn = new byte[16];
        new SecureRandom().nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    @FunctionalInterface
    private interface Receiver {
        void receive(byte[] body) throws IOException;
    }
}
