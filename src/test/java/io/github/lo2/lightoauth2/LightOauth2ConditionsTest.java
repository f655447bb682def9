package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.recording.JudgedRecording;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The conditions of LightOauth2DatasetIT")
class LightOauth2ConditionsTest {

    @TempDir
    Path folder;

    static Set<VerdictKind> kinds() {
        return VerdictKind.ofFaultScenario();
    }

    @ParameterizedTest
    @DisplayName("fail a scenario with one failed verdict, of whichever kind")
    @MethodSource("kinds")
    void askForAllKinds(VerdictKind failed) {
        List<Verdict> verdicts =
                kinds().stream().map(kind -> verdict(kind, kind != failed)).toList();

        assertThat(objections(verdicts)).singleElement().asString().contains(failed + " failed: ");
    }

    @Test
    @DisplayName("have nothing against a scenario that passed all verdicts")
    void haveNothingAgainstOneThatPassed() {
        assertThat(objections(kinds().stream().map(kind -> verdict(kind, true)).toList()))
                .isEmpty();
    }

    @Test
    @DisplayName("say which verdicts are not there")
    void sayWhichAreNotThere() {
        assertThat(objections(List.of()))
                .containsExactlyInAnyOrderElementsOf(VerdictKind.ofScenario().stream()
                        .map("there is no verdict %s"::formatted)
                        .toList());
    }

    @Test
    @DisplayName("ask for the shares that the system says")
    void askForTheSharesOfTheSystem() throws IOException {
        SystemFacts system = SystemDefinition.read(Path.of("compose", "light-oauth2", "system.json"))
                .facts();
        String conditions = Files.readString(
                Path.of("src", "test", "java", "io", "github", "lo2", "lightoauth2", "LightOauth2DatasetIT.java"));

        assertThat(conditions)
                .contains(".hasSpansOf(%s, PERCENT)".formatted(percent(system.spansJoined())))
                .contains(".hasLogsOf(%s, PERCENT)".formatted(percent(system.logsJoined())));
    }

    private static String percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
    }

    private List<String> objections(List<Verdict> verdicts) {
        try (var judged = JudgedRecording.of(folder, verdicts)) {
            LightOauth2DatasetIT.scenario(judged);
            return judged.objections();
        }
    }

    private static Verdict verdict(VerdictKind kind, boolean passed) {
        return Verdict.of(kind, passed, Map.of("share", Figure.percent(passed ? 1 : 0.98)), List.of());
    }
}
