package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.SealedScenarios;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.Suite;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The completion of a run")
class RunCompletionTest {
    private static final List<Scenario> SCENARIOS = Stream.of("correct", "update_user_404_no_user")
            .map(tag -> new Scenario(tag.equals("correct") ? 1 : 2, tag, Duration.ofSeconds(1), Duration.ofSeconds(1)))
            .toList();

    @TempDir
    Path results;

    @Test
    @DisplayName("waits for its last scenario, and says how to go on")
    void waitsForItsLastScenario() throws Exception {
        try (Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")));
                RunFolder run = run()) {
            seal(run, SCENARIOS.get(0));

            try (RunCompletion completion = completion(run, suite)) {
                assertThat(completion.complete(Duration.ofMillis(1230))).isEmpty();

                assertThat(run.path().resolve("manifest.json")).doesNotExist();
                assertThat(Files.readString(run.path().resolve("run_log.log")))
                        .as("it may still be recorded")
                        .doesNotContain("Run ended", "Run not complete");
                completion.end(Duration.ofMillis(1230));
            }
            assertThat(Files.readString(run.path().resolve("run_log.log")))
                    .contains("Run ended; 1.23 s beyond durations and waits; ")
                    .contains("Run not complete: 1 of 2 scenarios are sealed; go on with -Dlo2.resume=" + run.path());
        }
    }

    @Test
    @DisplayName("comes when it is asked for again after its last scenario, however early it was asked for first")
    void comesAfterItsLastScenario() {
        try (Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")));
                RunFolder run = run();
                RunCompletion completion = completion(run, suite)) {
            assertThat(completion.complete(Duration.ZERO)).isEmpty();

            SCENARIOS.forEach(scenario -> seal(run, scenario));

            assertThat(completion.complete(Duration.ZERO)).isPresent();
        }
    }

    @Test
    @DisplayName("writes a manifest once, and leaves nothing hidden")
    void writesAManifestOnce() throws Exception {
        try (Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")));
                RunFolder run = run();
                RunCompletion completion = completion(run, suite)) {
            SCENARIOS.forEach(scenario -> seal(run, scenario));

            Optional<Manifest> manifest = completion.complete(Duration.ZERO);

            assertThat(manifest).hasValueSatisfying(whole -> {
                assertThat(whole.scenarios())
                        .extracting(ScenarioFacts::tag)
                        .containsExactly("correct", "update_user_404_no_user");
                assertThat(whole.started()).isEqualTo(run.started());
                assertThat(whole.sizes()).isNotEmpty();
            });
            assertThat(completion.complete(Duration.ZERO)).isEqualTo(manifest);
            assertThat(Files.readString(run.path().resolve("run_log.log"))).containsOnlyOnce("Run ended; ");
            assertThat(run.path())
                    .isDirectoryContaining("glob:**/manifest.json")
                    .isDirectoryNotContaining("glob:**/.*");
        }
    }

    @ParameterizedTest(name = "by {0} s: {1}")
    @DisplayName("says whether this machine's clock was set since the start, also between two scenarios")
    @CsvSource({"0, true", "2, false", "-2, false"})
    void saysWhetherTheClockWasSet(int seconds, boolean passed) {
        var set = new AtomicLong();
        var clock = new EpochClock(() -> InstantSource.system().instant().plusSeconds(set.get()));
        try (Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")));
                RunFolder run = run();
                var completion = new RunCompletion(run, new QuietStack(), suite.provenance(), clock)) {
            SCENARIOS.forEach(scenario -> seal(run, scenario));

            set.set(seconds);

            assertThat(completion.complete(Duration.ZERO).orElseThrow().verdicts())
                    .singleElement()
                    .satisfies(verdict -> {
                        assertThat(verdict.kind()).isEqualTo(VerdictKind.CLOCK);
                        assertThat(verdict.passed()).isEqualTo(passed);
                    });
        }
    }

    @Test
    @DisplayName(
            "says that this machine's clock was set between two scenarios, also when it was set back before the next")
    void saysThatTheClockWasSetForAWhile() {
        var set = new AtomicLong();
        var whileSet = new AtomicInteger();
        var clock = new EpochClock(() -> {
            if (set.get() != 0) {
                whileSet.incrementAndGet();
            }
            return InstantSource.system().instant().plusSeconds(set.get());
        });
        try (Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")));
                RunFolder run = run();
                var completion = new RunCompletion(run, new QuietStack(), suite.provenance(), clock)) {
            SCENARIOS.forEach(scenario -> seal(run, scenario));

            set.set(2);
            // Two looks take so many readings: one of them is whole.
            await().atMost(Duration.ofSeconds(10)).until(() -> whileSet.get() >= 80);
            set.set(0);

            assertThat(completion.complete(Duration.ZERO).orElseThrow().verdicts())
                    .singleElement()
                    .satisfies(verdict -> {
                        assertThat(verdict.kind()).isEqualTo(VerdictKind.CLOCK);
                        assertThat(verdict.passed()).isFalse();
                        assertThat(VerdictText.sentence(verdict)).contains("clock was set by");
                    });
            assertThat(run.path().resolve("run_log.log")).content().contains("CLOCK failed: ", "Run ended; ");
        }
    }

    private RunFolder run() {
        return RunFolders.create(
                new Plan(42, SCENARIOS), Map.of("lo2.results", results.toString()), EpochClock.system());
    }

    private static RunCompletion completion(RunFolder run, Suite suite) {
        return new RunCompletion(run, new QuietStack(), suite.provenance(), suite.clock());
    }

    private static void seal(RunFolder run, Scenario scenario) {
        SealedScenarios.seal(
                SealedScenarios.open(run.prepare(scenario), List.of("web"), Map.of("web", "web-service")),
                SealedScenarios.facts(scenario, 1, 2));
    }
}
