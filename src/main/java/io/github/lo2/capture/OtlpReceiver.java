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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Receives OTLP over HTTP (protobuf, plain or gzip) and hands every span and sample on; it listens on the loopback
 * interface, and on no other address unless told to.
 *
 * <p>Nothing is sampled, limited or dropped: a message is answered with 200 only after its last record has been handed
 * on, and the senders keep what was not answered so.
 */
public final class OtlpReceiver implements AutoCloseable {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final int THREADS = 2;

    private final SignalSink sink;
    private final EpochClock clock;
    private final ExecutorService threads;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final PointSeries series = new PointSeries();
    private final Map<String, Long> metricsReceived = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> marks = new ConcurrentHashMap<>();

    private OtlpReceiver(SignalSink sink, EpochClock clock) {
        this.sink = sink;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            var thread = new Thread(task, "otlp receiver");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Start to listen on a free port of the loopback interface.
     *
     * @param sink gets every record, on the threads of the receiver
     * @throws CaptureException when no port can be opened
     */
    public static OtlpReceiver start(SignalSink sink, EpochClock clock) {
        var receiver = new OtlpReceiver(sink, clock);
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

    /** Tell where to send to, without a path: {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Tell when the last metrics of a service were received, ns since the epoch (UTC), 0 for never. */
    public long metricsReceived(String serviceName) {
        return metricsReceived.getOrDefault(serviceName, 0L);
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
        threads.shutdownNow();
    }

    private void listen(InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.createContext("/v1/traces", exchange -> receive(exchange, this::traces));
            server.createContext("/v1/metrics", exchange -> receive(exchange, this::metrics));
            server.setExecutor(threads);
            server.start();
            servers.add(server);
        } catch (IOException e) {
            throw new CaptureException(
                    "the OTLP receiver cannot listen on %s: %s".formatted(address, e.getMessage()), e);
        }
    }

    private void traces(byte[] body) throws IOException {
        OtlpTranslator.spans(ExportTraceServiceRequest.parseFrom(body), this::handOn);
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
        OtlpTranslator.samples(message, series, sink::sample);
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
                answer(exchange, received(exchange, receiver) ? 200 : 400);
            }
        }
    }

    private static boolean received(HttpExchange exchange, Receiver receiver) throws IOException {
        try (InputStream body = decoded(exchange)) {
            receiver.receive(body.readAllBytes());
            return true;
        } catch (InvalidProtocolBufferException | ZipException | EOFException e) {
            return false;
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

    @FunctionalInterface
    private interface Receiver {
        void receive(byte[] body) throws IOException;
    }
}
