package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.cli.DocumentedCommands;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.ScenarioFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does with the packaged suite what the pages say of a kept stack, on the one that lo2.stack names. */
@Tag("kept")
@DisplayName("A stack that is kept up")
class KeptStackIT {
    private static final String STACK = System.getProperty("lo2.stack", "embedded");
    private static final Path VENV = DocumentedCommands.STATE.resolve(Path.of("lo2", "venv"));
    /** Seconds of load: until the second recording has been refused, and for one that is looked at. */
    private static final int LONG = 300;

    private static final int SHORT = 8;
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @BeforeEach
    void makeWhatIsMadeOnce() throws Exception {
        require("prepare", command("lo2 prepare"), 0);
    }

    @Test
    @DisplayName("has one recording after the other, however one ends, and refuses a second meanwhile; ended, it leaves"
            + " nothing")
    void hasOneRecordingAfterTheOther() throws Exception {
        try (RecordingProcess keeper =
                RecordingProcess.shell(folder, "stack", onTheStack(command("target/lo2/bin/lo2 stack --stack")))) {
            keeper.awaitOutput("The stack is up");
            Set<ProcessHandle> family = keeper.family();

            try (RecordingProcess first = RecordingProcess.shell(folder, "first", recording("first", LONG))) {
                first.awaitOutput("Starting locust test for tag 'correct'");
                assertThat(first.output()).contains("kept up by process %s since ".formatted(keeper.pid()));
                assertThat(require("second", recording("second", SHORT), 2))
                        .contains("another recording, pid %s, has it; wait for its end".formatted(first.pid()));
                first.terminate();
            }
            keeper.awaitOutput("A recording has ended; the stack stays up");
            assertThat(require("load alone", ofTheLoad("locust"), 0)).contains("Aggregated");
            assertThat(require("catalogue", ofTheLoad("python"), 0)).contains("get_user_404_no_user");
            requireOutOfTime();
            assertThat(require("third", recording("third", SHORT), 0)).contains("No warm-up: the kept stack had one");
            requireRecorded("third");

            assertThat(require("stop", command("target/lo2/bin/lo2 stack --stop"), 0))
                    .contains("The kept stack has ended: process " + keeper.pid());
            assertThat(keeper.awaitStatus()).as(keeper.output()).isZero();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(family).as("processes").noneMatch(ProcessHandle::isAlive));
        }
        assertThat(RecordingProcess.temporary(folder))
                .as("what says where it is")
                .isDirectoryNotContaining("glob:**/lo2-*");
        assertThat(require("stop again", command("lo2 stack --stop"), 0)).contains("No stack is kept up.");
        if (STACK.equals("compose")) {
            assertThat(DockerCommand.keptOfRuns()).as("left on the engine").isEmpty();
        }
    }

    /** Require that a task of the campaign of docs/campaigns.md plans its run, and ends when there is no time for it. */
    private void requireOutOfTime() throws Exception {
        Path file = Files.writeString(
                folder.resolve("campaign.yaml"),
                DocumentedCommands.campaign().replace("  duration:", "  warmup: 0\n  duration:"));
        String task = onTheStack(command("lo2 record --campaign campaign.yaml"))
                .replace("campaign.yaml", file.toString())
                .replace("/shared/", folder + "/shared/")
                .replace("3h", "1s");

        assertThat(require("task", task, 75)).contains("could not end before the deadline");
        assertThat(newest(folder.resolve("shared/results/doses")))
                .isDirectoryContaining("glob:**/plan.json")
                .asString()
                .endsWith("_7");
    }

    /** Take a command of a load without a recording from its page, with the virtual environment that is there. */
    private static String ofTheLoad(String program) {
        return "env "
                + command("PYTHONPATH=locust .venv/bin/" + program)
                        .replace(".venv", VENV.toAbsolutePath().toString());
    }

    /** Take the command that records a quick run, with one scenario of so many seconds. */
    private String recording(String name, int seconds) {
        return onTheStack(command("lo2 record --quick"))
                + " --scenarios correct --duration %s --warmup 2 --grace 0 --results '%s'"
                        .formatted(seconds, results(name));
    }

    private static String onTheStack(String command) {
        return command.replace(" --stack embedded", "") + " --stack " + STACK;
    }

    private static String command(String words) {
        return DocumentedCommands.beginning(words);
    }

    /** Run a command to its end, and give what it has printed. */
    private String require(String name, String command, int status) throws Exception {
        try (RecordingProcess process = RecordingProcess.shell(folder, name, command)) {
            assertThat(process.awaitStatus()).as(process.output()).isEqualTo(status);
            return process.output();
        }
    }

    private Path results(String name) {
        return folder.resolve("results of the " + name);
    }

    private void requireRecorded(String name) throws IOException {
        Manifest manifest = Manifest.of(newest(results(name)));
        assertThat(manifest.scenarios()).singleElement().returns(true, ScenarioFacts::isPassed);
        assertThat(manifest.stack().kept()).isNotNull().returns(3, Manifest.KeptFacts::recordings);
    }

    private static Path newest(Path results) throws IOException {
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(run -> run.getFileName().toString().startsWith("LO2_run_"))
                    .max(Comparator.comparing(run -> run.getFileName().toString()))
                    .orElseThrow();
        }
    }
}
