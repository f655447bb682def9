package io.github.lo2.junit;

import static io.github.lo2.junit.DockerCommand.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.validate.RunValidation;
import io.github.lo2.validate.RunVerdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hurts a recording in each way that is known to happen, one at a time, on the embedded stack or with {@code
 * -Dlo2.stack=compose} on containers. After each, the run is right or says what is wrong, nothing of it is left running, and it
 * is complete after it was resumed.
 *
 * <p>Needs Linux, and for its disks the right to mount. A start of the stack or two for each: half an hour in all. Some of
 * them: {@code -Ddrill.faults=LOCUST_KILLED,DISK_FULL}.
 */
@Tag("drill")
@DisplayName("A recording that is hurt")
class FaultDrill {
    private static final Duration OFTEN = Duration.ofMillis(20);
    /** A load is hurt when it has been under way for so long. */
    private static final Duration INTO_A_LOAD = Duration.ofMillis(1_500);

    /** A clock is set for so long: the wait between two loads is longer. */
    private static final Duration MOMENT = Duration.ofMillis(300);

    private static final String STACK = System.getProperty("lo2.stack", "embedded");
    private static final boolean COMPOSE = STACK.equals("compose");
    private static final List<String> OUTCOMES = new ArrayList<>();

    @TempDir
    Path folder;

    private Optional<DrillDisk> disk = Optional.empty();
    private Optional<StoppableWay> engine = Optional.empty();
    private Optional<DrillClock> clock = Optional.empty();

    /** When a fault comes: when this has been printed so many times. */
    private enum When {
        PLANNING("", 0),
        START_OF_THE_STACK("Waiting for MySQL", 1),
        BEFORE_THE_FIRST_LOAD("Started containers", 1),
        FIRST_LOAD("Starting locust test", 1),
        SECOND_LOAD("Starting locust test", 2),
        END_OF_A_LOAD("Finished locust test", 1),
        SEALING(COMPOSE ? "Fetched docker logs" : "Fetched process logs", 1),
        SEALED("Sealed scenario", 1),
        MERGING("Sealed scenario", 2),
        MANIFEST("Tables written", 1);

        private final String printed;
        private final int times;

        When(String printed, int times) {
            this.printed = printed;
            this.times = times;
        }

        boolean hasCome(RecordingProcess recording) {
            return printed.isEmpty()
                    || recording
                                    .output()
                                    .lines()
                                    .filter(line -> line.contains(printed))
                                    .count()
                            >= times;
        }
    }

    /** What is done to it. */
    @FunctionalInterface
    private interface Harm {
        void to(FaultDrill drill, RecordingProcess recording) throws Exception;
    }

    /** Where a fault is possible. */
    private enum Where {
        ANYWHERE,
        COMPOSE_ONLY
    }

    private enum Fault {
        LOCUST_KILLED(When.FIRST_LOAD, Part.LOCUST.signalled("KILL"), true),
        LOCUST_ENDED_EARLY(When.FIRST_LOAD, Part.LOCUST.signalled("TERM"), true),
        LOCUST_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, Part.LOCUST.stopped(), false),
        SERVICE_KILLED(When.FIRST_LOAD, Part.SERVICE.signalled("KILL"), true),
        SERVICE_ENDED(When.FIRST_LOAD, Part.SERVICE.signalled("TERM"), true),
        SERVICE_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, Part.SERVICE.stopped(), false),
        SERVICE_KILLED_WHILE_SEALING(When.SEALING, Part.SERVICE.signalled("KILL"), false),
        DATABASE_KILLED(When.FIRST_LOAD, Part.DATABASE.signalled("KILL"), true),
        DATABASE_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, Part.DATABASE.stopped(), false),
        REAPER_KILLED(When.FIRST_LOAD, Part.REAPER.signalled("KILL"), false),
        REAPER_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, Part.REAPER.stopped(), false),
        DISK_FULL(When.FIRST_LOAD, onDisk(DrillDisk::fill), true),
        DISK_GONE(When.SECOND_LOAD, onDisk(DrillDisk::take), true),
        DISK_READ_ONLY(When.FIRST_LOAD, onDisk(DrillDisk::makeReadOnly), true),
        DISK_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, onDisk(DrillDisk::stop), false),
        DISK_SLOW(When.FIRST_LOAD, onDisk(DrillDisk::slowDown), false),
        CLOCK_SET_FORWARD(When.FIRST_LOAD, clockSet(2), true),
        CLOCK_SET_BACK(When.FIRST_LOAD, clockSet(-2), true),
        CLOCK_SET_BACK_BETWEEN_LOADS(When.END_OF_A_LOAD, clockSet(-2), true),
        CLOCK_SET_BACK_FOR_A_MOMENT_BETWEEN_LOADS(When.END_OF_A_LOAD, clockSetForAMoment(-2), true),
        TOLD_TO_END_WHILE_PLANNING(When.PLANNING, told(), true),
        TOLD_TO_END_IN_THE_START(When.START_OF_THE_STACK, told(), true),
        TOLD_TO_END_BEFORE_THE_FIRST_LOAD(When.BEFORE_THE_FIRST_LOAD, told(), true),
        TOLD_TO_END_IN_A_LOAD(When.FIRST_LOAD, told(), true),
        TOLD_TO_END_AFTER_A_LOAD(When.END_OF_A_LOAD, told(), true),
        TOLD_TO_END_WHILE_SEALING(When.SEALING, told(), true),
        TOLD_TO_END_WHEN_SEALED(When.SEALED, told(), true),
        TOLD_TO_END_WHILE_MERGING(When.MERGING, told(), true),
        TOLD_TO_END_BEFORE_THE_MANIFEST(When.MANIFEST, told(), false),
        SERVICE_REMOVED(Where.COMPOSE_ONLY, When.FIRST_LOAD, Part.SERVICE.removed(), true),
        SERVICE_CUT_OFF(Where.COMPOSE_ONLY, When.FIRST_LOAD, Part.SERVICE.cutOff(), true),
        DATABASE_CUT_OFF(Where.COMPOSE_ONLY, When.FIRST_LOAD, Part.DATABASE.cutOff(), true),
        PROMETHEUS_KILLED(Where.COMPOSE_ONLY, When.FIRST_LOAD, Part.PROMETHEUS.signalled("KILL"), true),
        PROMETHEUS_STOPPED_FOR_A_WHILE(Where.COMPOSE_ONLY, When.FIRST_LOAD, Part.PROMETHEUS.stopped(), false),
        JAEGER_KILLED(Where.COMPOSE_ONLY, When.FIRST_LOAD, Part.JAEGER.signalled("KILL"), true),
        JAEGER_STOPPED_FOR_A_WHILE(Where.COMPOSE_ONLY, When.FIRST_LOAD, Part.JAEGER.stopped(), false),
        CADVISOR_KILLED(Where.COMPOSE_ONLY, When.FIRST_LOAD, Part.CADVISOR.signalled("KILL"), true),
        ENGINE_STOPPED_FOR_A_WHILE(Where.COMPOSE_ONLY, When.END_OF_A_LOAD, engineStopped(8), false),
        ENGINE_STOPPED_FOR_LONG(Where.COMPOSE_ONLY, When.END_OF_A_LOAD, engineStopped(40), true);

        private final Where where;
        private final When when;

        @SuppressWarnings("ImmutableEnumChecker") // these lambdas hold only words and numbers
        private final Harm harm;

        private final boolean harms;

        /**
         * @param harms whether no run can be right after it without a word
         */
        Fault(Where where, When when, Harm harm, boolean harms) {
            this.where = where;
            this.when = when;
            this.harm = harm;
            this.harms = harms;
        }

        Fault(When when, Harm harm, boolean harms) {
            this(Where.ANYWHERE, when, harm, harms);
        }

        boolean isPossible() {
            return COMPOSE || where == Where.ANYWHERE;
        }

        boolean needsADisk() {
            return name().startsWith("DISK");
        }

        boolean needsAClock() {
            return name().startsWith("CLOCK");
        }

        boolean needsAWayToTheEngine() {
            return name().startsWith("ENGINE");
        }

        boolean endsTheRecording() {
            return name().startsWith("TOLD");
        }

        private static Harm told() {
            return (drill, recording) -> recording.terminate();
        }

        private static Harm onDisk(DiskHarm harm) {
            return (drill, recording) -> harm.to(drill.disk.orElseThrow());
        }

        private static Harm clockSet(int seconds) {
            return (drill, recording) -> drill.clock.orElseThrow().step(Duration.ofSeconds(seconds));
        }

        private static Harm clockSetForAMoment(int seconds) {
            return (drill, recording) -> {
                clockSet(seconds).to(drill, recording);
                recording.hasEndedWithin(MOMENT);
                drill.clock.orElseThrow().right();
            };
        }

        private static Harm engineStopped(int seconds) {
            return (drill, recording) -> {
                StoppableWay way = drill.engine.orElseThrow();
                way.stop();
                recording.hasEndedWithin(Duration.ofSeconds(seconds));
                way.goOn();
            };
        }
    }

    @FunctionalInterface
    private interface DiskHarm {
        void to(DrillDisk disk) throws Exception;
    }

    /** A part of a recording: a child of its process, a container, or the one or the other. */
    private enum Part {
        LOCUST("-m locust .*--tags", ""),
        REAPER("process\\.Reaper|Reaper\\.java|/Reaper", ""),
        SERVICE("OTEL_|opentelemetry-javaagent", "oauth2-user"),
        DATABASE("(mariadbd|mysqld)", "mysqldb"),
        PROMETHEUS("", "prometheus"),
        JAEGER("", "jaeger"),
        CADVISOR("", "cadvisor");

        private static final Duration STOPPED = Duration.ofSeconds(3);

        private final Pattern commandLine;
        private final String container;

        /**
         * @param commandLine what its command line has, where it is a child
         * @param container what Compose calls it; empty where it is a child on each stack
         */
        Part(String commandLine, String container) {
            this.commandLine = Pattern.compile(commandLine);
            this.container = container;
        }

        /** Send it a signal. */
        Harm signalled(String signal) {
            return (drill, recording) -> signal(recording, signal);
        }

        /** Stop it for 3 s. */
        Harm stopped() {
            return (drill, recording) -> {
                String goOn = signal(recording, "STOP");
                recording.hasEndedWithin(STOPPED);
                DrillDisk.run("sh", "-c", goOn);
            };
        }

        /** Remove its container by force. */
        Harm removed() {
            return (drill, recording) -> docker("rm", "-f", id());
        }

        /** Take its container out of its network, for good. */
        Harm cutOff() {
            return (drill, recording) -> {
                String network = docker(
                                "inspect",
                                "-f",
                                "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}",
                                id())
                        .get(0);
                docker("network", "disconnect", "-f", network, id());
            };
        }

        /** Send it a signal, and say how it is told to go on. */
        private String signal(RecordingProcess recording, String signal) throws Exception {
            if (COMPOSE && !container.isEmpty()) {
                docker("kill", "-s", signal, id());
                return "docker kill -s CONT " + id();
            }
            long pid = victim(recording).pid();
            DrillDisk.run("kill", "-" + signal, Long.toString(pid));
            return "kill -CONT " + pid;
        }

        private String id() {
            return docker(
                            "ps",
                            "-aq",
                            "--filter",
                            "label=io.github.lo2.run",
                            "--filter",
                            "label=com.docker.compose.service=" + container)
                    .get(0);
        }

        /** Find the oldest child that its command line tells: of the loads, the one that is under way. */
        private ProcessHandle victim(RecordingProcess recording) {
            return recording.family().stream()
                    .filter(child -> commandLine.matcher(commandLine(child)).find())
                    .min((one, other) -> Long.compare(one.pid(), other.pid()))
                    .orElseThrow(() -> new AssertionError("no child of the recording is %s: %s"
                            .formatted(
                                    this,
                                    recording.family().stream()
                                            .map(Part::commandLine)
                                            .toList())));
        }

        /** The kernel has the whole of it, however long it is. */
        private static String commandLine(ProcessHandle process) {
            try {
                return Files.readString(Path.of("/proc/%s/cmdline".formatted(process.pid())))
                        .replace('\0', ' ');
            } catch (IOException e) {
                return "";
            }
        }
    }

    static Stream<Fault> faults() {
        String chosen = System.getProperty("drill.faults", "");
        return chosen.isEmpty()
                ? Arrays.stream(Fault.values()).filter(Fault::isPossible)
                : Stream.of(chosen.split(",", -1)).map(Fault::valueOf);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @DisplayName("is right or says what is wrong, leaves nothing running, and is complete when it was resumed:")
    void isRightOrSaysWhatIsWrong(Fault fault) throws Exception {
        if (fault.needsADisk()) {
            disk = Optional.of(DrillDisk.mount(folder, results()));
        }
        if (fault.needsAClock()) {
            clock = DrillClock.in(folder);
            assumeThat(clock)
                    .as("the clock of a recording can be set; install Debian's package " + DrillClock.PACKAGE)
                    .isPresent();
        }
        if (fault.needsAWayToTheEngine()) {
            engine = Optional.of(StoppableWay.to(Path.of("/var/run/docker.sock"), folder.resolve("engine.sock")));
        }
        List<String> kept = keptByTheEngine();
        Set<ProcessHandle> family;
        String output;
        try (RecordingProcess recording = RecordingProcess.start(folder, parameters(), environment())) {
            assertThat(recording.awaitOrEnd(OFTEN, () -> fault.when.hasCome(recording)))
                    .as("the recording lives; it printed: %s", recording.output())
                    .isTrue();
            recording.hasEndedWithin(fault.when == When.FIRST_LOAD ? INTO_A_LOAD : Duration.ZERO);
            family = recording.family();
            fault.harm.to(this, recording);
            recording.awaitOrEnd(OFTEN, () -> false);
            output = recording.output();
        }
        assertNothingRuns(family, kept);
        for (DrillDisk hurt : disk.stream().toList()) {
            hurt.heal();
        }
        clock.ifPresent(DrillClock::right);

        Optional<RunOnDisk> run = RunOnDisk.newest(results());
        String outcome = run.isEmpty() ? "no run was begun" : outcome(fault, run.get(), output);
        if (run.isPresent() && !run.get().isComplete()) {
            resume(run.get(), kept);
            outcome += "; complete when resumed";
        }
        OUTCOMES.add("| %s | %s |".formatted(fault, outcome));
        System.out.println(OUTCOMES.get(OUTCOMES.size() - 1));
    }

    @AfterEach
    void takeAway() throws IOException {
        for (DrillDisk mounted : disk.stream().toList()) {
            mounted.close();
        }
        for (StoppableWay way : engine.stream().toList()) {
            way.close();
        }
    }

    @AfterAll
    static void showOutcomes() {
        OUTCOMES.forEach(System.out::println);
    }

    /** Say what came of it, and require that nothing is wrong without a word. */
    private static String outcome(Fault fault, RunOnDisk run, String output) throws IOException {
        run.assertWhole();
        if (!run.isComplete()) {
            List<String> words = output.lines()
                    .filter(line -> line.contains("is not kept")
                            || line.contains("Run not begun")
                            || line.contains("cannot be")
                            || line.contains("Exception")
                            || isFailedVerdict(line))
                    .toList();
            assertThat(fault.endsTheRecording() || !words.isEmpty())
                    .as("an incomplete run says why; it printed: %s", output)
                    .isTrue();
            return fault.endsTheRecording() ? "ended as it was told" : "not complete: " + shortened(words.get(0));
        }
        run.assertComplete();
        RunVerdicts verdicts = RunValidation.of(run.path());
        List<String> failed = output.lines().filter(FaultDrill::isFailedVerdict).toList();
        assertThat(verdicts.passed())
                .as("what the recording said is what validation says: %s and %s", failed, verdicts.lines())
                .isEqualTo(failed.isEmpty());
        assertThat(fault.harms && !fault.endsTheRecording() && failed.isEmpty())
                .as("a run that was harmed is complete without a word; it printed: %s", output)
                .isFalse();
        return failed.isEmpty()
                ? "complete and right"
                : "complete, and said: "
                        + failed.stream().map(FaultDrill::shortened).distinct().collect(Collectors.joining(" / "));
    }

    private static boolean isFailedVerdict(String line) {
        return line.matches("(\\d+ )?[A-Z_]+ failed: .*");
    }

    private static String shortened(String line) {
        String said = line.replaceFirst("^\\d+ ", "");
        return said.length() > 150 ? said.substring(0, 150) + " …" : said;
    }

    private void resume(RunOnDisk run, List<String> kept) throws IOException {
        Map<String, String> again = parameters();
        again.put("lo2.resume", run.path().toString());
        Set<ProcessHandle> family;
        try (RecordingProcess recording = RecordingProcess.start(folder, again, environment())) {
            recording.awaitOrEnd(OFTEN, () -> When.FIRST_LOAD.hasCome(recording));
            family = recording.family();
            recording.awaitOrEnd(OFTEN, () -> false);
            assertThat(run.isComplete())
                    .as("the run is complete when it was resumed; it printed: %s", recording.output())
                    .isTrue();
        }
        run.assertComplete();
        run.assertNothingUnderWay();
        assertNothingRuns(family, kept);
    }

    /** What has been started is gone: at once where the recording ended it, a little later where the reaper does. */
    private static void assertNothingRuns(Set<ProcessHandle> family, List<String> kept) {
        await().atMost(COMPOSE ? Duration.ofSeconds(90) : Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    assertThat(family).as("processes").noneMatch(ProcessHandle::isAlive);
                    assertThat(keptByTheEngine())
                            .as("containers, networks, volumes")
                            .isEqualTo(kept);
                });
    }

    private static List<String> keptByTheEngine() {
        return COMPOSE ? DockerCommand.keptOfRuns() : List.of();
    }

    private Path results() {
        return folder.resolve("results");
    }

    private Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        engine.ifPresent(way -> environment.put("DOCKER_HOST", "unix://" + way.path()));
        clock.ifPresent(set -> environment.putAll(set.environment()));
        return environment;
    }

    private Map<String, String> parameters() {
        return new HashMap<>(Map.of(
                "lo2.stack", STACK,
                "lo2.results", results().toString(),
                "lo2.scenarios", "correct,get_service_404_no_service",
                "lo2.duration", "6",
                "lo2.wait", "1",
                "lo2.warmup", "0",
                "lo2.formats", "lo2,parquet"));
    }
}
