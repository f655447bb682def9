package io.github.lo2.junit;

import io.github.lo2.capture.CaptureException;
import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.MetricFiles;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunLog;
import io.github.lo2.dataset.ScenarioFolder;
import io.github.lo2.load.Load;
import io.github.lo2.load.Loads;
import io.github.lo2.load.LocustException;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.report.Progress;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Arrival;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.time.EpochClock;
import io.github.lo2.validate.LabelVerdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/**
 * Records scenarios, one after the other.
 *
 * <p>This is the way of one scenario, from top to bottom: its turn, its load, the end of its window, the arrival of its
 * signals, its seal, its verdict. What the next scenario needs is prepared as soon as the load of this one has ended.
 */
final class ScenarioRecorder implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(60);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx").withZone(ZoneOffset.UTC);

    private final Plan plan;
    private final RunFolder run;
    private final Stack stack;
    private final MetricSource metrics;
    private final Arrival arrival;
    private final SignalRouter router;
    private final Loads loads;
    private final EpochClock clock;
    private final RunLog log;
    private final Progress progress;
    private final List<LabelVerdict> verdicts = new ArrayList<>();
    private @Nullable Attempt next;
    private @Nullable Attempt current;
    /** When the next scenario's load is due, ns since the epoch; 0 before the first. */
    private long dueNanos;
    /** What scenarios cost beyond their durations and waits so far, ns. */
    private long beyondNanos;

    private record Attempt(Scenario scenario, ScenarioFolder folder, Load load) {}

    ScenarioRecorder(
            Plan plan, RunFolder run, ObservedStack observed, SignalRouter router, Loads loads, EpochClock clock) {
        this.plan = plan;
        this.run = run;
        this.stack = observed.stack();
        this.metrics = observed.metrics();
        this.arrival = observed.arrival();
        this.router = router;
        this.loads = loads;
        this.clock = clock;
        this.log = run.log();
        this.progress = new Progress(plan.scenarios().size(), ZoneId.systemDefault());
    }

    /**
     * Record a scenario.
     *
     * @param tag its tag
     * @param load what puts it under load and returns when the load has ended: {@link #applyLoad()}, by way of JUnit
     * @throws Throwable what {@code load} throws; an assertion error when the label is not confirmed or a signal did not
     *     arrive
     */
    void record(String tag, Executable load) throws Throwable {
        Scenario scenario = scenario(tag);
        stack.repair();
        Attempt attempt = take(scenario);
        ScenarioFolder folder = attempt.folder();
        try {
            awaitTurn(attempt);
            folder.open(stack.containers(), serviceNames());
            long start = clock.nanos();
            try (WindowCapture window = router.open(start, folder)) {
                log.say("Starting locust test for tag '%s' with duration %ds"
                        .formatted(tag, scenario.duration().toSeconds()));
                load.execute();
                long end = loadEnd(attempt);
                window.end(end);
                dueNanos = end + scenario.pause().toNanos();
                log.say("Finished locust test for tag '%s'".formatted(tag));
                prepareAfter(scenario);

                List<String> missing = new ArrayList<>(arrival.await(window, end));
                stack.trouble().ifPresent(missing::add);
                window.complete();
                log.say("Fetched docker logs from %s to %s".formatted(time(start), time(end)));

                attempt.load().finish();
                AtomicInteger series = new AtomicInteger();
                missing.addAll(fetchMetrics(window, folder, series));
                folder.seal(end);
                log.say("Fetched Prometheus metrics from %s to %s".formatted(time(start), time(end)));
                showCounts(window, series.get(), end);

                LabelVerdict verdict = LabelVerdict.of(tag, attempt.load().tally());
                verdicts.add(verdict);
                log.say(verdict.toString());
                missing.forEach(what -> log.say("Missing in '%s': %s".formatted(tag, what)));
                sayWait(scenario);
                require(verdict, missing);
            }
        } catch (LocustException e) {
            dueNanos = clock.nanos() + scenario.pause().toNanos();
            log.say("Scenario '%s' is not kept: %s".formatted(tag, e.getMessage()));
            prepareAfter(scenario);
            throw e;
        } finally {
            attempt.load().close();
            folder.abandon();
            current = null;
        }
    }

    /**
     * Put the scenario that is being recorded under load until the load has ended.
     *
     * @throws LocustException when Locust ends before its load
     */
    void applyLoad() {
        Attempt attempt = current();
        long start = clock.nanos();
        attempt.load().start();
        var shown = new AtomicLong(start);
        awaitEnd(attempt.load(), () -> {
            long now = clock.nanos();
            if (now - shown.get() >= PROGRESS_INTERVAL.toNanos()) {
                shown.set(now);
                showProgress(attempt, Duration.ofNanos(now - start));
            }
        });
    }

    /**
     * Put the services under load that is not recorded.
     *
     * @param duration for how long
     */
    void warmUp(Duration duration) {
        log.say("Warming up for %ds".formatted(duration.toSeconds()));
        try (Load load = loads.armUnrecorded(duration)) {
            load.start();
            awaitEnd(load, () -> {});
            load.finish();
        }
    }

    /** Prepare the first scenario while the stack is being checked. */
    void prepareFirst() {
        plan.scenarios().stream().findFirst().ifPresent(this::prepare);
    }

    List<LabelVerdict> verdicts() {
        return List.copyOf(verdicts);
    }

    /** Say what the scenarios cost beyond their durations and waits. */
    Duration beyond() {
        return Duration.ofNanos(beyondNanos);
    }

    /** End what was prepared and not used. */
    @Override
    public void close() {
        if (next != null) {
            next.load().close();
            next.folder().discard();
            next = null;
        }
    }

    private static void awaitEnd(Load load, Runnable meanwhile) {
        Awaitility.await("the load of " + load.scenario().tag())
                .atMost(load.scenario().duration().plus(LOAD_PATIENCE))
                .pollInterval(POLL)
                .pollInSameThread()
                .until(() -> {
                    boolean ended = load.poll().isPresent();
                    if (!ended) {
                        meanwhile.run();
                    }
                    return ended;
                });
    }

    private Scenario scenario(String tag) {
        return plan.scenarios().stream()
                .filter(scenario -> scenario.tag().equals(tag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario '%s' in the plan".formatted(tag)));
    }

    private Attempt take(Scenario scenario) {
        Attempt attempt = next;
        if (attempt == null || !attempt.scenario().equals(scenario)) {
            close();
            attempt = attempt(scenario);
        }
        next = null;
        current = attempt;
        return attempt;
    }

    private Attempt current() {
        if (current == null) {
            throw new IllegalStateException("no scenario is being recorded; @DatasetRun must be on the test class");
        }
        return current;
    }

    private void prepareAfter(Scenario scenario) {
        int index = plan.scenarios().indexOf(scenario) + 1;
        if (index < plan.scenarios().size()) {
            prepare(plan.scenarios().get(index));
        }
    }

    private void prepare(Scenario scenario) {
        close();
        next = attempt(scenario);
    }

    private Attempt attempt(Scenario scenario) {
        ScenarioFolder folder = run.begin(scenario);
        return new Attempt(scenario, folder, loads.arm(scenario, folder.requests(), folder.locustLog()));
    }

    private void awaitTurn(Attempt attempt) {
        attempt.load().awaitArmed();
        if (dueNanos != 0) {
            long late = clock.nanos() - dueNanos;
            if (late < 0) {
                Awaitility.await("the wait before " + attempt.scenario().tag())
                        .atMost(Duration.ofNanos(-late).plusSeconds(10))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .pollInSameThread()
                        .until(() -> clock.nanos() >= dueNanos);
            }
            beyondNanos += Math.max(0, clock.nanos() - dueNanos);
        }
    }

    private static long loadEnd(Attempt attempt) {
        return attempt.load()
                .poll()
                .orElseThrow(() -> new IllegalStateException("the load of '%s' has not been applied"
                        .formatted(attempt.scenario().tag())));
    }

    /** Write the metric files of a window; without its metrics a scenario is kept too, and marked. */
    private List<String> fetchMetrics(WindowCapture window, ScenarioFolder folder, AtomicInteger series) {
        try (MetricFiles files = folder.metricFiles(window.startNanos(), window.endNanos())) {
            try {
                return metrics.read(window, samples -> {
                    files.write(samples);
                    series.incrementAndGet();
                });
            } catch (CaptureException e) {
                files.discard();
                return List.of(String.valueOf(e.getMessage()));
            }
        }
    }

    private void showCounts(WindowCapture window, int series, long end) {
        log.show("%d log lines, %d spans, %d series; sealed %.2f s after the load"
                .formatted(window.lineCount(), window.spanCount(), series, (clock.nanos() - end) / 1e9));
    }

    private void sayWait(Scenario scenario) {
        if (plan.scenarios().indexOf(scenario) < plan.scenarios().size() - 1) {
            log.say("Waiting for %ds".formatted(scenario.pause().toSeconds()));
        }
    }

    private static void require(LabelVerdict verdict, List<String> missing) {
        if (!verdict.isConfirmed() || !missing.isEmpty()) {
            Assertions.fail(
                    missing.isEmpty() ? verdict.toString() : verdict + "; missing: " + String.join("; ", missing));
        }
    }

    private void showProgress(Attempt attempt, Duration elapsed) {
        Scenario scenario = attempt.scenario();
        int index = plan.scenarios().indexOf(scenario);
        Duration left = new Plan(
                        plan.seed(),
                        plan.scenarios().subList(index, plan.scenarios().size()))
                .length()
                .minus(elapsed);
        Instant end = EpochClock.toInstant(clock.nanos()).plus(left);
        log.show(progress.line(
                index + 1,
                scenario.tag(),
                elapsed,
                scenario.duration(),
                attempt.load().tally().total(),
                attempt.load().tally().failures(),
                end));
    }

    private List<String> serviceNames() {
        return stack.services().stream().map(Service::serviceName).toList();
    }

    private static String time(long epochNanos) {
        return TIME.format(EpochClock.toInstant(epochNanos));
    }
}
