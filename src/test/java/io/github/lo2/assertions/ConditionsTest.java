package io.github.lo2.assertions;

import static io.github.lo2.assertions.DatasetAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.process.ChildProcesses;
import io.github.lo2.recording.Rig;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Conditions on a scenario")
class ConditionsTest {
    private static final Path SOURCE = Path.of("src/test/java/io/github/lo2/assertions/ConditionsTest.java");

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());

    @TempDir
    Path results;

    private Rig rig;

    @BeforeEach
    void openARun() {
        rig = new Rig(processes, results, "correct");
    }

    @AfterEach
    void closeAll() {
        rig.close();
        processes.close();
    }

    @Test
    @DisplayName("hold as the document's example says them")
    void holdAsDocumented() throws Throwable {
        rig.record(0, recording -> {
            recording.awaitLoad();
            assertThat(recording.captured())
                    .hasItsLabelConfirmed()
                    .hasNoOtherFailure()
                    .hasNoRow("SELECT route, status FROM requests WHERE status >= 500")
                    .hasRow("SELECT 1 FROM requests WHERE method = ?", "GET");
        });
    }

    @Test
    @DisplayName("are in the document what this test runs")
    void areDocumented() throws Exception {
        List<String> example = Files.readString(Path.of("docs/conditions.md"))
                .split("```java|```", 3)[1]
                .lines()
                .map(String::strip)
                .toList();
        List<String> body = example.subList(
                example.indexOf("recording.awaitLoad();"),
                example.indexOf(".hasRow(\"SELECT 1 FROM requests WHERE method = ?\", \"GET\");") + 1);

        assertThat(Files.readAllLines(SOURCE).stream().map(String::strip).toList())
                .containsSequence(body);
    }

    @Test
    @DisplayName("on what the suite finds wrong are said together, each by its verdict")
    void sayVerdicts() {
        assertThatThrownBy(() -> rig.record(
                        0,
                        recording -> assertThat(recording.captured())
                                .hasItsSpans()
                                .hasItsLogs()
                                .lostNothing()))
                .hasMessageContainingAll("SPANS_JOINED failed: ", "LOGS_JOINED failed: ", "SIGNALS failed: ");
        assertThat(rig.sealed("correct")).exists();
    }

    @Test
    @DisplayName("that cannot be asked are said with the rest")
    void sayWhatCannotBeAsked() {
        assertThatThrownBy(() -> rig.record(
                        0, recording -> assertThat(recording.captured()).hasNoRow("SELECT no_column FROM requests")))
                .hasMessageContaining("no_column");
        assertThat(rig.log()).contains("Scenario 'correct' is not as its test says: ");
    }
}
