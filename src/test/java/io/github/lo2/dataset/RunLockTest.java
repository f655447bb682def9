package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.time.EpochClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run that is being recorded")
class RunLockTest {
    @TempDir
    Path results;

    @Test
    @DisplayName("is refused to another process in one line that says what to do, until the first one is killed")
    void isRefusedToAnotherProcess() throws Exception {
        Process recording = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Recording.class.getName(),
                        results.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = recording.inputReader(StandardCharsets.UTF_8)) {
            Path run = Path.of(output.readLine());
            String log = Files.readString(run.resolve("run_log.log"));

            assertIsRefused(run);
            assertThat(run.resolve("run_log.log")).hasContent(log);

            recording.destroyForcibly().waitFor();
            reopen(run).close();
            assertThat(run.resolve("run_log.log")).content().endsWith("Run resumed\n");
        } finally {
            recording.destroyForcibly();
        }
    }

    @Test
    @DisplayName("is refused in the same process too, until it is closed")
    void isRefusedInTheSameProcess() throws IOException {
        Path run;
        try (RunFolder recorded = create(results)) {
            run = recorded.path();
            assertIsRefused(run);
        }

        try (RunFolder resumed = reopen(run)) {
            assertIsRefused(resumed.path());
        }
        reopen(run).close();
    }

    @Test
    @DisplayName("stays refused to another process after this one has tried to open it a second time, by whatever name")
    void staysLockedAfterASecondTry() throws Exception {
        try (RunFolder recorded = create(results)) {
            assertIsRefused(recorded.path());
            Path alias = Files.createSymbolicLink(results.resolve("alias"), recorded.path());
            assertIsRefused(alias);

            assertThat(lockedForOthers(recorded.path())).isTrue();
        }
    }

    /** Ask another process for the lock: one that this JVM has lost is its own. */
    private static boolean lockedForOthers(Path run) throws Exception {
        Process asking = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl, sys\nfcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)",
                        run.resolve(RunLock.FILE_NAME).toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = asking.inputReader(StandardCharsets.UTF_8)) {
            String said = output.lines().collect(Collectors.joining("\n"));
            asking.waitFor();
            return said.contains("BlockingIOError");
        }
    }

    @Test
    @DisplayName("can be locked again when it was refused for another reason")
    void canBeLockedAgain() throws IOException {
        Path run;
        try (RunFolder recorded = create(results)) {
            run = recorded.path();
        }
        Path inTheWay = Files.createDirectories(run.resolve("SHA256SUMS").resolve("folder"));
        assertThatThrownBy(() -> reopen(run))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("%s cannot be taken up again: ", run);
        Files.delete(inTheWay);

        reopen(run).close();
    }

    private static void assertIsRefused(Path run) {
        assertThatThrownBy(() -> reopen(run))
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        "%s is being recorded by another process; wait until that has ended, or end it, and resume the run then; nothing was started",
                        run);
    }

    private static RunFolder create(Path results) {
        Map<String, String> given = Map.of("lo2.results", results.toString());
        var plan = new Plan(42, List.of(new Scenario(1, "correct", Duration.ofSeconds(30), Duration.ofSeconds(2))));
        return RunFolders.create(plan, given, EpochClock.system());
    }

    private static RunFolder reopen(Path run) {
        return RunFolders.reopen(run, EpochClock.system());
    }

    /** Begins a run in a JVM of its own, prints its folder and lives until it is killed. */
    static final class Recording {
        public static void main(String[] arguments) throws IOException {
            try (RunFolder run = create(Path.of(arguments[0]))) {
                System.out.println(run.path());
                System.in.transferTo(OutputStream.nullOutputStream()); // it has no end while the test lives
            }
        }
    }
}
