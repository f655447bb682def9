package io.github.lo2.junit;

import io.github.lo2.capture.CaptureException;
import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunLog;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioFacts.Counts;
import io.github.lo2.dataset.ScenarioFolder;
import io.github.lo2.dataset.ScenarioMetrics;
import io.github.lo2.load.Load;
import io.github.lo2.load.Loads;
import io.github.lo2.load.LocustException;
import io.github.lo2.plan.Isolation;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.report.Progress;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
import io.github.lo2.stack.Database;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Arrival;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.EpochClock;
import io.github.lo2.validate.JudgedScenario;
import io.github.lo2.validate.ScenarioVerdicts;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/**
 * Records scenarios, one after the other.
 *
 * <p>This is the way of one scenario, from top to bottom: its turn, its load, the end of its window, the arrival of its
 * signals, its verdicts, its seal. The next scenario's load begins when it is due: if this one is still being sealed then,
 * both go on side by side. Scenarios are prepared two ahead, between two loads, so that no load waits for Python's start.
 */
final class ScenarioRecorder implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(60);
    /** How many scenarios are prepared ahead. */
    private static final int PREPARED = 2;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

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
    private final ExecutorService turns = Executors.newSingleThreadExecutor(task -> new Thread(task, "turns"));
    /** The turns that come next, in the plan's order. */
    private final Deque<Turn> prepared = new ArrayDeque<>();

    private @Nullable Turn current;
    /** What scenarios cost beyond their durations and waits so far, ns. */
    private long beyondNanos;

    /**
     * @param plan the scenarios that are to be recorded
     */
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
     * @param load what waits until its load has ended: {@link #awaitLoad()}, by way of JUnit
     * @throws Throwable what {@code load} throws; an assertion error when a verdict is against it
     */
    void record(String tag, Executable load) throws Throwable {
        Scenario scenario = scenario(tag);
        try (Turn turn = take(scenario)) {
            Turn.Begun begun = turn.awaitBegun();
            WindowCapture window = begun.window();
            log.say(
                    window.startNanos(),
                    "Starting locust test for tag '%s' with duration %ss"
                            .formatted(tag, scenario.duration().toSeconds()));
            load.execute();
            long end = loadEnd(turn);
            window.end(end);
            log.say("Finished locust test for tag '%s'".formatted(tag));
            var missing = new ArrayList<Missing>();
            stack.trouble().ifPresent(what -> missing.add(new Missing(Signal.STACK, what)));
            prepareAfter(scenario);

            Arrival.Mark mark = arrival.awaitLogs(window);
            boolean isolated = run.parameters().isolation() != Isolation.NONE;
            if (!isolated) {
                beginNext(end + scenario.pause().toNanos());
            }
            missing.addAll(arrival.awaitRest(mark));
            window.complete();
            turn.load().finish();
            log.say("Fetched docker logs from %s to %s".formatted(time(window.startNanos()), time(end)));

            ScenarioFolder folder = turn.folder();
            long series = fetchMetrics(window, folder, missing);
            folder.completeTables(window.startNanos());
            ScenarioFacts facts = facts(turn, begun, series, missing, verdicts(turn, window, missing));
            folder.seal(facts);
            log.say("Fetched Prometheus metrics from %s to %s".formatted(time(window.startNanos()), time(end)));
            log.show(String.format(
                    Locale.ROOT,
                    "%d log lines, %d spans, %d series; sealed %.2f s after the load",
                    window.lineCount(),
                    window.spanCount(),
                    series,
                    (clock.nanos() - end) / 1e9));
            facts.verdicts().forEach(this::say);
            sayWait(scenario);
            if (isolated) {
                beginNext(end + scenario.pause().toNanos());
            }
            require(facts);
        } catch (LocustException e) {
            log.say("Scenario '%s' is not kept: %s".formatted(tag, e.getMessage()));
            prepareAfter(scenario);
            beginNext(clock.nanos() + scenario.pause().toNanos());
            throw e;
        } finally {
            current = null;
        }
    }

    /**
     * Wait until the load of the scenario that is being recorded has ended.
     *
     * @throws LocustException when Locust ends before its load
     */
    void awaitLoad() {
        Turn turn = current();
        long start = clock.nanos();
        var shown = new AtomicLong(start);
        awaitEnd(turn.load(), () -> {
            long now = clock.nanos();
            if (now - shown.get() >= PROGRESS_INTERVAL.toNanos()) {
                shown.set(now);
                showProgress(turn, Duration.ofNanos(now - start));
            }
        });
    }

    /** Put the services under load that is not recorded, for as long as the run's parameters say. */
    void warmUp() {
        Duration duration = run.parameters().warmup();
        if (duration.isZero()) {
            return;
        }
        log.say("Warming up for %ss".formatted(duration.toSeconds()));
        try (Load load = loads.armUnrecorded(duration)) {
            load.start();
            awaitEnd(load, () -> {});
            load.finish();
        }
    }

    /** Prepare the first scenarios while the stack is being checked. */
    void prepareFirst() {
        prepareFrom(0);
    }

    /** Say what the scenarios cost beyond their durations and waits. */
    Duration beyond() {
        return Duration.ofNanos(beyondNanos);
    }

    /** End what was prepared and not used. */
    @Override
    public void close() {
        discardPrepared();
        turns.shutdownNow();
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

    private Turn take(Scenario scenario) {
        Turn next = prepared.peek();
        if (next == null || !next.scenario().equals(scenario)) {
            discardPrepared();
            prepared.add(turn(scenario));
        }
        Turn turn = prepared.remove();
        current = turn;
        if (!turn.isBeginning()) {
            begin(turn, OptionalLong.empty());
        }
        return turn;
    }

    private Turn current() {
        if (current == null) {
            throw new IllegalStateException("no scenario is being recorded; @DatasetRun must be on the test class");
        }
        return current;
    }

    private void prepareAfter(Scenario scenario) {
        prepareFrom(plan.scenarios().indexOf(scenario) + 1);
    }

    /** Prepare the scenarios at a place of the plan and behind it that are not prepared yet. */
    private void prepareFrom(int place) {
        plan.scenarios().stream()
                .skip(place)
                .limit(PREPARED)
                .skip(prepared.size())
                .map(this::turn)
                .forEach(prepared::add);
    }

    private void discardPrepared() {
        prepared.forEach(Turn::discard);
        prepared.clear();
    }

    private Turn turn(Scenario scenario) {
        ScenarioFolder folder = run.begin(scenario);
        return new Turn(scenario, folder, loads.arm(scenario, folder.requests(), folder.locustLog()));
    }

    /** Let the next load begin when it is due, whatever is still to be done for this one. */
    private void beginNext(long dueNanos) {
        Turn next = prepared.peek();
        if (next != null && !next.isBeginning()) {
            begin(next, OptionalLong.of(dueNanos));
        }
    }

    /** Begin a turn when it is due, ns since the epoch; at once when nothing was before it. */
    private void begin(Turn turn, OptionalLong dueNanos) {
        turn.begin(turns, () -> {
            prepareStack();
            turn.load().awaitArmed();
            SortedMap<String, Long> rows = stack.database().map(Database::rows).orElseGet(Collections::emptySortedMap);
            turn.folder().open(stack.containers(), serviceNames());
            awaitDue(turn, dueNanos);
            long start = clock.nanos();
            WindowCapture window = router.open(start, turn.folder());
            turn.load().start();
            return new Turn.Begun(window, Math.max(0, start - dueNanos.orElse(start)), rows);
        });
    }

    private void prepareStack() {
        stack.repair();
        switch (run.parameters().isolation()) {
            case NONE -> {}
            case DATABASE -> stack.restoreData();
            case STACK -> startAfresh();
        }
    }

    /** Start the stack afresh and warm it up as for the first scenario of a run; what that leaves is taken out again. */
    private void startAfresh() {
        stack.restart();
        boolean warmedUp = !run.parameters().warmup().isZero();
        warmUp();
        if (warmedUp && stack.restoreObstacle().isEmpty()) {
            stack.restoreData();
        }
    }

    private void awaitDue(Turn turn, OptionalLong dueNanos) {
        long due = dueNanos.orElse(0);
        long left = due - clock.nanos();
        if (left > 0) {
            Awaitility.await("the wait before " + turn.scenario().tag())
                    .atMost(Duration.ofNanos(left).plusSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .pollInSameThread()
                    .until(() -> turn.isCancelled() || clock.nanos() >= due);
        }
        if (turn.isCancelled()) {
            throw new CancellationException(
                    "the turn of '%s' was cancelled".formatted(turn.scenario().tag()));
        }
    }

    private static long loadEnd(Turn turn) {
        return turn.load()
                .poll()
                .orElseThrow(() -> new IllegalStateException("the load of '%s' has not been applied"
                        .formatted(turn.scenario().tag())));
    }

    /** Write the series of a window; without its metrics a scenario is kept too, and marked. */
    private long fetchMetrics(WindowCapture window, ScenarioFolder folder, List<Missing> missing) {
        try (ScenarioMetrics files = folder.metrics(window.startNanos(), window.endNanos())) {
            try {
                metrics.read(window, files::write).forEach(what -> missing.add(new Missing(Signal.METRICS, what)));
            } catch (CaptureException e) {
                files.discard();
                missing.add(new Missing(Signal.METRICS, String.valueOf(e.getMessage())));
            }
            return files.seriesCount();
        }
    }

    private List<Verdict> verdicts(Turn turn, WindowCapture window, List<Missing> missing) {
        var judged = new JudgedScenario(
                run.planned().system(), turn.scenario().tag(), window.startNanos(), window.endNanos(), missing);
        try (TableViews tables = turn.folder().tables()) {
            return ScenarioVerdicts.of(judged, tables);
        }
    }

    private ScenarioFacts facts(
            Turn turn, Turn.Begun begun, long series, List<Missing> missing, List<Verdict> verdicts) {
        Scenario scenario = turn.scenario();
        WindowCapture window = begun.window();
        beyondNanos += begun.beyondNanos();
        return new ScenarioFacts(
                scenario.ordinal(),
                scenario.tag(),
                stack.kind(),
                scenario.duration().toNanos(),
                window.endNanos() - window.startNanos(),
                scenario.pause().toNanos(),
                begun.beyondNanos(),
                window.startNanos(),
                window.endNanos(),
                new Counts(
                        turn.load().tally().total(),
                        turn.load().tally().failures(),
                        turn.load().tally().anomalies(),
                        turn.load().tally().confirmed(),
                        window.lineCount(),
                        turn.folder().logRecordCount(),
                        window.spanCount(),
                        series,
                        turn.folder().sampleCount()),
                begun.rows(),
                List.copyOf(missing),
                verdicts);
    }

    /** What speaks against a scenario is kept with its rows; what passed is shown in a line. */
    private void say(Verdict verdict) {
        if (verdict.passed()) {
            log.show("%s: %s".formatted(verdict.kind(), VerdictText.sentence(verdict)));
        } else {
            log.say(verdict.toString());
        }
    }

    private void sayWait(Scenario scenario) {
        if (plan.scenarios().indexOf(scenario) < plan.scenarios().size() - 1) {
            log.say("Waiting for %ss".formatted(scenario.pause().toSeconds()));
        }
    }

    private static void require(ScenarioFacts facts) {
        if (!facts.isPassed()) {
            Assertions.fail(facts.objections().stream().map(Verdict::toString).collect(Collectors.joining("\n")));
        }
    }

    private void showProgress(Turn turn, Duration elapsed) {
        Scenario scenario = turn.scenario();
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
                turn.load().tally().total(),
                turn.load().tally().failures(),
                end));
    }

    private Map<String, String> serviceNames() {
        return stack.services().stream()
                .collect(Collectors.toMap(
                        Service::container, Service::serviceName, (one, other) -> one, LinkedHashMap::new));
    }

    private static String time(long epochNanos) {
        return TIME.format(EpochClock.toInstant(epochNanos));
    }
}
