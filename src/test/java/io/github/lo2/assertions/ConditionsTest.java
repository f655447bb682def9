package io.github.lo2.assertions;

import static io.github.lo2.assertions.DatasetAssertions.assertThat;
import static io.github.lo2.verdict.Unit.PERCENT;
import static io.github.lo2.verdict.Unit.REQUESTS;
import static io.github.lo2.verdict.Unit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.process.ChildProcesses;
import io.github.lo2.recording.JudgedRecording;
import io.github.lo2.recording.Rig;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                                .hasSpansOf(99.5, PERCENT)
                                .hasLogsOf(1, REQUESTS)
                                .lostNothing()))
                .hasMessageContainingAll(
                        "SPANS_JOINED: 0 % instead of at least 99.5 %; SPANS_JOINED failed: ",
                        "LOGS_JOINED: 0 requests instead of at least 1 requests; LOGS_JOINED failed: ",
                        "SIGNALS failed: ");
        assertThat(rig.sealed("correct")).exists();
    }

    @Test
    @DisplayName("decide alone: a failed verdict that they do not ask for fails no test, and is kept and said")
    void decideAlone() throws Throwable {
        rig.record(0, recording -> assertThat(recording.captured()).hasItsLabelConfirmed());

        assertThat(rig.log()).contains("SPANS_JOINED failed: ");
        assertThat(rig.sealed("correct").resolve("scenario.json")).content().contains("SPANS_JOINED");
    }

    @ParameterizedTest(name = "{0} of 99.4 %: {1}")
    @DisplayName("have thresholds of their own, stricter or laxer than the system's")
    @CsvSource(delimiter = '|', textBlock = """
            99.4   | ''
            99.399 | ''
            99.41  | SPANS_JOINED: 99.4 % instead of at least 99.41 %; SPANS_JOINED failed
            """)
    void haveTheirOwnThresholds(double least, String objection) {
        var share = Map.of("share", Figure.percent(0.994));
        var verdict = Verdict.of(VerdictKind.SPANS_JOINED, false, share, List.of());
        try (var judged = JudgedRecording.of(results, List.of(verdict))) {
            assertThat(judged.captured()).hasSpansOf(least, PERCENT);

            assertThat(String.join("", judged.objections())).startsWith(objection);
            assertThat(judged.objections()).hasSize(objection.isEmpty() ? 0 : 1);
        }
    }

    @Test
    @DisplayName("take no threshold in a unit that nothing is counted in")
    void refuseAnotherUnit() {
        try (var judged = JudgedRecording.of(results, List.of())) {
            assertThatThrownBy(() -> assertThat(judged.captured()).hasLogsOf(3, SECONDS))
                    .hasMessage("LOGS_JOINED is not asked for in SECONDS; expected PERCENT or REQUESTS");
        }
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
