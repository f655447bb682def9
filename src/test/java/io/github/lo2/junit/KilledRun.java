package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run on the embedded stack that is killed again and again, resumed after each kill, and looked at in between. */
final class KilledRun {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration OFTEN = Duration.ofMillis(10);
    /** Where the services of the embedded stack listen. */
    private static final List<Integer> PORTS =
            IntStream.rangeClosed(6881, 6887).boxed().toList();

    private static final String TAGS =
            "correct,authorization_code_invalid_password_401,access_token_client_secret_wrong_401,register_service_400_service_type,delete_client_404_no_client,update_user_404_no_user,get_service_404_no_service,register_client_404_no_user";

    private final Path folder;
    private final Path results;
    private final int planned;
    private final Map<String, String> parameters;
    private @Nullable RunOnDisk run;
    private Map<String, RunOnDisk.Seal> sealed = Map.of();

    /**
     * What is waited for before a kill, so that kills are spread over the life of a run and not over its clock: most of
     * that goes into the start of the stack.
     */
    enum Moment {
        PLANNING(0, 2_000),
        START_OF_THE_STACK(0, 40_000),
        BEFORE_THE_FIRST_LOAD(0, 2_000),
        LOAD(1, 2_000),
        END_OF_A_LOAD(1, 600),
        SEALING(1, 30),
        SEALED(1, 1_000),
        MERGING(0, 600),
        MANIFEST(0, 150);

        private final int loads;
        private final int longest;

        /**
         * @param loads how many loads it needs at least
         * @param longest how long after it the kill may come, ms
         */
        Moment(int loads, int longest) {
            this.loads = loads;
            this.longest = longest;
        }

        int longest() {
            return longest;
        }
    }

    /**
     * @param folder for all files
     * @param scenarios how many, at most 8
     * @param load how long each is under load; a kill amid it has to be over before that
     */
    KilledRun(Path folder, int scenarios, Duration load) {
        this.folder = folder;
        this.results = folder.resolve("results");
        this.planned = scenarios;
        this.parameters = Map.of(
                "lo2.stack", "embedded",
                "lo2.results", results.toString(),
                "lo2.scenarios", String.join(",", List.of(TAGS.split(",")).subList(0, scenarios)),
                "lo2.duration", String.valueOf(load.toSeconds()),
                "lo2.wait", "1",
                "lo2.warmup", "0",
                "lo2.formats", "lo2,parquet");
    }

    /** Count the scenarios that are not sealed. */
    int open() {
        return planned - sealed.size();
    }

    boolean allows(Moment moment) {
        return moment.loads <= open();
    }

    /**
     * Begin a run, or go on with the one that was killed, kill it, and require that nothing of it lives and that all that
     * it has named is whole.
     *
     * @param loads how many loads to let pass before it, where the moment is one of a load
     * @param delay how long after the moment
     * @return whether it was killed; it may have been complete before
     */
    boolean kill(Moment moment, int loads, Duration delay) throws IOException, InterruptedException {
        Optional<RunOnDisk> before = Optional.ofNullable(run);
        boolean killed;
        try (RecordingProcess recording = start()) {
            boolean lives = recording.awaitOrEnd(OFTEN, () -> hasCome(moment, loads, recording));
            killed = lives && !recording.hasEndedWithin(delay);
            Set<ProcessHandle> family = recording.family();
            if (killed) {
                recording.kill();
            } else {
                recording.awaitOrEnd(OFTEN, () -> false);
            }
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(family).as("processes").noneMatch(ProcessHandle::isAlive));
            assertThat(RecordingProcess.temporary(folder))
                    .as("temporary files of the stack")
                    .isDirectoryNotContaining("glob:**/lo2-stack-*");
            assertThat(PORTS).as("ports").allMatch(KilledRun::isFree);
            lookAt(before, recording.output());
        }
        return killed;
    }

    /** Go on to the end, and require that the run has all of its scenarios. */
    RunOnDisk complete() throws IOException {
        Optional<RunOnDisk> before = Optional.ofNullable(run);
        try (RecordingProcess recording = start()) {
            recording.awaitOrEnd(OFTEN, () -> false);
            RunOnDisk complete = before.isPresent()
                    ? before.get()
                    : RunOnDisk.newest(results).orElseThrow();
            assertSaysWhy(before, recording.output());
            assertThat(complete.isComplete())
                    .as("the run is complete; it printed: %s", recording.output())
                    .isTrue();
            assertThat(complete.seals()).containsAllEntriesOf(sealed);
            complete.assertComplete();
            complete.assertNothingUnderWay();
            return complete;
        }
    }

    private RecordingProcess start() throws IOException {
        var all = new HashMap<>(parameters);
        if (run != null) {
            all.put("lo2.resume", run.path().toString());
        }
        return RecordingProcess.start(folder, all);
    }

    private void lookAt(Optional<RunOnDisk> before, String output) throws IOException {
        Optional<RunOnDisk> now = before.isPresent()
                ? before
                : RunOnDisk.newest(results)
                        .filter(found -> !found.isComplete()
                                || output.contains(found.path().toString()));
        if (now.isEmpty()) {
            return;
        }
        RunOnDisk found = now.get();
        found.assertWhole();
        assertSaysWhy(before, output);
        Map<String, RunOnDisk.Seal> seals = found.seals();
        assertThat(seals).as("what was sealed before the kill before").containsAllEntriesOf(sealed);
        if (found.isComplete()) {
            found.assertComplete();
            run = null;
            sealed = Map.of();
        } else {
            run = found;
            sealed = seals;
        }
    }

    /** Require a line about each scenario of a run that was resumed, once its stack is being started. */
    private void assertSaysWhy(Optional<RunOnDisk> before, String output) {
        if (before.isEmpty() || !output.contains("Waiting for MySQL")) {
            return;
        }
        List<String> lines = output.lines().toList();
        for (String tag : before.get().planned()) {
            String expected = sealed.containsKey(tag)
                    ? "Scenario '%s' is skipped: it is sealed, ".formatted(tag)
                    : "Scenario '%s' is recorded: it ".formatted(tag);
            assertThat(lines)
                    .as("lines about %s", tag)
                    .filteredOn(line -> line.contains("Scenario '" + tag + "' is "))
                    .singleElement()
                    .asString()
                    .contains(expected);
            if (sealed.containsKey(tag)) {
                assertThat(lines).noneMatch(line -> line.contains("Starting locust test for tag '" + tag + "'"));
            }
        }
    }

    private boolean hasCome(Moment moment, int loads, RecordingProcess recording) {
        return switch (moment) {
            case PLANNING -> true;
            case START_OF_THE_STACK -> recording.output().contains("Waiting for MySQL");
            case BEFORE_THE_FIRST_LOAD -> recording.output().contains("Started containers");
            case LOAD -> count(recording, "Starting locust test") >= loads;
            case END_OF_A_LOAD -> count(recording, "Finished locust test") >= loads;
            case SEALING -> count(recording, "Fetched process logs") >= loads && exists(".part", "scenario.json");
            case SEALED -> count(recording, "Sealed scenario") >= loads;
            case MERGING -> exists("", ".tables.part");
            case MANIFEST -> recording.output().contains("Tables written");
        };
    }

    private static long count(RecordingProcess recording, String text) {
        return recording.output().lines().filter(line -> line.contains(text)).count();
    }

    /** Tell whether in a folder of the newest run something is, or in one of its folders. */
    private boolean exists(String folder, String name) {
        try {
            Optional<RunOnDisk> newest = RunOnDisk.newest(results);
            if (newest.isEmpty()) {
                return false;
            }
            try (Stream<Path> below = Files.walk(newest.get().path().resolve(folder), 2)) {
                return below.anyMatch(path -> path.endsWith(name));
            }
        } catch (IOException | UncheckedIOException e) {
            return false; // it is not there yet, or was renamed meanwhile
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
