package io.github.lo2.recording;

import io.github.lo2.capture.CaptureException;
import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.fault.FaultRules;
import io.github.lo2.fault.RunFaults;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.load.Load;
import io.github.lo2.plan.Isolation;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.suite.Arrival;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The parts that record scenarios, in a temporary folder: all real but for the stack, which is a quiet one, and Locust, in
 * whose place is a shell script that says and hears what Locust does.
 */
public final class Rig implements AutoCloseable {
    static final Duration PAUSE = Duration.ofMillis(300);

    /** Locust that sends one request and ends. */
    private static final String LOAD = """
        touch "$log"; : > "$requests"
        echo "lo2 armed"
        read word
        echo "lo2 phase $phase $(date +%s%N)"
        printf '{"time":%s,"duration":5,"scenario":"%s","phase":"baseline","request_id":"b","trace_id":"2","span_id":"2","user":"X-1","task":"t","tag":"correct","anomaly":false,"background":false,"chosen":false,"service_name":"web","method":"GET","route":"/","expected_status":200,"expected_code":null,"status":200,"code":null,"bytes":0,"error":null}\\n' "$(date +%s%N)" "$tag" > "$requests"
        echo "lo2 ended $(date +%s%N)"
        """;

    final QuietStack stack = new QuietStack();
    /** How far the clock is set, ns. */
    final AtomicLong set = new AtomicLong();

    /** What happens when it is read. */
    volatile Runnable onReading = () -> {};

    final EpochClock clock = new EpochClock(() -> {
        onReading.run();
        return InstantSource.system().instant().plusNanos(set.get());
    });
    final SignalRouter router = new SignalRouter();
    final RunFolder run;
    /** What Locust's place does, by the scenario's tag. */
    final Map<String, String> scripts = new HashMap<>();
    /** The program that is Locust's place, by the scenario's tag. */
    final Map<String, String> programs = new HashMap<>();
    /** What is done with a scenario's folder before its Locust is started, by its tag. */
    final Map<String, Consumer<Path>> spoiling = new HashMap<>();

    /** What was heard of phases. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    volatile boolean ending;
    /** What whoever hears of a phase does. */
    volatile Runnable onPhase = () -> {};

    volatile boolean metricsUnreadable;
    /** What happens while a window's metrics are read. */
    volatile Consumer<WindowCapture> whileMetricsAreRead = window -> {};

    private final TimeLeft time = TimeLeft.until(Optional.empty(), clock);
    private final ChildProcesses processes;
    private final OtlpReceiver receiver = OtlpReceiver.start(router, clock);
    private final TurnQueue turns;
    private final ScenarioRecorder recorder;

    public Rig(ChildProcesses processes, Path results, String... tags) {
        this(processes, results, Isolation.NONE, List.of(tags));
    }

    Rig(ChildProcesses processes, Path results, Isolation isolation, List<String> tags) {
        this.processes = processes;
        List<Scenario> scenarios = tags.stream()
                .map(tag -> new Scenario(tags.indexOf(tag) + 1, tag, Duration.ofSeconds(1), PAUSE))
                .toList();
        var plan = new Plan(42, scenarios);
        run = RunFolders.create(plan, Map.of("lo2.results", results.toString()), clock);
        var observed = new ObservedStack(
                stack,
                new Metrics(),
                new Arrival(stack, receiver, new Metrics(), new HttpsClient()),
                new ObservedStack.Origins("docker logs", "Prometheus metrics"));
        var warmUp = new WarmUp(
                Optional.of(Duration.ZERO),
                (duration, listener) -> arm(scenarios.get(0), results, results),
                Optional.empty(),
                clock,
                run.log());
        var beginning = new TurnBeginning(
                new StackPreparation(stack, isolation, warmUp, () -> {}), stack, router, phases(), time, clock);
        turns = new TurnQueue(
                scenarios, new TurnPreparation(run::prepare, this::arm)::prepare, beginning::begin, time, run.log());
        recorder = new ScenarioRecorder(new WayParts(
                run.planned().system(),
                turns,
                observed,
                new FactSheet(stack.kind()),
                new FaultPhases(new RunFaults(42, List.of(), false, FaultRules.none(), stack, clock), clock),
                new ScenarioLines(run.log(), plan, observed.origins(), clock),
                isolation != Isolation.NONE,
                () -> ending,
                new OrderlyEnd(Duration.ZERO, time, clock),
                clock));
        this.scenarios = scenarios;
    }

    final List<Scenario> scenarios;

    /** Record a scenario of a place, from 0. */
    public void record(int place, ScenarioBody body) throws Throwable {
        recorder.record(scenarios.get(place), body);
    }

    /** Record a scenario of a place, from 0, of which nothing is said. */
    void record(int place) throws Throwable {
        record(place, recording -> {});
    }

    void prepareFirst() {
        turns.prepareFirst();
    }

    public String log() {
        try {
            return Files.readString(run.path().resolve("run_log.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path sealed(String tag) {
        return run.path().resolve(tag);
    }

    private PhaseListener phases() {
        return new PhaseListener() {
            @Override
            public void begun(Scenario scenario, Phase.Kind phase, long nanos) {
                heard.add("%s begins %s".formatted(scenario.tag(), phase.word()));
                onPhase.run();
            }

            @Override
            public void ended(Scenario scenario) {
                heard.add("%s ended".formatted(scenario.tag()));
            }
        };
    }

    Load arm(Scenario scenario, Path requests, Path locustLog) {
        spoiling.getOrDefault(scenario.tag(), folder -> {}).accept(requests.resolveSibling(""));
        var command = new ChildCommand(
                ChildKind.PYTHON,
                "load " + scenario.tag(),
                List.of(
                        programs.getOrDefault(scenario.tag(), "/bin/sh"),
                        "-c",
                        scripts.getOrDefault(scenario.tag(), LOAD)),
                run.path(),
                Map.of(
                        "requests", requests.toString(),
                        "log", locustLog.toString(),
                        "tag", scenario.tag(),
                        "phase", scenario.phases().get(0).kind().word()));
        return Load.arm(scenario, command, requests, processes, clock);
    }

    /** Start in Locust's place what ends at once and says nothing. */
    static Load silent(ChildProcesses processes, Scenario scenario, Path folder) {
        var command = new ChildCommand(ChildKind.PYTHON, "silent load", List.of("true"), folder, Map.of());
        return Load.arm(scenario, command, folder.resolve("requests.jsonl"), processes, EpochClock.system());
    }

    @Override
    public void close() {
        turns.close();
        receiver.close();
        run.close();
    }

    private final class Metrics implements MetricSource {
        @Override
        public List<String> missing(long endNanos) {
            return List.of();
        }

        @Override
        public List<String> read(WindowCapture window, Consumer<SeriesSamples> sink) {
            if (metricsUnreadable) {
                throw new CaptureException("Prometheus does not answer", new IOException("refused"));
            }
            whileMetricsAreRead.accept(window);
            return List.of();
        }
    }
}
