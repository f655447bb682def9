package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hurts a recording on the embedded stack in each way that is known to happen, one at a time. After each, the run is right or
 * says what is wrong, nothing of it is left running, and it is complete after it was resumed.
 *
 * <p>Needs Linux, and for its disks the right to mount. A start of the stack or two for each: half an hour in all. Some of
 * them: {@code -Ddrill.faults=LOCUST_KILLED,DISK_FULL}.
 */
@Tag("drill")
@DisplayName("A recording that is hurt")
class FaultDrill {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration STOPPED = Duration.ofSeconds(3);
    private static final List<String> OUTCOMES = new ArrayList<>();

    private static final Pattern LOCUST = Pattern.compile("-m locust .*--tags");
    private static final Pattern SERVICE = Pattern.compile("OTEL_|opentelemetry-javaagent");
    private static final Pattern DATABASE = Pattern.compile("(mariadbd|mysqld)");
    private static final Pattern REAPER = Pattern.compile("process\\.Reaper|Reaper\\.java|/Reaper");

    @TempDir
    Path folder;

    private boolean mounted;

    /** When a fault comes: when this has been printed so many times. */
    private enum When {
        PLANNING("", 0),
        START_OF_THE_STACK("Waiting for MySQL", 1),
        BEFORE_THE_FIRST_LOAD("Started containers", 1),
        FIRST_LOAD("Starting locust test", 1),
        SECOND_LOAD("Starting locust test", 2),
        END_OF_A_LOAD("Finished locust test", 1),
        SEALING("Fetched process logs", 1),
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

    /** What is done. */
    private enum Fault {
        LOCUST_KILLED(When.FIRST_LOAD, LOCUST, "KILL", true),
        LOCUST_ENDED_EARLY(When.FIRST_LOAD, LOCUST, "TERM", true),
        LOCUST_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, LOCUST, "STOP", false),
        SERVICE_KILLED(When.FIRST_LOAD, SERVICE, "KILL", true),
        SERVICE_ENDED(When.FIRST_LOAD, SERVICE, "TERM", true),
        SERVICE_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, SERVICE, "STOP", false),
        SERVICE_KILLED_WHILE_SEALING(When.SEALING, SERVICE, "KILL", false),
        DATABASE_KILLED(When.FIRST_LOAD, DATABASE, "KILL", true),
        DATABASE_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, DATABASE, "STOP", false),
        REAPER_KILLED(When.FIRST_LOAD, REAPER, "KILL", false),
        REAPER_STOPPED_FOR_A_WHILE(When.FIRST_LOAD, REAPER, "STOP", false),
        DISK_FULL(When.FIRST_LOAD, null, "full", true),
        DISK_GONE(When.SECOND_LOAD, null, "gone", true),
        TOLD_TO_END_WHILE_PLANNING(When.PLANNING, null, "TERM", true),
        TOLD_TO_END_IN_THE_START(When.START_OF_THE_STACK, null, "TERM", true),
        TOLD_TO_END_BEFORE_THE_FIRST_LOAD(When.BEFORE_THE_FIRST_LOAD, null, "TERM", true),
        TOLD_TO_END_IN_A_LOAD(When.FIRST_LOAD, null, "TERM", true),
        TOLD_TO_END_AFTER_A_LOAD(When.END_OF_A_LOAD, null, "TERM", true),
        TOLD_TO_END_WHILE_SEALING(When.SEALING, null, "TERM", true),
        TOLD_TO_END_WHEN_SEALED(When.SEALED, null, "TERM", true),
        TOLD_TO_END_WHILE_MERGING(When.MERGING, null, "TERM", true),
        TOLD_TO_END_BEFORE_THE_MANIFEST(When.MANIFEST, null, "TERM", false);

        private final When when;
        private final Optional<Pattern> victim;
        private final String what;
        private final boolean harms;

        /**
         * @param victim which child of the recording; null for the recording itself, or its disk
         * @param what a signal, or what happens to the disk
         * @param harms whether no run can be right after it without a word
         */
        Fault(When when, @Nullable Pattern victim, String what, boolean harms) {
            this.when = when;
            this.victim = Optional.ofNullable(victim);
            this.what = what;
            this.harms = harms;
        }

        boolean needsADisk() {
            return name().startsWith("DISK");
        }

        boolean endsTheRecording() {
            return name().startsWith("TOLD");
        }
    }

    static Stream<Fault> faults() {
        String chosen = System.getProperty("drill.faults", "");
        return chosen.isEmpty()
                ? Arrays.stream(Fault.values())
                : Stream.of(chosen.split(",", -1)).map(Fault::valueOf);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @DisplayName("is right or says what is wrong, leaves nothing running, and is complete when it was resumed:")
    void isRightOrSaysWhatIsWrong(Fault fault) throws Exception {
        if (fault.needsADisk()) {
            mountResults();
        }
        Set<ProcessHandle> family;
        String output;
        try (RecordingProcess recording = RecordingProcess.start(folder, parameters())) {
            assertThat(recording.awaitOrEnd(OFTEN, () -> fault.when.hasCome(recording)))
                    .as("the recording lives; it printed: %s", recording.output())
                    .isTrue();
            recording.hasEndedWithin(Duration.ofMillis(fault.when == When.FIRST_LOAD ? 1_500 : 0));
            family = recording.family();
            hurt(fault, recording);
            recording.awaitOrEnd(OFTEN, () -> false);
            output = recording.output();
        }
        assertNothingRuns(family);
        heal(fault);

        Optional<RunOnDisk> run = RunOnDisk.newest(results());
        String outcome = run.isEmpty() ? "no run was begun" : outcome(fault, run.get(), output);
        if (run.isPresent() && !run.get().isComplete()) {
            resume(run.get());
            outcome += "; complete when resumed";
        }
        OUTCOMES.add("| %s | %s |".formatted(fault, outcome));
        System.out.println(OUTCOMES.get(OUTCOMES.size() - 1));
    }

    @AfterEach
    void unmountResults() throws Exception {
        if (mounted) {
            run("umount", "-l", results().toString());
            run("umount", "-l", disk().toString());
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
                            || line.contains("Run not complete")
                            || line.contains("cannot be")
                            || line.contains("Exception"))
                    .toList();
            assertThat(fault.endsTheRecording() || !words.isEmpty())
                    .as("an incomplete run says why; it printed: %s", output)
                    .isTrue();
            return fault.endsTheRecording() ? "ended as it was told" : "not complete: " + words.get(0);
        }
        run.assertComplete();
        RunVerdicts verdicts = RunValidation.of(run.path());
        List<String> failed = output.lines()
                .filter(line -> line.matches("(\\d+ )?[A-Z_]+ failed: .*"))
                .toList();
        assertThat(verdicts.passed())
                .as("what the recording said is what validation says: %s and %s", failed, verdicts.lines())
                .isEqualTo(failed.isEmpty());
        assertThat(fault.harms && !fault.endsTheRecording() && failed.isEmpty())
                .as("a run that was harmed is complete without a word; it printed: %s", output)
                .isFalse();
        return failed.isEmpty() ? "complete and right" : "complete, and said: " + failed.get(0);
    }

    private void hurt(Fault fault, RecordingProcess recording) throws Exception {
        if (fault.needsADisk()) {
            hurtDisk(fault);
        } else if (fault.victim.isEmpty()) {
            recording.terminate();
        } else {
            ProcessHandle victim = victim(recording, fault.victim.get().asPredicate());
            signal(victim, fault.what);
            if (fault.what.equals("STOP")) {
                recording.hasEndedWithin(STOPPED);
                signal(victim, "CONT");
            }
        }
    }

    private void hurtDisk(Fault fault) throws Exception {
        if (fault == Fault.DISK_GONE) {
            // Open files stay what they are, as when a server of files is lost; nothing else is found.
            run("umount", "-l", results().toString());
        } else {
            fill(results().resolve("filler"));
        }
    }

    private void heal(Fault fault) throws Exception {
        if (fault == Fault.DISK_GONE) {
            run("mount", "--bind", disk().toString(), results().toString());
        } else if (fault == Fault.DISK_FULL) {
            Files.deleteIfExists(results().resolve("filler"));
        }
    }

    private void mountResults() throws Exception {
        Files.createDirectories(results());
        Files.createDirectories(disk());
        run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk().toString());
        run("mount", "--bind", disk().toString(), results().toString());
        mounted = true;
    }

    private void resume(RunOnDisk run) throws IOException {
        var again = new HashMap<>(parameters());
        again.put("lo2.resume", run.path().toString());
        Set<ProcessHandle> family;
        try (RecordingProcess recording = RecordingProcess.start(folder, again)) {
            recording.awaitOrEnd(OFTEN, () -> When.FIRST_LOAD.hasCome(recording));
            family = recording.family();
            recording.awaitOrEnd(OFTEN, () -> false);
            assertThat(run.isComplete())
                    .as("the run is complete when it was resumed; it printed: %s", recording.output())
                    .isTrue();
        }
        run.assertComplete();
        run.assertNothingUnderWay();
        assertNothingRuns(family);
    }

    private void assertNothingRuns(Set<ProcessHandle> family) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(family).as("processes").noneMatch(ProcessHandle::isAlive));
    }

    private Path disk() {
        return folder.resolve("disk");
    }

    private Path results() {
        return folder.resolve("results");
    }

    private Map<String, String> parameters() {
        return Map.of(
                "lo2.stack", "embedded",
                "lo2.results", results().toString(),
                "lo2.scenarios", "correct,get_service_404_no_service",
                "lo2.duration", "6",
                "lo2.wait", "1",
                "lo2.warmup", "0",
                "lo2.formats", "lo2,parquet");
    }

    /** Find the oldest child that a command line tells: of the loads, the one that is under way. */
    private static ProcessHandle victim(RecordingProcess recording, Predicate<String> isVictim) {
        return recording.family().stream()
                .filter(child -> isVictim.test(commandLine(child)))
                .min((one, other) -> Long.compare(one.pid(), other.pid()))
                .orElseThrow(() -> new AssertionError("no child of the recording is a victim: "
                        + recording.family().stream()
                                .map(FaultDrill::commandLine)
                                .toList()));
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

    private static void signal(ProcessHandle process, String signal) throws Exception {
        run("kill", "-" + signal, Long.toString(process.pid()));
    }

    private static void fill(Path file) {
        try (var output = Files.newOutputStream(file)) {
            byte[] zeros = new byte[1 << 16];
            while (true) {
                output.write(zeros);
            }
        } catch (IOException e) {
            // That is what full means.
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
