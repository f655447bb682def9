package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.SealedScenarios;
import io.github.lo2.dataset.Systems;
import io.github.lo2.load.Load;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The run log")
class ScenarioLinesTest {
    private static final Scenario FIRST = new Scenario(1, "correct", Duration.ofSeconds(100), Duration.ofSeconds(3));
    private static final Scenario LAST = new Scenario(2, "two", Duration.ofSeconds(20), Duration.ofSeconds(4));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T08:00:00Z"));
    private final EpochClock clock = new EpochClock(now::get);
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @TempDir
    Path results;

    private RunFolder run;
    private ScenarioLines lines;

    @BeforeEach
    void openARun() {
        var plan = new Plan(42, List.of(FIRST, LAST));
        Map<String, String> given = Map.of("lo2.results", results.toString());
        run = RunFolder.create(
                PlanFile.of(plan, Systems.PROJECTS, Parameters.ofRun(given)),
                Parameters.from(given),
                LogFormats.read(Path.of("compose", "light-oauth2", "log_formats.json")),
                clock,
                new PrintStream(terminal, true, StandardCharsets.UTF_8));
        lines = new ScenarioLines(
                run.log(), plan, new ObservedStack.Origins("docker logs", "Prometheus metrics"), clock);
    }

    @AfterEach
    void closeTheRun() {
        run.close();
    }

    @Test
    @DisplayName("says when a load began, not when that was written")
    void saysWhenALoadBegan() throws Exception {
        lines.started(FIRST, 1_700_000_000_999_999_999L);

        assertThat(log()).endsWith("1700000000 Starting locust test for tag 'correct' with duration 100s\n");
    }

    @Test
    @DisplayName("keeps what speaks against a scenario, each once; what passed is only shown")
    void keepsWhatSpeaksAgainst() throws Exception {
        Verdict passed = Verdict.of(VerdictKind.PURITY, true, Map.of(), List.of());
        Verdict failed = Verdict.of(VerdictKind.LABEL, false, Map.of(), List.of());
        var facts = SealedScenarios.facts(FIRST, 1, 2).judged(List.of(passed, failed));

        lines.sealed(
                FIRST,
                facts,
                List.of(new AssertionError(failed.toString()), new AssertionError("2 rows instead of none")));

        assertThat(log())
                .contains("Sealed scenario 'correct'", "Waiting for 3s")
                .containsOnlyOnce("LABEL failed: ")
                .containsOnlyOnce("Scenario 'correct' is not as its test says: 2 rows instead of none")
                .doesNotContain("PURITY");
        assertThat(terminal.toString(StandardCharsets.UTF_8)).contains("PURITY: ");
    }

    @Test
    @DisplayName("says a wait after each scenario, kept or not, but for the last")
    void saysWaits() throws Exception {
        lines.notKept(FIRST, new IllegalStateException("no folder"));
        lines.sealed(LAST, SealedScenarios.facts(LAST, 1, 2), List.of());

        assertThat(log())
                .contains("Scenario 'correct' is not kept: java.lang.IllegalStateException: no folder")
                .contains("Waiting for 3s")
                .doesNotContain("Waiting for 4s");
    }

    @Test
    @DisplayName("that cannot be written does not hide what ended a scenario")
    void hidesNothing() throws Exception {
        Path file = run.path().resolve("run_log.log");
        Files.delete(file);
        Files.createDirectory(file);
        var why = new IllegalStateException("no folder");

        assertThatCode(() -> lines.notKept(FIRST, why)).doesNotThrowAnyException();

        assertThat(why.getSuppressed()).singleElement().asString().contains("run_log.log cannot be written");
    }

    @Test
    @DisplayName("has no progress; where there is no terminal it is shown each 30 s of a load")
    void showsProgress() throws Exception {
        try (var processes = new ChildProcesses(clock);
                Load load = Rig.silent(processes, FIRST, results)) {
            Runnable progress = lines.progress(FIRST, load, () -> "fault");
            for (int second = 1; second <= 61; second++) {
                now.updateAndGet(time -> time.plusSeconds(1));
                progress.run();
            }
        }

        assertThat(shown("scenario 1 of 2, correct: "))
                .satisfiesExactly(
                        line -> assertThat(line).contains("correct: 70 s left"),
                        line -> assertThat(line).contains("correct: 40 s left"));
        assertThat(log()).doesNotContain("s left");
    }

    private List<String> shown(String beginning) {
        Stream<String> all = terminal.toString(StandardCharsets.UTF_8).lines();
        return all.filter(line -> line.startsWith(beginning)).toList();
    }

    private String log() throws Exception {
        return Files.readString(run.path().resolve("run_log.log"));
    }
}
