package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.recording.JudgedRecording;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
