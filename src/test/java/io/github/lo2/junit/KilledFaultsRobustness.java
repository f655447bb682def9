package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills a recording while a fault is there, one of each means: two starts of the stack for each, so not in "mvn test". Byteman's
 * kinds differ only in the rule. {@code lo2.stack} says on which stack, {@code kill.faults} which of these.
 */
@Tag("robustness")
@DisplayName("A run that is killed while a fault is there")
class KilledFaultsRobustness {
    private static final String STACK = System.getProperty("lo2.stack", "embedded");
    private static final boolean COMPOSE = STACK.equals("compose");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final int SERVICES = 7;
    /** Those that MySQL and MariaDB allow, less what others may have had. */
    private static final int MANY_CONNECTIONS = 100;

    @TempDir
    Path folder;

    /** A declared fault, and how it shows from outside that it is there. */
    private enum Fault {
        /** By Byteman's rule, which is switched on before the first request of the phase. */
        CLIENT_HTTP_DELAY,
        USER_POD_FAILURE,
        USER_CONTAINER_KILL,
        USER_CPU_STRESS,
        /** Locked within a few milliseconds of the phase. */
        DATABASE_LOCK_USER,
        DATABASE_POOL,
        /** Told to Toxiproxy within a few milliseconds of the phase. */
        USER_NETWORK_DELAY;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean shows(RecordingProcess recording) {
            return switch (this) {
                case CLIENT_HTTP_DELAY, DATABASE_LOCK_USER, USER_NETWORK_DELAY -> true;
                case USER_POD_FAILURE ->
                    COMPOSE
                            ? containers(recording, "paused").size() == 1
                            : recording.family().stream().anyMatch(Fault::isStopped);
                case USER_CONTAINER_KILL ->
                    COMPOSE ? containers(recording, "exited").size() == 1 : services(recording) == SERVICES - 1;
                case USER_CPU_STRESS ->
                    COMPOSE ? isLimited(recording) : !groups(recording.pid()).isEmpty();
                case DATABASE_POOL -> openFiles(recording.pid(), "socket:") > MANY_CONNECTIONS;
            };
        }

        private static boolean isStopped(ProcessHandle process) {
            return read(process, "status").contains("State:\tT");
        }

        private static long services(RecordingProcess recording) {
            return recording.family().stream()
                    .filter(process -> read(process, "cmdline").contains("opentelemetry-javaagent"))
                    .count();
        }

        private static boolean isLimited(RecordingProcess recording) {
            return containers(recording, "running").stream()
                    .anyMatch(name -> !DockerCommand.docker("inspect", "--format", "{{.HostConfig.CpuQuota}}", name)
                            .equals(List.of("0")));
        }

        private static String read(ProcessHandle process, String file) {
            try {
                return Files.readString(Path.of("/proc/%s/%s".formatted(process.pid(), file)));
            } catch (IOException e) {
                return ""; // it has ended
            }
        }

        private static long openFiles(long pid, String kind) {
            try (Stream<Path> files = Files.list(Path.of("/proc/%s/fd".formatted(pid)))) {
                return files.filter(file -> target(file).startsWith(kind)).count();
            } catch (IOException e) {
                return 0; // it has ended
            }
        }

        private static String target(Path link) {
            try {
                return Files.readSymbolicLink(link).toString();
            } catch (IOException e) {
                return ""; // it was closed meanwhile
            }
        }
    }

    static Stream<Fault> faults() {
        String chosen = System.getProperty("kill.faults", "");
        return chosen.isEmpty()
                ? Stream.of(Fault.values())
                : Stream.of(chosen.split(",", -1)).map(Fault::valueOf);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @DisplayName("leaves no process, container, control group or file, and is complete when it is resumed:")
    void leavesNothingOfIt(Fault fault) throws Exception {
        RunOnDisk run;
        try (RecordingProcess recording = RecordingProcess.start(folder, parameters(fault))) {
            boolean lives = recording.awaitOrEnd(OFTEN, () -> isInTheFault() && fault.shows(recording));
            assumeTrue(lives || !recording.output().contains("can be recorded"), recording::output);
            assertThat(lives)
                    .as("the recording lives; it printed: %s", recording.output())
                    .isTrue();
            Set<ProcessHandle> family = recording.family();
            recording.kill();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(family).as("processes").noneMatch(ProcessHandle::isAlive));
            await().atMost(LIMIT).untilAsserted(() -> assertNothingIsLeft(recording));
            run = RunOnDisk.newest(results()).orElseThrow();
            assertThat(run.isComplete()).isFalse();
            assertThat(run.seals()).isEmpty();
        }

        complete(fault, run);
    }

    private void complete(Fault fault, RunOnDisk run) throws IOException {
        var again = new HashMap<>(parameters(fault));
        again.put("lo2.resume", run.path().toString());
        try (RecordingProcess recording = RecordingProcess.start(folder, again)) {
            recording.awaitOrEnd(OFTEN, () -> false);
            assertThat(run.isComplete())
                    .as("the run is complete when it was resumed; it printed: %s", recording.output())
                    .isTrue();
            assertNothingIsLeft(recording);
        }
        run.assertComplete();
        run.assertNothingUnderWay();
        ScenarioFacts facts = Json.MAPPER.readValue(
                run.path().resolve(fault.tag()).resolve("scenario.json").toFile(), ScenarioFacts.class);
        FaultFacts kept = Objects.requireNonNull(facts.fault());
        // When, is left to a run on a quiet machine.
        assertThat(kept.injected()).isNotNull().matches(ToolWord::confirmed, "it was there");
        assertThat(kept.recovered()).isNotNull().matches(ToolWord::confirmed, "it is gone");
        assertThat(kept.repaired()).as("what had to be made whole").isNull();
    }

    private void assertNothingIsLeft(RecordingProcess recording) {
        assertThat(groups(recording.pid())).as("control groups").isEmpty();
        assertThat(RecordingProcess.temporary(folder))
                .as("temporary files of the stack and of rules")
                .isDirectoryNotContaining("glob:**/lo2-{stack,rules}-*");
        if (COMPOSE) {
            assertThat(containers(recording, "")).as("containers of this run").isEmpty();
        }
    }

    /**
     * Name the containers of a recording.
     *
     * @param state by the engine's word; empty: all
     */
    private static List<String> containers(RecordingProcess recording, String state) {
        return DockerCommand.docker(
                        "ps",
                        "-a",
                        "--filter",
                        "label=io.github.lo2.run",
                        "--format",
                        "{{.Label \"io.github.lo2.run\"}} {{.State}} {{.Names}}")
                .stream()
                .map(line -> line.split(" ", 3))
                .filter(words -> words[0].startsWith("pid-%s-".formatted(recording.pid())))
                .filter(words -> state.isEmpty() || words[1].equals(state))
                .map(words -> words[2])
                .toList();
    }

    /** Tell whether the load has written a request that it sent while the fault was there. */
    private boolean isInTheFault() {
        try {
            Optional<RunOnDisk> newest = RunOnDisk.newest(results());
            if (newest.isEmpty()) {
                return false;
            }
            try (Stream<Path> files = Files.walk(newest.get().path())) {
                for (Path file :
                        files.filter(found -> found.endsWith("requests.jsonl")).toList()) {
                    if (Files.readString(file).contains("\"phase\":\"fault\"")) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException | UncheckedIOException e) {
            return false; // it is not there yet, or was renamed meanwhile
        }
    }

    /** List the control groups that a recording has made, of either version. */
    private static List<Path> groups(long pid) {
        var groups = new ArrayList<Path>();
        String prefix = "lo2-%s-".formatted(pid);
        try {
            Files.walkFileTree(Path.of("/sys/fs/cgroup"), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path group, BasicFileAttributes attributes) {
                    if (Objects.toString(group.getFileName()).startsWith(prefix)) {
                        groups.add(group);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // another's group has ended meanwhile
                }

                @Override
                public FileVisitResult postVisitDirectory(Path group, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE; // it has ended while it was looked at
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return groups;
    }

    private Path results() {
        return folder.resolve("results");
    }

    private Map<String, String> parameters(Fault fault) {
        return Map.of(
                "lo2.stack", STACK,
                "lo2.results", results().toString(),
                "lo2.scenarios", fault.tag(),
                "lo2.duration", "20",
                "lo2.rate", "30",
                "lo2.wait", "1",
                "lo2.warmup", "0",
                "lo2.formats", "lo2,parquet");
    }
}
