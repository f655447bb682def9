package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.LogLine;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
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
import java.util.SortedMap;
import java.util.TreeMap;
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
    private static final Map<String, String> GIVEN = Map.of(
            "lo2.stack",
            "embedded",
            "lo2.scenarios",
            "correct,update_user*",
            "lo2.duration",
            "20..30",
            "lo2.users",
            " ");
    private static final LogFormats LOG_FORMATS =
            LogFormats.read(Path.of("compose", "light-oauth2", "log_formats.json"));

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
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("plan.json", "run_log.log", ".lock", ".run.json");
        }
        assertThat(Json.MAPPER.readTree(run.path().resolve("plan.json").toFile()))
                .isEqualTo(Json.MAPPER.readTree("""
                    {"seed": 42,
                     "system": {"name": "light-oauth2", "run_prefix": "LO2_run_", "log_id": "request_id",
                                "spans_joined": 0.995, "logs_joined": 0.99, "required_metrics": []},
                     "parameters": {"lo2.duration": "20..30", "lo2.scenarios": "correct,update_user*",
                                    "lo2.stack": "embedded"},
                     "scenarios": [
                       {"ordinal": 1, "tag": "update_user_404_no_user", "duration_seconds": 30,
                        "phases": [{"phase": "fault", "seconds": 30.0}], "dose": 0.0, "wait_seconds": 2},
                       {"ordinal": 2, "tag": "correct", "duration_seconds": 20,
                        "phases": [{"phase": "baseline", "seconds": 20.0}], "dose": 0.0, "wait_seconds": 5}]}
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

        assertThat(RunFolder.newestPlanWith(folder, "LO2_run_", Set.of(1, 2))).contains(PLAN);
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

        assertThat(RunFolder.newestPlanWith(folder, "LO2_run_", Set.of(1))).contains(other);
        assertThat(RunFolder.newestPlanWith(folder, "LO2_run_", Set.of(2))).contains(PLAN.only(Set.of(2)));
        assertThat(RunFolder.newestPlanWith(folder, "LO2_run_", Set.of(3))).isEmpty();
        assertThat(RunFolder.newestPlanWith(folder.resolve("nothing"), "LO2_run_", Set.of(1)))
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

        assertThat(RunFolder.newestPlanWith(folder, "LO2_run_", Set.of(1))).contains(older);
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
    @DisplayName("tells of each scenario whether it is sealed, and if not, why it is to be recorded")
    void tellsHowFarItHasCome() {
        RunFolder run = create(folder, PLAN);
        Scenario first = PLAN.scenarios().get(0);
        Scenario second = PLAN.scenarios().get(1);
        PreparedScenario begun = run.prepare(first);
        assertThat(run.state(first)).isEqualTo(new ScenarioState.Open("it was under way when the run broke off"));
        assertThat(run.state(second)).isEqualTo(new ScenarioState.Open("it has not been begun"));

        ScenarioFacts facts = seal(begun, first);

        assertThat(run.state(first)).isInstanceOfSatisfying(ScenarioState.Sealed.class, whole -> {
            assertThat(whole.facts()).isEqualTo(facts);
            assertThat(whole.files()).isGreaterThan(5);
        });
        assertThat(run.facts()).containsExactly(facts);
    }

    @Test
    @DisplayName("tells what is damaged of a sealed scenario, and puts it aside with all that it holds")
    void putsDamagedScenariosAside() throws Exception {
        RunFolder run = create(folder, PLAN);
        Scenario scenario = PLAN.scenarios().get(0);
        seal(run.prepare(scenario), scenario);
        Path requests = run.path().resolve(scenario.tag()).resolve("requests.jsonl");
        Files.writeString(requests, "{}\n");

        assertThat(run.state(scenario))
                .isInstanceOfSatisfying(
                        ScenarioState.Open.class,
                        open -> assertThat(open.reason())
                                .startsWith("it is damaged: requests.jsonl: changed; expected sha256 "));

        run.setAside(scenario);

        assertThat(run.path().resolve(".damaged").resolve(scenario.tag()).resolve("requests.jsonl"))
                .hasContent("{}\n");
        assertThat(run.state(scenario)).isEqualTo(new ScenarioState.Open("it has not been begun"));
    }

    @Test
    @DisplayName("has a scenario whose load ended early recorded again, and is not complete with it")
    void recordsAnEarlyEndAgain() {
        RunFolder run = create(folder, PLAN);
        Scenario scenario = PLAN.scenarios().get(0);
        ScenarioFacts facts = SealedScenarios.facts(scenario, 1_795_500_001_000_000_000L, 1_795_500_001_000_000_001L)
                .judged(List.of(Verdict.of(VerdictKind.APPLIED, false, Map.of(), List.of())));
        OpenScenario open = SealedScenarios.open(run.prepare(scenario), List.of(), Map.of());
        SealedScenarios.seal(open, facts);

        assertThat(run.state(scenario)).isEqualTo(new ScenarioState.Open("its load ended before its time"));
        assertThat(run.facts()).isEmpty();
        run.setAside(scenario);
        assertThat(run.path().resolve(".damaged").resolve(scenario.tag()).resolve("scenario.json"))
                .isNotEmptyFile();
    }

    @Test
    @DisplayName("has one table each of all scenarios' parts, which it keeps until it is complete")
    void hasTables() {
        RunFolder run = create(folder, PLAN);
        PLAN.scenarios().forEach(scenario -> seal(run.prepare(scenario), scenario));

        run.merge(run.facts());
        run.merge(run.facts());

        try (TableViews tables = RunTables.of(run.path())) {
            assertThat(tables.ask("SELECT scenario FROM scenarios", row -> row.getString(1)))
                    .containsExactly("update_user_404_no_user", "correct");
            assertThat(tables.ask("SELECT scenario FROM logs WHERE container = 'web'", row -> row.getString(1)))
                    .containsExactly("update_user_404_no_user", "correct");
        }
        assertThat(PLAN.scenarios())
                .allSatisfy(scenario -> assertThat(run.state(scenario)).isInstanceOf(ScenarioState.Sealed.class));
    }

    @Test
    @DisplayName("keeps only tables where only these are asked for")
    void keepsOnlyTables() throws Exception {
        RunFolder run = create(folder, PLAN, "parquet");
        PLAN.scenarios().forEach(scenario -> seal(run.prepare(scenario), scenario));

        run.merge(run.facts());

        try (var files = Files.list(run.path())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")))
                    .containsExactlyInAnyOrder("plan.json", "run_log.log", "tables");
        }
    }

    @Test
    @DisplayName("is not taken up again when it is complete")
    void isNotReopenedWhenComplete() throws Exception {
        RunFolder run = create(folder, PLAN);
        run.close();
        Files.writeString(run.path().resolve("manifest.json"), "{}");

        assertThatThrownBy(() ->
                        RunFolder.reopen(run.path(), run.planned(), run.parameters(), LOG_FORMATS, clock, nowhere))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("%s is complete: it has a manifest.json; ", run.path());
    }

    private static ScenarioFacts seal(PreparedScenario prepared, Scenario scenario) {
        OpenScenario begun = SealedScenarios.open(prepared, List.of("web"), Map.of("web", "web-service"));
        begun.log(new LogLine("web", 1, "hello".getBytes(StandardCharsets.UTF_8)));
        ScenarioFacts facts = SealedScenarios.facts(scenario, 1, 2);
        SealedScenarios.seal(begun, facts);
        return facts;
    }

    private RunFolder create(Path results, Plan plan) {
        return create(results, plan, "lo2,parquet");
    }

    private RunFolder create(Path results, Plan plan, String formats) {
        var given = new TreeMap<>(GIVEN);
        given.put("lo2.results", results.toString());
        SortedMap<String, String> ofRun = Parameters.ofRun(given);
        given.put("lo2.formats", formats);
        return RunFolder.create(
                PlanFile.of(plan, Systems.PROJECTS, ofRun), Parameters.from(given), LOG_FORMATS, clock, nowhere);
    }
}
