package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.assertions.DatasetAssertions;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.plan.Scenario;
import io.github.lo2.recording.RunRecording;
import io.github.lo2.recording.RunRequest;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.Suite;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records a scenario a means by which faults are brought about, on the stack that lo2.stack names. */
@Tag("faults")
@DisplayName("A run with faults of the stack")
class FaultsIT {
    private static final String STACK = System.getProperty("lo2.stack", "embedded");
    /** Where the run stays, for who looks at its report afterwards. */
    private static final Path RESULTS = Path.of("target", "faults", STACK).toAbsolutePath();

    @Test
    @DisplayName("proves each fault, knows which requests it hit, and leaves nothing of it")
    void provesEachFault() throws Throwable {
        Collection<Path> rules;
        var given = Map.of(
                "lo2.stack", STACK,
                "lo2.results", RESULTS.toString(),
                "lo2.scenarios", "client_http_delay,user_http_abort",
                "lo2.duration", "25",
                "lo2.wait", "1",
                "lo2.warmup", "15");
        try (Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")));
                RunRecording run = RunRecording.begin(new RunRequest(given, Set.of(), () -> 3), suite)) {
            for (Scenario scenario : run.plan().scenarios()) {
                run.record(
                        scenario,
                        recording -> DatasetAssertions.assertThat(recording.captured())
                                .hasItsFaultProved());
            }
            assertThat(run.facts()).hasSize(2).allSatisfy(FaultsIT::wereHitAsChosen);
            assertThat(logLines(run.path()))
                    .as("no line tells of the rules")
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("byteman") || line.contains("io.github.lo2"));
            rules = suite.rules(List.of()).folders().values();
            assertThat(rules).hasSize(2).allMatch(Files::exists);
            assertThat(run.complete()).isPresent();
        }
        assertThat(rules).as("rules after the end").noneMatch(Files::exists);
        if (STACK.equals("compose")) {
            assertThat(DockerCommand.keptOfRuns()).as("left on the engine").isEmpty();
        }
    }

    private static void wereHitAsChosen(ScenarioFacts facts) {
        Verdict hit = facts.verdicts().stream()
                .filter(verdict -> verdict.kind() == VerdictKind.HIT)
                .findFirst()
                .orElseThrow();
        assertThat(requests(hit, "hit")).as(hit.toString()).isPositive();
        assertThat(requests(hit, "missed") + requests(hit, "unchosen"))
                .as(hit.toString())
                .isZero();
    }

    private static long requests(Verdict verdict, String name) {
        return verdict.figure(name).orElseThrow().whole();
    }

    private static List<String> logLines(Path run) throws IOException {
        var lines = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(found -> found.toString().endsWith(".log"))
                    .filter(found -> !found.endsWith("run_log.log"))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
