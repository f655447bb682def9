package io.github.lo2.suite;

import io.github.lo2.capture.CountedMetrics;
import io.github.lo2.capture.HostMetrics;
import io.github.lo2.capture.LossLedger;
import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.PrometheusMetrics;
import io.github.lo2.capture.ReceivedMetrics;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.stack.ComposeStack;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.KeptStack;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.ObservedStack.Origins;
import io.github.lo2.time.EpochClock;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts beside a stack what observes it: where its samples come from, what is lost of its signals, when they have come.
 *
 * @param router hands signals to who records
 * @param http asks services and Prometheus
 * @param clock stamps samples
 * @param parts takes what ends with the stack
 */
record Observation(SignalRouter router, HttpsClient http, EpochClock clock, Parts parts) {
    private static final Origins EMBEDDED = new Origins("process logs", "metrics that were sent");
    /** The reference's words. */
    private static final Origins COMPOSE = new Origins("docker logs", "Prometheus metrics");

    /** Observe processes, which send to a receiver. */
    ObservedStack embedded(EmbeddedStack stack, OtlpReceiver receiver) {
        List<String> senders = serviceNames(stack);
        startHostMetrics(stack.services(), stack::processIds);
        return sentMetrics(stack, senders, receiver).begun();
    }

    /**
     * Observe containers.
     *
     * @param receiver gets their spans, and the counters of agents and collector
     * @param composeFiles what they are defined by; the list of metrics is beside the first
     */
    ObservedStack compose(ComposeStack stack, OtlpReceiver receiver, List<Path> composeFiles, Consumer<String> log) {
        return askedMetrics(stack, stack.prometheus(), stack.collectors(), receiver, composeFiles, log)
                .begun();
    }

    /** Observe a stack that another process keeps up and hands signals over from. */
    ObservedStack kept(KeptStack stack, OtlpReceiver handedOver, List<Path> composeFiles, Consumer<String> log) {
        Optional<URI> prometheus = stack.prometheus();
        if (prometheus.isPresent()) {
            return askedMetrics(stack, prometheus.get(), stack.collectors(), handedOver, composeFiles, log)
                    .takenUp();
        }
        Observed observed = sentMetrics(stack, serviceNames(stack), handedOver);
        startHostMetrics(stack.services(), stack::processIds);
        return observed.takenUp();
    }

    /** Take the samples that were sent, as on the embedded stack. */
    private Observed sentMetrics(Stack stack, List<String> senders, OtlpReceiver receiver) {
        var sent = new ReceivedMetrics(receiver, () -> senders, clock);
        LossLedger losses = losses(senders);
        return new Observed(stack, new CountedMetrics(sent, sent, losses), losses, receiver, EMBEDDED);
    }

    /** Ask Prometheus for the samples; what agents and the collector send besides are counters of what they lost. */
    private Observed askedMetrics(
            Stack stack,
            URI prometheus,
            List<String> collectors,
            OtlpReceiver receiver,
            List<Path> composeFiles,
            Consumer<String> log) {
        MetricSource asked = prometheusMetrics(prometheus, composeFiles, log);
        LossLedger losses = losses(
                Stream.concat(serviceNames(stack).stream(), collectors.stream()).toList());
        var counters = new ReceivedMetrics(receiver, losses::counted, clock);
        return new Observed(stack, new CountedMetrics(asked, counters, losses), losses, receiver, COMPOSE);
    }

    private PrometheusMetrics prometheusMetrics(URI prometheus, List<Path> composeFiles, Consumer<String> log) {
        List<String> names = MetricList.read(MetricList.beside(composeFiles.get(0)))
                .orElseGet(() -> PrometheusMetrics.names(http, prometheus));
        var metrics = new PrometheusMetrics(http, prometheus, names, clock);
        List<String> unknown = metrics.unknown();
        if (!unknown.isEmpty()) {
            log.accept("Prometheus does not have %s of the %s listed metrics: %s"
                    .formatted(unknown.size(), names.size(), String.join(", ", unknown)));
        }
        return metrics;
    }

    private LossLedger losses(List<String> senders) {
        var losses = new LossLedger(senders);
        router.latest().forEach(losses::sample); // of those that have started already
        router.listen(losses::sample);
        return losses;
    }

    private void startHostMetrics(List<Service> services, Processes living) {
        HostMetrics started = HostMetrics.start(router, clock, () -> targets(services, living.ids()));
        parts.add(started::close);
    }

    private static List<HostMetrics.Target> targets(List<Service> services, Map<String, Long> processIds) {
        Map<String, String> jobs =
                services.stream().collect(Collectors.toMap(Service::container, Service::serviceName));
        return processIds.entrySet().stream()
                .map(process -> new HostMetrics.Target(
                        jobs.getOrDefault(process.getKey(), process.getKey()), process.getKey(), process.getValue()))
                .toList();
    }

    private static List<String> serviceNames(Stack stack) {
        return stack.services().stream().map(Service::serviceName).toList();
    }

    /** Lists the processes that live, by the container they stand for. */
    @FunctionalInterface
    private interface Processes {
        Map<String, Long> ids();
    }

    /** A stack with all that observes it, before the first signals are waited for. */
    private final class Observed {
        private final Stack stack;
        private final MetricSource metrics;
        private final LossLedger losses;
        private final Arrival arrival;
        private final Origins origins;

        Observed(Stack stack, MetricSource metrics, LossLedger losses, OtlpReceiver receiver, Origins origins) {
            this.stack = stack;
            this.metrics = metrics;
            this.losses = losses;
            this.arrival = new Arrival(stack, receiver, metrics, http);
            this.origins = origins;
        }

        /** Begin once the spans of a stack that has just started come: what was lost until then is nobody's. */
        ObservedStack begun() {
            arrival.requireSpans();
            losses.settle();
            return whole();
        }

        /** Begin once spans and metrics come again: what its services have lost and counted before is nobody's. */
        ObservedStack takenUp() {
            var unused = arrival.awaitAgain(clock);
            return whole();
        }

        private ObservedStack whole() {
            return new ObservedStack(stack, metrics, arrival, origins);
        }
    }
}
