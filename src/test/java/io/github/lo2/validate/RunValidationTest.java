package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.json.Json;
import io.github.lo2.junit.BesideOthers;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableException;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.file.PathUtils;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
@DisplayName("Validation of a run")
class RunValidationTest {
    private static final String TAG = ScenarioRows.TAG;
    private static final String RENAMED = "get_user_404_no_user";

    @TempDir
    static Path recorded;

    private static Path whole = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void record() throws IOException {
        whole = RecordedRun.complete(recorded, "lo2,parquet", List.of(ScenarioRows.faulty(), ScenarioRows.correct()));
    }

    @Test
    @DisplayName("passes a run as it was written, with all verdicts, and changes nothing in it")
    void passes() throws IOException {
        Path run = copy();

        RunVerdicts verdicts = RunValidation.of(run);

        assertThat(verdicts.passed()).as(String.join("\n", verdicts.lines())).isTrue();
        assertThat(verdicts.scenarios())
                .extracting(RunVerdicts.ScenarioResult::tag)
                .containsExactly(TAG, "correct");
        assertThat(verdicts.scenarios()).allSatisfy(scenario -> {
            assertThat(scenario.verdicts()).hasSameSizeAs(VerdictKind.ofScenario());
            assertThat(scenario.unjudged()).isEmpty();
        });
        assertThat(verdicts.lines())
                .contains(
                        "passed PLAN: 2 of 2 planned scenarios are there, the run is complete",
                        "passed FILES: all files are those that were written, and say the same",
                        "Hardness not judged: fewer than 2 scenarios have anomalous windows, or normal ones; -Dlo2.phases gives each of both")
                .endsWith("The run passed: 2 of 2 scenarios passed, 2 of 2 verdicts about the run");
        assertThat(Checksums.read(whole).differences(Checksums.of(run, Set.of("manifest.json"))))
                .isEmpty();
        try (var entries = Files.list(run)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "plan.json",
                            "run_log.log",
                            "manifest.json",
                            "SHA256SUMS",
                            "report.html",
                            "tables",
                            TAG,
                            "correct");
        }
    }

    @Test
    @DisplayName("refuses what is no folder")
    void refuses() {
        assertThatThrownBy(() -> RunValidation.of(folder.resolve("LO2_run_1")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("LO2_run_1 is no folder; expected that of a run");
    }

    @Nested
    @DisplayName("finds and names")
    class Finds {
        @Test
        @DisplayName("a changed byte of a file, and of a table")
        void changedByte() throws IOException {
            Path run = copy();
            flip(run.resolve("correct/locust.log"), 5);
            flip(RunTables.file(run, Table.SPANS), 200);

            assertThat(files(run)).haveExactly(1, line("correct/locust.log: changed; expected sha256 "));
            assertThat(files(run)).haveExactly(1, line("tables/spans.parquet: changed; expected sha256 "));
        }

        @Test
        @DisplayName("a missing file")
        void missingFile() throws IOException {
            Path run = copy();
            Files.delete(run.resolve("correct/metrics/metric_node_load1.json"));
            Files.delete(RunTables.file(run, Table.LOGS));

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(VerdictText.rows(files(verdicts)))
                    .containsExactly(
                            "correct/metrics/metric_node_load1.json: missing; expected as listed in SHA256SUMS",
                            "tables/logs.parquet: missing; expected as listed in SHA256SUMS");
            assertThat(verdicts.scenarios().get(0).unjudged())
                    .containsExactly(VerdictKind.LOGS_JOINED, VerdictKind.SIGNALS, VerdictKind.TIMES, VerdictKind.KEYS);
            assertThat(verdicts.lines())
                    .contains(
                            "passed correct: APPLIED, LABEL, PURITY, SPANS_JOINED, COVERAGE, CLOCK, STEADY; not judged, no"
                                    + " readable logs: LOGS_JOINED, SIGNALS, TIMES, KEYS");
            assertThat(verdicts.passed()).isFalse();
        }

        @Test
        @DisplayName("an additional file")
        void additionalFile() throws IOException {
            Path run = copy();
            Files.writeString(run.resolve("correct/notes.txt"), "");
            Files.writeString(run.resolve("notes.txt"), "");

            assertThat(files(run))
                    .containsExactly(
                            "correct/notes.txt: additional; expected no file that SHA256SUMS does not list",
                            "notes.txt: additional; expected no file that SHA256SUMS does not list");
        }

        @Test
        @DisplayName("a truncated Parquet file, also when the checksums were adapted")
        void truncatedParquet() throws IOException {
            Path run = copy();
            truncate(RunTables.file(run, Table.METRICS));
            adaptChecksums(run);

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(VerdictText.rows(files(verdicts)))
                    .singleElement()
                    .asString()
                    .startsWith("tables/metrics.parquet: expected a Parquet file, found ");
            assertThat(verdicts.scenarios().get(0).unjudged())
                    .containsExactly(VerdictKind.COVERAGE, VerdictKind.SIGNALS, VerdictKind.TIMES, VerdictKind.KEYS);
        }

        @Test
        @DisplayName(
                "tables whose pages were overwritten, in a run that has nothing else, with or without its manifest")
        void overwrittenPages() throws IOException {
            Path run = RecordedRun.complete(folder.resolve("tables alone"), "parquet", List.of(ScenarioRows.faulty()));
            RecordedRun.overwritePages(run);

            assertThat(files(run))
                    .anyMatch(row -> row.startsWith("tables/scenarios.parquet: expected rows that can be"));
            Files.delete(run.resolve("manifest.json"));
            assertThat(files(run))
                    .as("that the scenario is there, the foot tells")
                    .anyMatch(row -> row.startsWith(TAG + ": expected rows that LABEL can be"));
        }

        @Test
        @DisplayName("a table with fewer rows, also when the checksums were adapted")
        void fewerRows() throws Exception {
            Path run = copy();
            rewrite(RunTables.file(run, Table.REQUESTS), "SELECT * FROM old OFFSET 1");
            rewrite(RunTables.file(run, Table.METRICS), "SELECT * FROM old WHERE metric <> 'node_load1'");
            adaptChecksums(run);

            assertThat(files(run))
                    .containsExactly(
                            "tables/requests.parquet: expected 40 rows of '%s' as in tables/scenarios.parquet, found 39"
                                    .formatted(TAG),
                            "tables/metrics.parquet: expected 58 samples of 'correct' as in tables/scenarios.parquet,"
                                    + " found 48",
                            "tables/metrics.parquet: expected 58 samples of '%s' as in tables/scenarios.parquet, found 48"
                                    .formatted(TAG));
        }

        @Test
        @DisplayName("a table with other columns")
        void otherColumns() throws Exception {
            Path run = copy();
            rewrite(RunTables.file(run, Table.SPANS), "SELECT * EXCLUDE (kind), kind AS sort FROM old");
            adaptChecksums(run);

            assertThat(files(run))
                    .containsExactly(
                            "tables/spans.parquet: expected the columns of spans, found [sort VARCHAR] that are not"
                                    + " and [kind VARCHAR] that are missing");
        }

        @Test
        @DisplayName("a label directory renamed by hand")
        void renamedFolder() throws IOException {
            Path run = copy();
            Files.move(run.resolve(TAG), run.resolve(RENAMED));

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(VerdictText.rows(verdict(verdicts, VerdictKind.PLAN)))
                    .containsExactly(
                            TAG + ": expected the folder of a planned scenario, found none",
                            RENAMED + ": expected only folders of planned scenarios, found this one");
            assertThat(VerdictText.rows(files(verdicts)))
                    .haveExactly(1, line(TAG + ", missing: "))
                    .haveExactly(1, line(RENAMED + ", additional: "))
                    .haveExactly(1, line(TAG + "/SHA256SUMS: missing; "));
        }

        @Test
        @DisplayName("a scenario whose name leads out of the run, and reads nothing there")
        void namesThatLeadOut() throws IOException {
            Path run = copy();
            Path outside = run.resolveSibling("outside");
            PathUtils.copyDirectory(run.resolve(TAG), outside);
            Files.writeString(outside.resolve("scenario.json"), "no JSON");
            Path plan = run.resolve("plan.json");
            Files.writeString(plan, Files.readString(plan).replace('"' + TAG + '"', "\"../outside\""));

            assertThat(VerdictText.rows(files(RunValidation.of(run))))
                    .contains("plan.json: expected tags of letters, digits, '.', '_' and '-', found '../outside'")
                    .noneMatch(problem -> problem.startsWith("../outside"));
        }

        @Test
        @DisplayName("one that was renamed in the plan, the manifest and the checksums too")
        void renamedEverywhere() throws IOException {
            Path run = copy();
            rename(run);
            adaptChecksums(run);

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(verdict(verdicts, VerdictKind.PLAN).passed()).isTrue();
            assertThat(VerdictText.rows(files(verdicts)))
                    .contains(
                            "%1$s/scenario.json: expected the tag '%1$s', the name of its folder, found '%2$s'"
                                    .formatted(RENAMED, TAG),
                            "%1$s/requests.jsonl: expected requests of '%1$s', the name of its folder, found 40 of '%2$s'"
                                    .formatted(RENAMED, TAG),
                            "tables/scenarios.parquet: expected a row of '%s', found none".formatted(RENAMED),
                            "tables/scenarios.parquet: expected only scenarios of the plan, found a row of '%s'"
                                    .formatted(TAG));
            assertThat(verdicts.scenarios().get(0).verdicts().get(1))
                    .returns(VerdictKind.LABEL, Verdict::kind)
                    .returns(false, Verdict::passed);
        }

        @Test
        @DisplayName("a run that was cut: folders and tables are missing, and the last file is not whole")
        void cut() throws IOException {
            Path run = copy();
            PathUtils.deleteDirectory(run.resolve("tables"));
            PathUtils.deleteDirectory(run.resolve(TAG));
            truncate(run.resolve("correct/requests.jsonl"), 10);

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(VerdictText.rows(verdict(verdicts, VerdictKind.PLAN)))
                    .containsExactly(TAG + ": expected the folder of a planned scenario, found none");
            assertThat(VerdictText.rows(files(verdicts)))
                    .haveExactly(1, line("correct/requests.jsonl: expected rows that can be read, found "))
                    .haveExactly(1, line("correct/requests.jsonl: changed; "))
                    .haveExactly(1, line("tables, missing: 3 more files"))
                    .haveExactly(1, line(TAG + ", missing: "));
        }

        @Test
        @DisplayName("requests that were cut off at the end of a line, also when the checksums were adapted")
        void fewerRequests() throws IOException {
            Path run = copy();
            Path requests = run.resolve("correct/requests.jsonl");
            List<String> lines = Files.readAllLines(requests);
            Files.write(requests, lines.subList(0, 30));
            adaptChecksums(run);

            assertThat(files(run))
                    .containsExactly("correct/requests.jsonl: expected 40 requests as in scenario.json, found 30");
        }

        @Test
        @DisplayName("requests that are others than those of the table, also when the checksums were adapted")
        void otherRequests() throws IOException {
            Path run = copy();
            Path requests = run.resolve("correct/requests.jsonl");
            List<String> lines = new ArrayList<>(Files.readAllLines(requests));
            ObjectNode first = (ObjectNode) Json.MAPPER.readTree(lines.get(0));
            lines.set(0, first.put("bytes", first.path("bytes").asLong() + 1).toString());
            Files.write(requests, lines);
            adaptChecksums(run);

            assertThat(files(run))
                    .containsExactly(
                            "correct/requests.jsonl: expected the requests of 'correct' in tables/requests.parquet,"
                                    + " found as many, but others");
        }

        @Test
        @DisplayName("a kind of stack that there is not, with its file")
        void unknownStack() throws IOException {
            Path run = copy();
            Path facts = run.resolve("correct/scenario.json");
            ObjectNode tree = (ObjectNode) Json.MAPPER.readTree(facts.toFile());
            Json.MAPPER.writeValue(facts.toFile(), tree.put("stack", "fruit"));
            adaptChecksums(run);

            assertThat(files(run))
                    .haveExactly(1, line("correct/scenario.json: "))
                    .anySatisfy(row ->
                            assertThat(row).contains("stack is 'fruit'; expected 'compose' or 'embedded', as it was"));
        }

        @Test
        @DisplayName("requests that lack what each has, also when the checksums were adapted, and judges none by them")
        void lackingRequests() throws IOException {
            Path run = copy();
            Path requests = run.resolve("correct/requests.jsonl");
            List<String> lines = new ArrayList<>(Files.readAllLines(requests));
            ObjectNode first = (ObjectNode) Json.MAPPER.readTree(lines.get(0));
            lines.set(0, first.putNull("status").putNull("method").toString());
            Files.write(requests, lines);
            Files.delete(RunTables.file(run, Table.REQUESTS));
            adaptChecksums(run);

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(VerdictText.rows(files(verdicts)))
                    .haveExactly(
                            1,
                            line(
                                    "correct/requests.jsonl: expected a value of method, status in each line, found lines without"));
            assertThat(verdicts.scenarios())
                    .filteredOn(scenario -> scenario.tag().equals("correct"))
                    .singleElement()
                    .satisfies(scenario -> assertThat(scenario.unjudged()).contains(VerdictKind.LABEL));
        }

        @Test
        @DisplayName("changed checksums, by the manifest")
        void changedChecksums() throws IOException {
            Path run = copy();
            flip(run.resolve("correct/locust.log"), 5);
            Checksums.of(run.resolve("correct"), Set.of()).write(run.resolve("correct"));
            Checksums.of(run, Set.of("manifest.json")).write(run);

            assertThat(files(run))
                    .singleElement()
                    .asString()
                    .startsWith("SHA256SUMS: expected sha256 ")
                    .contains(" as in manifest.json, found ");
        }

        @Test
        @DisplayName("checksums that are not there or cannot be read")
        void noChecksums() throws IOException {
            Path run = copy();
            Files.delete(run.resolve("SHA256SUMS"));
            Files.writeString(run.resolve("correct/SHA256SUMS"), "no sum\n");

            assertThat(files(run))
                    .haveExactly(1, line("SHA256SUMS: expected the checksums of a complete run, found no file"))
                    .haveExactly(1, line("SHA256SUMS: expected checksums and files that can be read, found "));
        }

        @Test
        @DisplayName("facts that say something else than the manifest, and a window that is not that of the tables")
        void changedFacts() throws IOException {
            Path run = copy();
            Path facts = run.resolve("correct/scenario.json");
            ObjectNode json = (ObjectNode) Json.MAPPER.readTree(facts.toFile());
            Json.MAPPER.writeValue(
                    facts.toFile(), json.put("end_time", json.path("end_time").asLong() + 1));
            adaptChecksums(run);

            assertThat(files(run))
                    .haveExactly(
                            1, line("correct/scenario.json: expected what manifest.json says of 'correct', found "))
                    .haveExactly(1, line("tables/scenarios.parquet: expected the window "));
        }

        @Test
        @DisplayName("a plan that is not the manifest's, and one that is none")
        void changedPlan() throws IOException {
            Path run = copy();
            Path plan = run.resolve("plan.json");
            Files.writeString(plan, Files.readString(plan).replace("\"seed\" : 42", "\"seed\" : 43"));
            adaptChecksums(run);
            assertThat(files(run)).containsExactly("plan.json: expected the plan in manifest.json, found another");

            Files.writeString(plan, "{");
            RunVerdicts verdicts = RunValidation.of(run);
            assertThat(VerdictText.rows(files(verdicts)))
                    .haveAtLeastOne(line("plan.json: expected the plan of the run, found "));
            assertThat(VerdictText.rows(verdict(verdicts, VerdictKind.PLAN)))
                    .contains("plan.json: expected planned scenarios, found none");
        }

        @Test
        @DisplayName("a manifest that is none")
        void brokenManifest() throws IOException {
            Path run = copy();
            truncate(run.resolve("manifest.json"));

            assertThat(files(run)).singleElement().asString().startsWith("manifest.json: expected a manifest, found ");
        }

        @Test
        @DisplayName("what spoke against a scenario when it was recorded, where no tables are kept that tell it again")
        void failedWithoutTables() throws IOException {
            ScenarioRows rows = ScenarioRows.faulty();
            rows.missing.add(new Missing(Signal.SPANS, "the last spans of oauth2-client-service"));
            Path run = RecordedRun.complete(folder, "lo2", List.of(rows, ScenarioRows.correct()));

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(verdicts.passed()).isFalse();
            assertThat(verdicts.scenarios().get(0).verdicts())
                    .filteredOn(verdict -> !verdict.passed())
                    .extracting(Verdict::kind)
                    .containsExactly(VerdictKind.SIGNALS);
            assertThat(verdicts.scenarios().get(0).unjudged()).contains(VerdictKind.SIGNALS, VerdictKind.CLOCK);
            assertThat(verdicts.lines())
                    .contains("    missing: the last spans of oauth2-client-service")
                    .endsWith("The run FAILED: 1 of 2 scenarios passed, 2 of 2 verdicts about the run");
        }

        @Test
        @DisplayName("what was said of the run as a whole when it was recorded, which no row tells again")
        void failedRun() throws IOException {
            Path run = copy();
            Verdict clock = RecordedRun.sayThatTheClockWasSet(run);

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(verdicts.passed()).isFalse();
            assertThat(verdicts.damage()).isEmpty();
            assertThat(verdicts.failures()).containsExactly(clock);
            assertThat(verdicts.lines())
                    .contains("FAILED CLOCK: " + VerdictText.sentence(clock))
                    .endsWith("The run FAILED: 2 of 2 scenarios passed, 2 of 3 verdicts about the run");
        }

        @Test
        @DisplayName("what was missing when a scenario was recorded, and what its rows prove")
        void failedScenario() throws IOException {
            ScenarioRows rows = ScenarioRows.faulty();
            rows.missing.add(new Missing(Signal.SPANS, "the last spans of oauth2-client-service"));
            rows.answer(6, 200, null);
            Path run = RecordedRun.complete(folder, "lo2,parquet", List.of(rows, ScenarioRows.correct()));

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(files(verdicts).passed()).isTrue();
            assertThat(verdicts.scenarios().get(0).verdicts())
                    .filteredOn(verdict -> !verdict.passed())
                    .extracting(Verdict::kind)
                    .containsExactly(VerdictKind.LABEL, VerdictKind.SIGNALS);
            assertThat(verdicts.lines())
                    .contains("    missing: the last spans of oauth2-client-service")
                    .endsWith("The run FAILED: 1 of 2 scenarios passed, 2 of 2 verdicts about the run");
        }
    }

    @Nested
    @DisplayName("knows")
    class Knows {
        @Test
        @DisplayName("a run of tables alone")
        void tablesAlone() throws IOException {
            Path run = RecordedRun.complete(folder, "parquet", List.of(ScenarioRows.faulty(), ScenarioRows.correct()));

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(verdicts.passed())
                    .as(String.join("\n", verdicts.lines()))
                    .isTrue();
            assertThat(verdicts.scenarios())
                    .allSatisfy(scenario -> assertThat(scenario.verdicts()).hasSameSizeAs(VerdictKind.ofScenario()));
            assertThat(verdicts.hardness()).map(Hardness::windows).contains(4L);
        }

        @Test
        @DisplayName("a run without tables, whose length, label, purity and steadiness alone can be judged")
        void withoutTables() throws IOException {
            Path run = RecordedRun.complete(folder, "lo2", List.of(ScenarioRows.faulty(), ScenarioRows.correct()));

            RunVerdicts verdicts = RunValidation.of(run);

            assertThat(verdicts.passed())
                    .as(String.join("\n", verdicts.lines()))
                    .isTrue();
            assertThat(verdicts.scenarios()).allSatisfy(scenario -> {
                assertThat(scenario.verdicts())
                        .extracting(Verdict::kind)
                        .containsExactly(
                                VerdictKind.APPLIED, VerdictKind.LABEL, VerdictKind.PURITY, VerdictKind.STEADY);
                assertThat(scenario.unjudged()).hasSize(VerdictKind.ofScenario().size() - 4);
                assertThat(scenario.reason())
                        .isEqualTo(
                                "no readable logs, no readable metrics, no readable metrics_before, no readable spans");
            });
            assertThat(verdicts.hardness()).map(Hardness::windows).contains(4L);
        }

        @Test
        @DisplayName("a run that broke off, whose sealed scenarios are judged by their parts")
        void unfinished() throws IOException {
            RecordedRun begun =
                    RecordedRun.begin(folder, "lo2,parquet", List.of(ScenarioRows.faulty(), ScenarioRows.correct()));
            begun.seal(ScenarioRows.faulty());
            Files.createDirectories(begun.path().resolve(".part").resolve("correct"));

            RunVerdicts verdicts = RunValidation.of(begun.path());

            assertThat(files(verdicts).passed()).as(files(verdicts).toString()).isTrue();
            assertThat(VerdictText.of(verdict(verdicts, VerdictKind.PLAN))).isEqualTo("""
                PLAN failed: 1 of 2 planned scenarios are there, the run is unfinished
                  manifest.json: expected it in a complete run, found none: the run is unfinished; go on with -Dlo2.resume=%s
                  correct: expected the folder of a planned scenario, found none\
                """, begun.path());
            assertThat(verdicts.scenarios())
                    .singleElement()
                    .satisfies(scenario -> assertThat(scenario.verdicts())
                            .as("%s", scenario.verdicts())
                            .hasSameSizeAs(VerdictKind.ofScenario())
                            .allMatch(Verdict::passed));
        }
    }

    @Nested
    @DisplayName("of many scenarios")
    class OfMany {
        private static final List<ScenarioRows> SCENARIOS = List.of(
                ScenarioRows.of(TAG, 0),
                ScenarioRows.of("correct", 1),
                ScenarioRows.of(RENAMED, 2),
                ScenarioRows.of("get_token_404", 3));

        @Test
        @DisplayName("has its tables and one scenario's requests open at a time, reads them in place and closes all")
        void complete() throws IOException {
            Path run = RecordedRun.complete(folder, "lo2,parquet", SCENARIOS);
            var tables = new CountedTables();

            RunVerdicts verdicts = RunValidation.of(run, tables);

            assertThat(verdicts.passed())
                    .as(String.join("\n", verdicts.lines()))
                    .isTrue();
            assertThat(tables.mostOpen).isEqualTo(2);
            assertThat(tables.opened).noneMatch(CountedTables::isOpen);
            assertThat(tables.files).allMatch(file -> file.startsWith(run));
        }

        @Test
        @DisplayName("has one scenario's parts and requests open at a time when it broke off, and finds all requests")
        void unfinished() throws IOException {
            RecordedRun begun = RecordedRun.begin(folder, "lo2,parquet", SCENARIOS);
            for (ScenarioRows rows : SCENARIOS) {
                begun.seal(rows);
            }
            PathUtils.deleteDirectory(begun.path().resolve(TAG).resolve(".parts"));
            var tables = new CountedTables();

            RunVerdicts verdicts = RunValidation.of(begun.path(), tables);

            assertThat(verdicts.hardness())
                    .hasValueSatisfying(
                            hardness -> assertThat(hardness.windows()).isEqualTo(8));
            assertThat(tables.mostOpen).isEqualTo(3);
            assertThat(tables.opened).noneMatch(CountedTables::isOpen);
            assertThat(tables.files).allMatch(file -> file.startsWith(begun.path()));
        }

        /** Counts how many are open at a time. */
        private static final class CountedTables implements RunRows.Opener {
            private final List<TableViews> opened = new ArrayList<>();
            private final Set<Path> files = new HashSet<>();
            private long mostOpen;

            @Override
            public TableViews open(Path folder, Map<Table, List<Path>> read) {
                TableViews views = TableViews.open(folder, read);
                opened.add(views);
                read.values().forEach(files::addAll);
                mostOpen = Math.max(
                        mostOpen, opened.stream().filter(CountedTables::isOpen).count());
                return views;
            }

            private static boolean isOpen(TableViews views) {
                try {
                    return views.askOne("SELECT true", row -> row.getBoolean(1));
                } catch (TableException e) {
                    return false;
                }
            }
        }
    }

    private static Condition<String> line(String beginning) {
        return new Condition<>(line -> line.startsWith(beginning), "begins with '%s'", beginning);
    }

    private static List<String> files(Path run) {
        return VerdictText.rows(files(RunValidation.of(run)));
    }

    private static Verdict files(RunVerdicts verdicts) {
        return verdict(verdicts, VerdictKind.FILES);
    }

    private static Verdict verdict(RunVerdicts verdicts, VerdictKind kind) {
        return verdicts.verdicts().stream()
                .filter(verdict -> verdict.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private Path copy() throws IOException {
        Path copy = folder.resolve(whole.getFileName());
        PathUtils.copyDirectory(whole, copy);
        return copy;
    }

    /** Rename a scenario wherever a hand would. */
    private static void rename(Path run) throws IOException {
        Files.move(run.resolve(TAG), run.resolve(RENAMED));
        for (String file : List.of("plan.json", "manifest.json", "run_log.log")) {
            Path path = run.resolve(file);
            Files.writeString(path, Files.readString(path).replace(TAG, RENAMED));
        }
    }

    /** Write all checksums anew, as someone would who wants to hide a change. */
    private static void adaptChecksums(Path run) throws IOException {
        for (String tag : List.of(TAG, RENAMED, "correct")) {
            if (Files.isDirectory(run.resolve(tag))) {
                Checksums.of(run.resolve(tag), Set.of()).write(run.resolve(tag));
            }
        }
        Checksums.of(run, Set.of("manifest.json")).write(run);
        Path manifest = run.resolve("manifest.json");
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(manifest.toFile());
        Json.MAPPER.writeValue(
                manifest.toFile(), json.put("sha256sums", Checksums.sha256(run.resolve(Checksums.FILE_NAME))));
    }

    private static void flip(Path file, int position) throws IOException {
        try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(position);
            int value = opened.read();
            opened.seek(position);
            opened.write(value ^ 1);
        }
    }

    private static void truncate(Path file) throws IOException {
        truncate(file, (int) Files.size(file) / 2);
    }

    private static void truncate(Path file, int bytesLess) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - bytesLess));
    }

    private static void rewrite(Path parquet, String sql) throws SQLException, IOException {
        Path old = parquet.resolveSibling("old.parquet");
        Files.move(parquet, old, StandardCopyOption.REPLACE_EXISTING);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW old AS FROM read_parquet('%s')".formatted(old));
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(sql, parquet));
        }
        Files.delete(old);
    }
}
