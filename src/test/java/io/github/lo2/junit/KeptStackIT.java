package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.plan.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does with the packaged suite what docs/record.md says of a kept stack, on the one that lo2.stack names. */
@Tag("kept")
@DisplayName("A stack that is kept up")
class KeptStackIT {
    private static final String STACK = System.getProperty("lo2.stack", "embedded");
    private static final Pattern LOAD = Pattern.compile("`(PYTHONPATH=locust [^`]+)`");
    /** Seconds of load: until the second recording has been refused, and for one that is looked at. */
    private static final String LONG = "300";

    private static final String SHORT = "8";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private String work;

    @BeforeEach
    void takeWhatIsMadeOnce() {
        Map<String, String> given = Parameters.given(System.getProperties(), name -> Optional.empty());
        work = Parameters.WORK.read(given).orElse(Path.of("target", "kept")).toString();
    }

    @Test
    @DisplayName("has one recording after the other, however one ends, and refuses a second meanwhile; ended, it leaves"
            + " nothing")
    void hasOneRecordingAfterTheOther() throws Exception {
        try (RecordingProcess keeper =
                RecordingProcess.lo2(folder, "stack", "stack", "--stack", STACK, "--work", work)) {
            keeper.awaitOutput("The stack is up");
            Set<ProcessHandle> family = keeper.family();

            try (RecordingProcess first = record("first", LONG)) {
                first.awaitOutput("Starting locust test for tag 'correct'");
                assertThat(first.output()).contains("kept up by process %s since ".formatted(keeper.pid()));
                try (RecordingProcess second = record("second", SHORT)) {
                    assertThat(second.awaitStatus()).as(second.output()).isEqualTo(2);
                    assertThat(second.output())
                            .contains("another recording, pid %s, has it; wait for its end".formatted(first.pid()));
                }
                first.terminate();
            }
            keeper.awaitOutput("A recording has ended; the stack stays up");
            try (RecordingProcess load = RecordingProcess.shell(folder, "load alone", loadAlone())) {
                assertThat(load.awaitStatus()).as(load.output()).isZero();
                assertThat(load.output()).contains("Aggregated");
            }
            try (RecordingProcess third = record("third", SHORT)) {
                assertThat(third.awaitStatus()).as(third.output()).isZero();
                assertThat(third.output()).contains("No warm-up: the kept stack had one");
            }
            requireRecorded("third", 2);

            assertThat(stop("stop")).contains("The kept stack has ended: process " + keeper.pid());
            assertThat(keeper.awaitStatus()).as(keeper.output()).isZero();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(family).as("processes").noneMatch(ProcessHandle::isAlive));
        }
        assertThat(RecordingProcess.temporary(folder))
                .as("what says where it is")
                .isDirectoryNotContaining("glob:**/lo2-*");
        assertThat(stop("stop again")).contains("No stack is kept up.");
        if (STACK.equals("compose")) {
            assertThat(DockerCommand.keptOfRuns()).as("left on the engine").isEmpty();
        }
    }

    /** Read the command of a load without a recording in docs/record.md, with the virtual environment that is there. */
    private String loadAlone() throws IOException {
        Matcher command = LOAD.matcher(Files.readString(Path.of("docs", "record.md")));
        assertThat(command.find()).isTrue();
        return command.group(1)
                .replace(".venv", Path.of(work, "venv").toAbsolutePath().toString());
    }

    private RecordingProcess record(String name, String seconds) throws IOException {
        return RecordingProcess.lo2(
                folder,
                name,
                "record",
                "--stack",
                STACK,
                "--work",
                work,
                "--scenarios",
                "correct",
                "--duration",
                seconds,
                "--grace",
                "0",
                "--warmup",
                "2",
                "--results",
                results(name).toString());
    }

    private String stop(String name) throws Exception {
        try (RecordingProcess stop = RecordingProcess.lo2(folder, name, "stack", "--stop", "--work", work)) {
            assertThat(stop.awaitStatus()).as(stop.output()).isZero();
            return stop.output();
        }
    }

    private Path results(String name) {
        return folder.resolve("results of the " + name);
    }

    private void requireRecorded(String name, int recordings) throws IOException {
        Manifest manifest = Manifest.of(newest(results(name)));
        assertThat(manifest.scenarios()).singleElement().returns(true, ScenarioFacts::isPassed);
        assertThat(manifest.stack().kept()).isNotNull().returns(recordings, Manifest.KeptFacts::recordings);
    }

    private static Path newest(Path results) throws IOException {
        try (Stream<Path> runs = Files.list(results)) {
            return runs.max(Comparator.comparing(run -> run.getFileName().toString()))
                    .orElseThrow();
        }
    }
}
