package io.github.lo2.capture;

import io.github.lo2.signal.SignalSink;
import io.github.lo2.signal.Span;
import io.github.lo2.signal.TelemetryMessages;
import io.github.lo2.time.EpochClock;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Receives OTLP and hands every span and sample on.
 *
 * <p>Nothing is sampled or thinned out: a message has been taken only after its last record has been handed on. What is then sent
 * again, although it was handed on, is let go.
 */
public final class OtlpReceiver implements TelemetryMessages, AutoCloseable {
    private final SignalSink sink;
    private final EpochClock clock;
    private final Deliveries deliveries = new Deliveries();
    private final PointSeries series = new PointSeries();
    private final Map<String, Long> metricsReceived = new ConcurrentHashMap<>();
    private final Map<String, Long> lost = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> marks = new ConcurrentHashMap<>();
    private final Optional<OtlpListener> listener;

    private OtlpReceiver(
            SignalSink sink, EpochClock clock, Function<TelemetryMessages, Optional<OtlpListener>> listening) {
        this.sink = sink;
        this.clock = clock;
        this.listener = listening.apply(this);
    }

    /**
     * Start to listen on a free port of the loopback interface.
     *
     * @param sink gets every record, on the threads of the listener
     * @throws CaptureException when no port can be opened
     */
    public static OtlpReceiver start(SignalSink sink, EpochClock clock) {
        return new OtlpReceiver(sink, clock, receiver -> Optional.of(OtlpListener.start(receiver)));
    }

    static OtlpReceiver start(SignalSink sink, EpochClock clock, Duration reception) {
        return new OtlpReceiver(sink, clock, receiver -> Optional.of(OtlpListener.start(receiver, reception)));
    }

    /**
     * Take messages of somebody else who listens.
     *
     * @param sink gets every record, on the threads of who hands the messages over
     */
    public static OtlpReceiver handedOver(SignalSink sink, EpochClock clock) {
        return new OtlpReceiver(sink, clock, receiver -> Optional.empty());
    }

    /**
     * Listen on the same port of a further address, such as that of the bridge that containers reach this machine by.
     *
     * @throws CaptureException when the port is taken there
     */
    public void listenAlsoOn(InetAddress address) {
        listening().listenAlsoOn(address);
    }

    /** Tell the port, the same on each address. */
    public int port() {
        return listening().port();
    }

    /** Say where messages are expected, for people. */
    public String place() {
        return listener.map(own -> "port %s of this machine".formatted(own.port()))
                .orElse("the kept stack");
    }

    /** Tell where to send to: {@code http://127.0.0.1:port/secret}, to which senders add {@code /v1/traces} and the like. */
    public URI endpoint() {
        return listening().endpoint();
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
    public void traces(byte[] body) throws IOException {
        var message = ExportTraceServiceRequest.parseFrom(body);
        deliveries.once(body, () -> OtlpTranslator.spans(message, this::handOn));
    }

    @Override
    public void metrics(byte[] body) throws IOException {
        var message = ExportMetricsServiceRequest.parseFrom(body);
        OtlpTranslator.samples(message, series, sink::sample, metric -> lost.merge(metric, 1L, Long::sum));
        long now = clock.nanos();
        for (ResourceMetrics resourceMetrics : message.getResourceMetricsList()) {
            metricsReceived.put(OtlpTranslator.serviceName(resourceMetrics.getResource()), now);
        }
    }

    @Override
    public void close() {
        listener.ifPresent(OtlpListener::close);
    }

    private void handOn(Span span) {
        Set<String> mark = marks.get(span.traceId());
        if (mark == null) {
            sink.span(span);
        } else if (span.kind().equals("server")) {
            mark.add(span.serviceName());
        }
    }

    private OtlpListener listening() {
        return listener.orElseThrow(() -> new IllegalStateException("somebody else listens for this receiver"));
    }
}
