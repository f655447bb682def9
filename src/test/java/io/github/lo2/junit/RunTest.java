package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioState;
import io.github.lo2.dataset.SealedScenarios;
import io.github.lo2.plan.Scenario;
import io.github.lo2.recording.JudgedRecording;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

@DisplayName("A scenario of which its class says nothing")
class RunTest {

    @Test
    @DisplayName("must pass all verdicts: each that failed is said")
    void mustPassAllVerdicts(@TempDir Path folder) {
        List<Verdict> failed = VerdictKind.ofScenario().stream()
                .map(kind -> Verdict.of(kind, false, Map.of(), List.of()))
                .toList();

        try (var judged = JudgedRecording.of(folder, failed)) {
            Run.passAllVerdicts(judged);

            assertThat(judged.objections())
                    .containsExactlyElementsOf(
                            failed.stream().map(Verdict::toString).toList());
        }
    }

    @Test
    @DisplayName("that was sealed before the run was resumed is skipped, and red when a verdict on it did not pass")
    void isSkippedUnlessItFailed() {
        ScenarioFacts facts =
                SealedScenarios.facts(new Scenario(1, "correct", Duration.ofSeconds(2), Duration.ZERO), 1, 2);
        Verdict passed = Verdict.of(VerdictKind.KEYS, true, Map.of(), List.of());
        Verdict failed = Verdict.of(VerdictKind.COVERAGE, false, Map.of(), List.of());

        assertThatThrownBy(() -> Run.skipUnlessItFailed(new ScenarioState.Sealed(facts.judged(List.of(passed)), 9)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("sealed before the run was resumed, 9 files match their checksums");
        assertThatThrownBy(() ->
                        Run.skipUnlessItFailed(new ScenarioState.Sealed(facts.judged(List.of(passed, failed)), 9)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("sealed before the run was resumed, 9 files match their checksums; it did not pass: "
                        + VerdictText.sentence(failed));
    }

    @Test
    @DisplayName("is skipped with the reason where the machine cannot record it, and is not green")
    void isSkipped() {
        var test = Run.skipped(new PlanFile.SkippedScenario(3, "cpu_stress", "no right to control groups"));

        assertThat(test.getDisplayName()).isEqualTo("cpu_stress");
        assertThatThrownBy(() -> test.getExecutable().execute())
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no right to control groups");
    }
}
