package io.github.lo2.suite;

import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Waits, after the load of a window has ended, until each of its signals has passed the end.
 *
 * <ul>
 *   <li>Logs: every stream is empty.
 *   <li>Spans: a mark, a health request that is sent to each service after the end, has come back as a span; an agent
 *       sends its spans in the order in which they ended.
 *   <li>Metrics: their source has all that was taken before the end.
 * </ul>
 */
public final class Arrival {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Stack stack;
    private final OtlpReceiver receiver;
    private final HttpsClient http;
    private final MetricSource metrics;
    private final RandomGenerator random = new SplittableRandom();

    Arrival(Stack stack, OtlpReceiver receiver, MetricSource metrics, HttpsClient http) {
        this.stack = stack;
        this.receiver = receiver;
        this.http = http;
        this.metrics = metrics;
    }

    /**
     * Wait until the signals of a window are complete.
     *
     * @param window closes its logs as soon as their streams are empty
     * @param endNanos the end of its load, ns since the epoch (UTC)
     * @return what is missing after 10 s, in words; empty when all has arrived
     */
    public List<String> await(WindowCapture window, long endNanos) {
        String mark = hex(random.nextLong()) + hex(random.nextLong());
        receiver.expectMark(mark);
        try {
            awaiting().until(() -> stack.logsPassed(endNanos));
        } catch (ConditionTimeoutException e) {
            // Said below.
        }
        boolean logsPassed = stack.logsPassed(endNanos);
        window.closeLogs();
        stack.services().stream().parallel().forEach(service -> send(service, mark));
        try {
            awaiting().until(() -> missing(mark, endNanos).isEmpty());
        } catch (ConditionTimeoutException e) {
            // What is missing is said, not thrown: the scenario is kept and marked.
        }
        var missing = new ArrayList<>(missing(mark, endNanos));
        if (!logsPassed) {
            missing.add("the log streams were not empty %d s after the load".formatted(LIMIT.toSeconds()));
        }
        return missing;
    }

    private static ConditionFactory awaiting() {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread();
    }

    private void send(Service service, String mark) {
        http.get(service.health(), Map.of("traceparent", "00-" + mark + "-" + hex(random.nextLong() | 1) + "-01"));
    }

    private List<String> missing(String mark, long endNanos) {
        var missing = new ArrayList<String>();
        for (Service service : stack.services()) {
            String name = service.serviceName();
            if (!receiver.markArrived(mark, name)) {
                missing.add("the last spans of " + name);
            }
        }
        missing.addAll(metrics.missing(endNanos));
        return missing;
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }
}
