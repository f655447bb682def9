package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.json.Json;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.LogLine;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Drift;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A run that broke off")
class BrokenRunTest {
    private static final Scenario FIRST =
            new Scenario(1, "update_user_404_no_user", Duration.ofSeconds(30), Duration.ofSeconds(2));
    private static final Scenario LAST = new Scenario(2, "correct", Duration.ofSeconds(20), Duration.ofSeconds(5));
    private static final Plan PLAN = new Plan(42, List.of(FIRST, LAST));
    private static final byte[] GARBAGE = {'P', 'A', 'R', '1', 0, (byte) 0xff};

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_795_500_000));
    private final EpochClock clock = new EpochClock(now::get);

    @TempDir
    Path results;

    @Test
    @DisplayName("records a sealed scenario again when any of its files was cut, says which, and loses no other")
    void findsEachFileThatWasCut() throws Exception {
        RunFolder run = sealed("lo2,parquet");

        for (Path file : filesOf(LAST, run)) {
            byte[] whole = Files.readAllBytes(file);
            if (whole.length > 0) {
                Files.write(file, Arrays.copyOf(whole, whole.length / 2));
                assertIsRecordedAgain(LAST, run, file);
                Files.write(file, whole);
            }
        }
        assertThat(reopen(run).state(LAST)).isInstanceOf(ScenarioState.Sealed.class);
    }

    @Test
    @DisplayName("records a sealed scenario again when any of its files is missing, and says which")
    void findsEachFileThatIsMissing() throws Exception {
        RunFolder run = sealed("lo2,parquet");

        for (Path file : filesOf(LAST, run)) {
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            assertIsRecordedAgain(LAST, run, file);
            Files.write(file, whole);
        }
        assertThat(reopen(run).state(LAST)).isInstanceOf(ScenarioState.Sealed.class);
    }

    @Test
    @DisplayName("records a scenario again of which a file has the name, and keeps that file")
    void findsAFileInAScenariosPlace() throws Exception {
        RunFolder run = create("lo2,parquet");
        seal(run, FIRST);
        Path file = Files.writeString(run.path().resolve(LAST.tag()), "mine");
        assertThatThrownBy(() -> seal(run, LAST))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(
                        "%s cannot be completed: ", run.path().resolve(".part").resolve("correct"))
                .message()
                .hasLineCount(1);

        RunFolder again = reopen(run);
        assertThat(again.state(LAST)).isInstanceOf(ScenarioState.Open.class);
        again.setAside(LAST);
        seal(again, LAST);

        assertThat(file).isDirectory();
        assertThat(run.path().resolve(".damaged").resolve("correct")).hasContent("mine");
    }

    @Test
    @DisplayName("begins a scenario that was under way afresh, whatever was left of it")
    void beginsAfreshWhatWasUnderWay() throws Exception {
        RunFolder run = create("lo2,parquet");
        seal(run, FIRST);
        Path parts = Files.createDirectories(
                run.path().resolve(".part").resolve("correct").resolve(".parts"));
        Files.write(parts.resolve("logs-00007.parquet"), GARBAGE);
        Files.writeString(run.path().resolve(".part").resolve("correct").resolve("scenario.json"), "{\"ordinal\": 2, ");

        RunFolder again = reopen(run);
        assertThat(again.state(LAST)).isEqualTo(new ScenarioState.Open("it was under way when the run broke off"));
        seal(again, LAST);
        again.merge(again.facts());

        assertThat(logs(again)).containsExactly(FIRST.tag(), LAST.tag());
        assertThat(parts).doesNotExist();
    }

    @ParameterizedTest(name = "{index}")
    @DisplayName("goes on in its log on a new line, whatever the last one had become")
    @ValueSource(
            strings = {"", "179", "1795500003 Starting locust test for tag 'gr\u00c3", "1795500003 Run sta\0\0\0\0"})
    void goesOnInItsLogOnANewLine(String end) throws Exception {
        RunFolder run = create("lo2,parquet");
        Path log = run.path().resolve("run_log.log");
        // In this charset, half a character of UTF-8.
        byte[] broken = (Files.readString(log) + end).getBytes(StandardCharsets.ISO_8859_1);
        Files.write(log, broken);
        now.set(Instant.ofEpochSecond(1_795_500_100));

        RunFolder again = reopen(run);

        assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                .endsWith(end + (end.isEmpty() ? "" : "\n") + "1795500100 Run resumed\n");
        assertThat(again.started()).isEqualTo("2026-11-24T06:00:00Z");
        assertThat(again.resumptions()).containsExactly("2026-11-24T06:01:40Z");
    }

    @ParameterizedTest
    @DisplayName("knows when it was begun, also when its log is gone or empty")
    @ValueSource(booleans = {true, false})
    void knowsWhenItWasBegun(boolean gone) throws Exception {
        RunFolder run = create("lo2,parquet");
        Path log = run.path().resolve("run_log.log");
        if (gone) {
            Files.delete(log);
        } else {
            Files.write(log, new byte[0]);
        }

        assertThat(reopen(run).started()).isEqualTo("2026-11-24T06:00:00Z");
    }

    @Test
    @DisplayName("keeps the id that no other run has, into its manifest")
    void keepsItsId() throws Exception {
        RunFolder run = sealed("lo2");
        RunFolder other = create("lo2");

        RunFolder again = reopen(run);
        complete(again);

        assertThat(again.id()).isEqualTo(run.id()).isNotEqualTo(other.id());
        assertThat(Manifest.of(run.path()).id()).isEqualTo(run.id());
    }

    @Test
    @DisplayName("of another format is refused by its name, when it is resumed and when its manifest is replayed")
    void isRefusedInAnotherFormat() throws Exception {
        RunFolder run = create("lo2");
        rename(run.path().resolve(".run.json"));
        RunFolder whole = sealed("lo2");
        complete(whole);
        Path manifest = rename(whole.path().resolve("manifest.json"));

        assertThatThrownBy(() -> RunFolder.planOf(run.path())).hasMessageContaining("the format 'LO2 run, version 0'");
        assertThatThrownBy(() -> reopen(run)).hasMessageContaining("the format 'LO2 run, version 0'");
        assertThatThrownBy(() -> PlanFile.read(manifest)).hasMessageContaining("the format 'LO2 run, version 0'");
    }

    private static Path rename(Path file) throws IOException {
        return Files.writeString(file, Files.readString(file).replace(Manifest.FORMAT, "LO2 run, version 0"));
    }

    @ParameterizedTest(name = "{index}")
    @DisplayName("without a whole plan is refused in one line that says what to do")
    @ValueSource(
            strings = {
                "",
                "{\"seed\": 42, \"parameters\": {\"lo2.dur",
                "{}",
                "null",
                "[1]",
                "{\"seed\": 42, \"parameters\": {}, \"scenarios\": [{\"ordinal\": 1}]}"
            })
    void isRefusedWithoutAPlan(String plan) throws Exception {
        RunFolder run = create("lo2,parquet");
        Path file = Files.writeString(run.path().resolve("plan.json"), plan);

        assertThatThrownBy(() -> RunFolder.planOf(run.path()))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("%s cannot be resumed: %s holds no plan: ", run.path(), file)
                .hasMessageEndingWith("; begin a new run; nothing was started")
                .message()
                .hasLineCount(1);
    }

    @Test
    @DisplayName("is refused when there is no such folder")
    void isRefusedWithoutAFolder() {
        assertThatThrownBy(() -> RunFolder.planOf(results.resolve("LO2_run_1")))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("%s cannot be resumed: ", results.resolve("LO2_run_1"))
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest(name = "lo2.formats={0}")
    @DisplayName("while its tables were merged has each row once when it is completed")
    @ValueSource(strings = {"lo2,parquet", "parquet"})
    void mergesAgain(String formats) throws Exception {
        RunFolder run = sealed(formats);
        Path halfWritten = Files.createDirectories(run.path().resolve(".tables.part"));
        Files.write(halfWritten.resolve("logs.parquet"), GARBAGE);

        RunFolder again = reopen(run);
        assertAllSealed(again);
        again.merge(again.facts());

        assertThat(logs(again)).containsExactly(FIRST.tag(), LAST.tag());
        assertThat(halfWritten).doesNotExist();
    }

    @ParameterizedTest(name = "lo2.formats={0}")
    @DisplayName("when its tables were there and its manifest was not records nothing again, and has each row once")
    @ValueSource(strings = {"lo2,parquet", "parquet", "lo2"})
    void recordsNothingAgainAfterItsTables(String formats) throws Exception {
        RunFolder run = sealed(formats);
        run.merge(run.facts());
        Files.writeString(run.path().resolve("report.html"), "half of a rep");
        Checksums.ofRun(run.path(), Set.of()).write(run.path());

        RunFolder again = reopen(run);
        assertAllSealed(again);
        assertThat(run.path().resolve("SHA256SUMS")).doesNotExist();
        assertThat(run.path().resolve("report.html")).doesNotExist();
        assertThat(run.path().resolve("tables")).doesNotExist();

        complete(again);
        assertIsComplete(again, formats);
    }

    @Test
    @DisplayName("when some folders of scenarios had become tables and others not records nothing again")
    void recordsNothingAgainWhereSomeFoldersHaveBecomeTables() throws Exception {
        RunFolder run = sealed("parquet");
        run.merge(run.facts());
        Disk.rename(run.path().resolve(".correct.merged"), run.path().resolve("correct"));
        assertThat(run.path().resolve(FIRST.tag())).doesNotExist();

        RunFolder again = reopen(run);
        assertAllSealed(again);

        complete(again);
        assertIsComplete(again, "parquet");
    }

    @ParameterizedTest(name = "lo2.formats={0}")
    @DisplayName("when it was complete and what it was made of half deleted is not taken up, and the rest is deleted")
    @ValueSource(strings = {"lo2,parquet", "parquet"})
    void deletesTheRestOfACompleteRun(String formats) throws Exception {
        RunFolder run = sealed(formats);
        complete(run);
        Path merged =
                Files.createDirectories(run.path().resolve(".correct.merged").resolve(".parts"));
        Files.createFile(run.path().resolve(".lock"));
        if (formats.contains("lo2")) {
            Files.createDirectories(run.path().resolve("correct").resolve(".parts"));
        }

        assertThatThrownBy(() -> reopen(run))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("%s is complete: it has a manifest.json; ", run.path())
                .message()
                .hasLineCount(1);

        assertThat(merged).doesNotExist();
        assertIsComplete(run, formats);
    }

    @Test
    @DisplayName("has tables of what was recorded again, not of what was damaged after they had been made")
    void hasTablesOfWhatWasRecordedAgain() throws Exception {
        RunFolder run = sealed("lo2,parquet");
        run.merge(run.facts());
        Files.writeString(run.path().resolve("correct").resolve("web.log"), "hel");

        RunFolder again = reopen(run);
        assertThat(again.state(FIRST)).isInstanceOf(ScenarioState.Sealed.class);
        assertThat(again.state(LAST)).isInstanceOf(ScenarioState.Open.class);
        again.setAside(LAST);
        seal(again, LAST, "recorded again");
        complete(again);

        try (TableViews tables = RunTables.of(run.path())) {
            assertThat(tables.ask(
                            "SELECT message FROM logs WHERE container = 'web' ORDER BY message",
                            row -> row.getString(1)))
                    .containsExactly("hello", "recorded again");
        }
        assertIsComplete(again, "lo2,parquet");
        assertThat(run.path().resolve(".damaged").resolve("correct").resolve(".parts"))
                .isDirectory();
    }

    @Test
    @DisplayName("keeps all it has when its tables cannot be written, and completes when they can")
    void keepsAllWhenTablesCannotBeWritten() throws Exception {
        RunFolder run = sealed("parquet");
        Path inTheWay = Files.writeString(run.path().resolve("tables"), "a file");
        assertThatThrownBy(() -> run.merge(run.facts()))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("the tables of %s cannot be completed: ", run.path())
                .hasMessageEndingWith("free disk space there and resume the run")
                .message()
                .hasLineCount(1);
        assertThat(run.path()).isDirectoryNotContaining("glob:**/.tables.part");
        Files.delete(inTheWay);

        RunFolder again = reopen(run);
        assertAllSealed(again);
        complete(again);

        assertIsComplete(again, "parquet");
    }

    private void assertIsRecordedAgain(Scenario scenario, RunFolder run, Path file) throws IOException {
        try (RunFolder again = reopen(run)) {
            String name = run.path().resolve(scenario.tag()).relativize(file).toString();
            assertThat(again.state(scenario))
                    .as("state when %s is damaged", name)
                    .isInstanceOfSatisfying(
                            ScenarioState.Open.class,
                            open -> assertThat(open.reason())
                                    .startsWith("it is damaged: ")
                                    .contains(name)
                                    .hasLineCount(1));
            assertThat(again.state(FIRST)).isInstanceOf(ScenarioState.Sealed.class);
            again.setAside(scenario);
            assertThat(again.state(scenario)).isEqualTo(new ScenarioState.Open("it has not been begun"));
            assertThat(again.facts()).extracting(ScenarioFacts::tag).containsExactly(FIRST.tag());
            Disk.rename(
                    run.path().resolve(".damaged").resolve("correct"),
                    run.path().resolve("correct"));
        }
    }

    private static void assertAllSealed(RunFolder run) {
        assertThat(PLAN.scenarios())
                .allSatisfy(scenario -> assertThat(run.state(scenario)).isInstanceOf(ScenarioState.Sealed.class));
        assertThat(run.facts()).extracting(ScenarioFacts::tag).containsExactly(FIRST.tag(), LAST.tag());
    }

    /** Look at a complete run as somebody who gets it does: no file but those listed, and each as listed. */
    private static void assertIsComplete(RunFolder run, String formats) throws IOException {
        assertThat(Checksums.read(run.path()).differences(Checksums.of(run.path(), Set.of("manifest.json"))))
                .isEmpty();
        for (Scenario scenario : PLAN.scenarios()) {
            Path folder = run.path().resolve(scenario.tag());
            assertThat(Files.exists(folder)).isEqualTo(formats.contains("lo2"));
            assertThat(folder.resolve(".parts")).doesNotExist();
            assertThat(run.path().resolve("." + scenario.tag() + ".merged")).doesNotExist();
        }
        assertThat(run.path().resolve(".lock")).doesNotExist();
        assertThat(Files.exists(run.path().resolve("tables"))).isEqualTo(formats.contains("parquet"));
        if (formats.contains("parquet")) {
            assertThat(logs(run)).containsExactly(FIRST.tag(), LAST.tag());
        }
        assertThat(Json.MAPPER
                        .readTree(run.path().resolve("manifest.json").toFile())
                        .path("scenarios"))
                .hasSize(2);
    }

    private static List<String> logs(RunFolder run) {
        try (TableViews tables = RunTables.of(run.path())) {
            assertThat(tables.ask("SELECT scenario FROM scenarios", row -> row.getString(1)))
                    .containsExactly(FIRST.tag(), LAST.tag());
            return tables.ask(
                    "SELECT scenario FROM logs WHERE container = 'web' ORDER BY scenario DESC",
                    row -> row.getString(1));
        }
    }

    private static List<Path> filesOf(Scenario scenario, RunFolder run) throws IOException {
        try (Stream<Path> files = Files.walk(run.path().resolve(scenario.tag()))) {
            List<Path> regular = files.filter(Files::isRegularFile).toList();
            assertThat(regular).hasSizeGreaterThan(8);
            return regular;
        }
    }

    @Test
    @DisplayName("is not complete before its log is on the disk")
    void isNotCompleteBeforeItsLogIsOnTheDisk() throws IOException {
        RunFolder run = sealed("parquet");
        // What cannot be opened cannot be brought to the disk either.
        Files.deleteIfExists(run.path().resolve(RunLog.FILE_NAME));

        assertThatThrownBy(() -> complete(run))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(RunLog.FILE_NAME + " cannot be brought to the disk");
        assertThat(run.path().resolve(Manifest.FILE_NAME)).doesNotExist();
        assertThat(run.path().resolve(Checksums.FILE_NAME)).doesNotExist();
    }

    private RunFolder sealed(String formats) {
        RunFolder run = create(formats);
        PLAN.scenarios().forEach(scenario -> seal(run, scenario));
        return run;
    }

    private static void seal(RunFolder run, Scenario scenario) {
        seal(run, scenario, "hello");
    }

    private static void seal(RunFolder run, Scenario scenario, String line) {
        OpenScenario begun = SealedScenarios.open(run.prepare(scenario), List.of("web"), Map.of("web", "web-service"));
        begun.log(new LogLine("web", 1, line.getBytes(StandardCharsets.UTF_8)));
        SealedScenarios.seal(begun, SealedScenarios.facts(scenario, 1, 2));
    }

    private static void complete(RunFolder run) {
        List<ScenarioFacts> facts = run.facts();
        MergedRun merged = run.merge(facts);
        merged.complete(
                Map.of(RunFolder.REPORT, "<html></html>"),
                new Manifest(
                        Manifest.FORMAT,
                        run.id(),
                        run.path().getFileName().toString(),
                        run.started(),
                        "",
                        new Manifest.SuiteFacts("1", null, null, "java", "17"),
                        new Manifest.HostFacts("node-1", "Linux", "cpu", 2, 1),
                        new Manifest.StackFacts("embedded", new TreeMap<>(), new TreeMap<>(), null),
                        run.planned(),
                        null,
                        run.resumptions(),
                        List.of(),
                        facts,
                        List.of(),
                        new Drift(0, 0, 0, List.of()),
                        null,
                        merged.tableSizes(),
                        ""));
    }

    private RunFolder create(String formats) {
        Map<String, String> given = Map.of("lo2.results", results.toString(), "lo2.formats", formats);
        return RunFolders.create(PLAN, given, clock);
    }

    /** Go on with a run; it loses its lock, as one does whose process has ended. */
    private RunFolder reopen(RunFolder run) {
        run.close();
        return RunFolders.reopen(run.path(), clock);
    }
}
