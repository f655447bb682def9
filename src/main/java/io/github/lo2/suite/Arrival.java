package io.github.lo2.suite;

import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
import io.github.lo2.stack.LogPassage;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.stack.StackException;
import io.github.lo2.time.EpochClock;
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
 *   <li>Spans: a mark, a request that is sent to each service after the end, has come back as a span; an agent
 *       sends its spans in the order in which they ended.
 *   <li>Metrics: their source has all that was taken before the end.
 * </ul>
 */
public final class Arrival {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Services that have just started are slow: a mark, or the message with its span, may go while nobody answers in time. */
    private static final int START_MARKS = 6;

    private final Stack stack;
    private final OtlpReceiver receiver;
    private final HttpsClient http;
    private final MetricSource metrics;
    private final Duration limit;
    private final RandomGenerator random = new SplittableRandom();

    public Arrival(Stack stack, OtlpReceiver receiver, MetricSource metrics, HttpsClient http) {
        this(stack, receiver, metrics, http, LIMIT);
    }

    Arrival(Stack stack, OtlpReceiver receiver, MetricSource metrics, HttpsClient http, Duration limit) {
        this.stack = stack;
        this.receiver = receiver;
        this.http = http;
        this.metrics = metrics;
        this.limit = limit;
    }

    /**
     * What was sent after a window's logs, to see its last spans pass.
     *
     * @param traceId the trace id of the mark
     * @param window the window
     * @param missing what is missing of the logs
     */
    public record Mark(String traceId, WindowCapture window, List<Missing> missing) {}

    /** Count the messages with spans that came again so far, and were let go. */
    public long repeats() {
        return receiver.repeats();
    }

    /**
     * Require that a span of each service arrives, so that no run is begun whose spans would all be missing.
     *
     * @throws StackException naming the services whose spans do not arrive
     */
    void requireSpans() {
        List<String> silent = List.of();
        for (int marks = 0; marks < START_MARKS; marks++) {
            String traceId = sendMark();
            try {
                awaiting(limit).until(() -> servicesWithoutMark(traceId).isEmpty());
                return;
            } catch (ConditionTimeoutException e) {
                silent = servicesWithoutMark(traceId);
            }
        }
        throw new StackException(
                "no spans of %s have arrived in %s s, after %s requests; expected them at %s; let the stack's containers or processes reach it (firewall, OTEL_… variables); nothing was recorded"
                        .formatted(
                                String.join(", ", silent),
                                limit.multipliedBy(START_MARKS).toSeconds(),
                                START_MARKS,
                                receiver.place()));
    }

    /**
     * Wait until the logs of a window whose load has ended are complete, and close them.
     *
     * @return the mark that was sent then, for {@link #awaitRest}
     */
    public Mark awaitLogs(WindowCapture window) {
        var missing = new ArrayList<Missing>();
        try (LogPassage passage = stack.passLogs(window.startNanos(), window.endNanos())) {
            missing.addAll(missing(passage));
        }
        window.closeLogs();
        return new Mark(sendMark(), window, missing);
    }

    private List<Missing> missing(LogPassage passage) {
        var missing = new ArrayList<Missing>();
        try {
            awaiting(limit).until(() -> passage.behind().isEmpty());
        } catch (ConditionTimeoutException e) {
            // Which are behind is asked below.
        }
        List<String> behind = passage.behind();
        if (!behind.isEmpty()) {
            missing.add(new Missing(
                    Signal.LOGS,
                    "the last log lines of %s, %s s after the load"
                            .formatted(String.join(", ", behind), limit.toSeconds())));
        }
        passage.gaps().forEach(gap -> missing.add(new Missing(Signal.LOGS, gap)));
        return missing;
    }

    /**
     * Wait until the spans and metrics of a window are complete, and let it take no more.
     *
     * @return what is missing of the window's signals after 10 s; empty when all has arrived
     */
    public List<Missing> awaitRest(Mark mark) {
        try {
            awaiting(limit).until(() -> missing(mark).isEmpty());
        } catch (ConditionTimeoutException e) {
            // What is missing is said, not thrown: the scenario is kept and marked.
        }
        var missing = new ArrayList<>(mark.missing());
        missing.addAll(missing(mark));
        mark.window().complete();
        missing.addAll(mark.window().unwritten());
        return missing;
    }

    /**
     * Wait until spans and metrics come again from a stack of which a part was started anew. What was lost meanwhile was lost
     * by the scenario in which that part ended, and the next one is not blamed for it.
     *
     * @param clock tells when they have to come from
     * @return what was lost meanwhile, in words
     * @throws StackException naming the services whose spans do not arrive
     */
    public List<String> awaitAgain(EpochClock clock) {
        requireSpans();
        long now = clock.nanos();
        try {
            awaiting(limit).until(() -> metrics.missing(now).isEmpty());
        } catch (ConditionTimeoutException e) {
            // The next window will miss them, too, and say so.
        }
        return metrics.settle();
    }

    private static ConditionFactory awaiting(Duration limit) {
        return Awaitility.await()
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread();
    }

    /** Send a mark to each service and say its trace id. */
    private String sendMark() {
        String traceId = hex(random.nextLong()) + hex(random.nextLong());
        receiver.expectMark(traceId);
        stack.services().stream().parallel().forEach(service -> send(service, traceId));
        return traceId;
    }

    private void send(Service service, String traceId) {
        http.get(service.mark(), Map.of("traceparent", "00-" + traceId + "-" + hex(random.nextLong() | 1) + "-01"));
    }

    private List<Missing> missing(Mark mark) {
        var missing = new ArrayList<Missing>();
        servicesWithoutMark(mark.traceId())
                .forEach(name -> missing.add(new Missing(Signal.SPANS, "the last spans of " + name)));
        metrics.missing(mark.window().endNanos()).forEach(what -> missing.add(new Missing(Signal.METRICS, what)));
        return missing;
    }

    private List<String> servicesWithoutMark(String traceId) {
        return stack.services().stream()
                .map(Service::serviceName)
                .filter(name -> !receiver.markArrived(traceId, name))
                .toList();
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }
}
