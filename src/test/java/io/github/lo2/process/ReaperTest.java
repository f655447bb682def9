package io.github.lo2.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.time.EpochClock;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reaper")
@Timeout(60)
@Isolated("counts the child processes of this JVM")
class ReaperTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "ends the children of a killed JVM, and theirs, deletes its temporary folder and runs its last command")
    void cleansUpBehindAKilledJvm() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        Files.writeString(Files.createDirectories(temporary.resolve("deep")).resolve("file"), "text");
        Path cleaned = folder.resolve("cleaned");
        Process suite = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        codeOf(Reaper.class) + File.pathSeparator + codeOf(ReaperTest.class),
                        KilledSuite.class.getName(),
                        temporary.toString(),
                        echo("what else there was", cleaned))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = suite.inputReader(StandardCharsets.UTF_8)) {
            long child = Long.parseLong(output.readLine());
            long grandchild = Long.parseLong(output.readLine());
            assertThat(List.of(child, grandchild)).allMatch(ReaperTest::runs);
            assertThat(cleaned).as("before the end").doesNotExist();

            suite.destroyForcibly();

            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                assertThat(runs(child)).as("child %d runs", child).isFalse();
                assertThat(runs(grandchild))
                        .as("grandchild %d runs", grandchild)
                        .isFalse();
                assertThat(temporary).doesNotExist();
                assertThat(cleaned).exists().hasContent("what else there was");
            });
            assertThat(folder).as("what is above the temporary folder").exists();
        } finally {
            suite.descendants().forEach(ProcessHandle::destroyForcibly);
            suite.destroyForcibly();
        }
    }

    @Test
    @DisplayName("ends with the suite it works for")
    void endsWithItsSuite() {
        List<ProcessHandle> before = children();
        var processes = new ChildProcesses(EpochClock.system());
        List<ProcessHandle> started = started(before);
        assertThat(started).hasSize(1);

        processes.close();

        assertThat(started).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @DisplayName("has run the last commands when the suite has closed, in their order, those after one that fails too")
    void runsTheLastCommands() {
        Path cleaned = folder.resolve("cleaned");
        var processes = new ChildProcesses(EpochClock.system());
        processes.runAtEnd(echo("one", cleaned));
        processes.runAtEnd("no-such-program; exit 1");
        processes.runAtEnd(echo("two", cleaned));
        assertThat(cleaned).as("before the end").doesNotExist();

        processes.close();

        assertThat(cleaned).exists().hasContent("one\ntwo");
    }

    @Test
    @DisplayName("is replaced when it is killed; the new one knows what the old one knew")
    void isReplaced() {
        List<ProcessHandle> before = children();
        Path cleaned = folder.resolve("cleaned");
        try (var processes = new ChildProcesses(EpochClock.system())) {
            processes.runAtEnd(echo("told to the first", cleaned));
            List<ProcessHandle> first = started(before);
            assertThat(first).hasSize(1).allMatch(ProcessHandle::destroyForcibly);

            await().untilAsserted(() -> assertThat(started(before)).hasSize(1).doesNotContainAnyElementsOf(first));
        }
        assertThat(cleaned).hasContent("told to the first");
    }

    @ParameterizedTest(name = "''{0}''")
    @DisplayName("deletes nothing because of a message that it does not know, ends with an error, and does the rest")
    @ValueSource(strings = {"%s", "?%s;", "!%s", ""})
    void acceptsOnlyWhatItKnows(String unknown) throws Exception {
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Path deleted = Files.createDirectories(folder.resolve("deleted"));
        Process reaper = Reaper.command().redirectErrorStream(true).start();
        try (OutputStream messages = reaper.getOutputStream()) {
            messages.write(
                    "%s\n!%s;\n".formatted(unknown.formatted(kept), deleted).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(reaper.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reaper.exitValue()).isEqualTo(1);
        assertThat(reaper.inputReader().lines())
                .anyMatch(line -> line.contains("does not know the message '%s'".formatted(unknown.formatted(kept))));
        assertThat(kept).exists();
        assertThat(deleted).doesNotExist();
    }

    private static String echo(String text, Path file) {
        return "echo '%s' >> '%s'".formatted(text, file);
    }

    private static List<ProcessHandle> started(List<ProcessHandle> before) {
        List<ProcessHandle> started = children();
        started.removeAll(before);
        return started;
    }

    private static List<ProcessHandle> children() {
        return new ArrayList<>(ProcessHandle.current().children().toList());
    }

    private static Path codeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Tell whether a process runs; one that ended and whose parent has not yet noticed has no command any more. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().command())
                .isPresent();
    }

    /** A JVM with child processes and a temporary folder, which waits until it is killed. */
    static final class KilledSuite {
        private KilledSuite() {}

        /** Print the pid of a child and of its child. */
        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws IOException {
            var processes = new ChildProcesses(EpochClock.system());
            processes.deleteWhenKilled(Path.of(arguments[0]));
            processes.runAtEnd(arguments[1]);
            var command = new ChildCommand(
                    ChildKind.SERVICE,
                    "the shell",
                    List.of("sh", "-c", "sleep 1000 & echo $$; echo $!; wait"),
                    Path.of(arguments[0]),
                    Map.of());
            processes.start(command, line -> System.out.println(line.text())).waitFor(Duration.ofMinutes(1));
        }
    }
}
