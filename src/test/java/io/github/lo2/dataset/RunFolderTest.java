package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.json.Json;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.time.EpochClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folder of a run")
class RunFolderTest {
    private static final Plan PLAN = new Plan(
            42,
            List.of(
                    new Scenario(1, "update_user_404_no_user", Duration.ofSeconds(30), Duration.ofSeconds(2)),
                    new Scenario(2, "correct", Duration.ofSeconds(20), Duration.ofSeconds(5))));
    private static final Parameters PARAMETERS = Parameters.from(Map.of(
            "lo2.stack", "embedded",
            "lo2.scenarios", "correct,update_user*",
            "lo2.duration", "20..30",
            "lo2.wait", "2..5"));

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.ofEpochSecond(1_795_500_000, 999_999_999));
    private final EpochClock clock = new EpochClock(now::get);
    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    @DisplayName("is named after the UNIX second of its start and holds the plan before any scenario")
    void holdsThePlan() throws Exception {
        RunFolder run = create(folder.resolve("new").resolve("results"), PLAN);

        assertThat(run.path())
                .isEqualTo(folder.resolve("new").resolve("results").resolve("LO2_run_1795500000"));
        try (var files = Files.list(run.path())) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("plan.json");
        }
        assertThat(Json.MAPPER.readTree(run.path().resolve("plan.json").toFile()))
                .isEqualTo(Json.MAPPER.readTree("""
                                {"seed": 42,
                                 "parameters": {"stack": "embedded", "scenarios": ["correct", "update_user*"],
                                                "duration": "20..30", "wait": "2..5", "users": 7, "warmup_seconds": 10},
                                 "scenarios": [
                                   {"ordinal": 1, "tag": "update_user_404_no_user", "duration_seconds": 30, "wait_seconds": 2},
                                   {"ordinal": 2, "tag": "correct", "duration_seconds": 20, "wait_seconds": 5}]}
                                """));
    }

    @Test
    @DisplayName("takes the next second's name when another run has its own")
    void takesTheNextName() {
        create(folder, PLAN);

        assertThat(create(folder, PLAN).path()).hasFileName("LO2_run_1795500001");
    }

    @Test
    @DisplayName("gives its plan back")
    void givesItsPlanBack() {
        create(folder, PLAN);

        assertThat(RunFolder.newestPlanWith(folder, Set.of(1, 2))).contains(PLAN);
    }

    @Test
    @DisplayName("is passed over when the places asked for are not in its plan, or it has none")
    void isPassedOver() throws Exception {
        var other = new Plan(43, PLAN.scenarios());
        create(folder, PLAN);
        now.set(Instant.ofEpochSecond(1_795_500_100));
        create(folder, other);
        now.set(Instant.ofEpochSecond(1_795_500_200));
        create(folder, PLAN.only(Set.of(2)));
        Files.createDirectory(folder.resolve("LO2_run_1795500300"));
        Files.createDirectory(folder.resolve("notes"));

        assertThat(RunFolder.newestPlanWith(folder, Set.of(1))).contains(other);
        assertThat(RunFolder.newestPlanWith(folder, Set.of(2))).contains(PLAN.only(Set.of(2)));
        assertThat(RunFolder.newestPlanWith(folder, Set.of(3))).isEmpty();
        assertThat(RunFolder.newestPlanWith(folder.resolve("nothing"), Set.of(1)))
                .isEmpty();
    }

    @Test
    @DisplayName("with a plan that is none is passed over")
    void isPassedOverWithABrokenPlan() throws Exception {
        Plan older = PLAN.only(Set.of(1));
        create(folder, older);
        now.set(Instant.ofEpochSecond(1_795_500_900));
        RunFolder broken = create(folder, PLAN);
        Files.writeString(broken.path().resolve("plan.json"), "{\"seed\": ");

        assertThat(RunFolder.newestPlanWith(folder, Set.of(1))).contains(older);
    }

    @Test
    @DisplayName("is refused with the fix where the results folder is a file")
    void isRefusedWhereResultsIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("results"), "not a folder");

        assertThatThrownBy(() -> create(file, PLAN))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("no run can be written into %s: ", file)
                .hasMessageEndingWith("expected a folder that can be written; choose another with -Dlo2.results=…");
        assertThat(file).hasContent("not a folder");
    }

    @Test
    @DisplayName("is refused with the fix where no folder can be made")
    void isRefusedWhereNoFolderCanBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> create(file.resolve("results"), PLAN))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("no run can be written into %s: ", file.resolve("results"))
                .hasMessageEndingWith("choose another with -Dlo2.results=…");
    }

    @Test
    @DisplayName("tells which scenarios are sealed")
    void tellsWhatIsSealed() {
        RunFolder run = create(folder, PLAN);
        Scenario scenario = PLAN.scenarios().get(0);
        ScenarioFolder begun = run.begin(scenario);
        assertThat(run.sealed(scenario)).isFalse();

        begun.seal(1);

        assertThat(run.sealed(scenario)).isTrue();
        assertThat(run.sealed(PLAN.scenarios().get(1))).isFalse();
    }

    private RunFolder create(Path results, Plan plan) {
        return RunFolder.create(results, plan, PARAMETERS, clock, nowhere);
    }
}
