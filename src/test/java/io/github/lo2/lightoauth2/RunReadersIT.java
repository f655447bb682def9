package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Parameters;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.table.Column;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.file.PathUtils;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Uses the newest run as docs/read.md says. */
@Tag("readers")
@DisplayName("A run just recorded is used as docs/read.md says")
@TestInstance(Lifecycle.PER_CLASS)
class RunReadersIT {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());

    private RunReaders readers;
    private ReadmeBlocks readme;
    private Path recorded;
    private Manifest manifest;

    @BeforeAll
    void findTheNewestRun() throws IOException {
        readers = new RunReaders(processes);
        readme = ReadmeBlocks.read();
        Map<String, String> given = Parameters.given(System.getProperties(), name -> Optional.empty());
        Path results = Parameters.from(given).results().toAbsolutePath();
        try (Stream<Path> runs = Files.list(results)) {
            recorded = runs.filter(run -> Files.exists(run.resolve("manifest.json")))
                    .max(Comparator.comparing(run -> run.getFileName().toString()))
                    .orElseThrow(() -> new AssertionError("no complete run in " + results));
        }
        manifest = Manifest.of(recorded);
    }

    @AfterAll
    void endProcesses() {
        processes.close();
    }

    @Test
    @DisplayName("by pandas, Polars and DuckDB, a table in one line, with all rows and times in ns")
    void byThreeLibraries(@TempDir Path root) throws Exception {
        List<RunReaders.LoadedTable> loaded = readers.loadTables(recorded.resolve("tables"));

        assertThat(loaded)
                .extracting(
                        RunReaders.LoadedTable::library, RunReaders.LoadedTable::table, RunReaders.LoadedTable::rows)
                .containsExactlyInAnyOrderElementsOf(rows());
        assertThat(loaded)
                .allSatisfy(table -> assertThat(table.columns().keySet())
                        .as("columns of %s in %s", table.table(), table.library())
                        .containsExactlyElementsOf(
                                Table.valueOf(table.table().toUpperCase(Locale.ROOT)).columns().stream()
                                        .map(Column::name)
                                        .toList()));
        assertThat(loaded)
                .allSatisfy(table -> assertThat(table.columns().entrySet())
                        .filteredOn(column -> column.getKey().equals("time")
                                || column.getKey().endsWith("_time"))
                        .as("times in %s of %s", table.table(), table.library())
                        .isNotEmpty()
                        .allSatisfy(column -> assertThat(column.getValue()).containsPattern("(?i)\\bns\\b|_ns$")));
        assertThat(readers.run(readme.python("duckdb", linked(root))))
                .containsExactly("%s %s %s"
                        .formatted(
                                sum(ScenarioFacts.Counts::requests),
                                sum(ScenarioFacts.Counts::logRecords),
                                sum(ScenarioFacts.Counts::spans)));
    }

    @Test
    @DisplayName("from a faulty request to its log records and spans")
    void fromARequestToItsSignals(@TempDir Path root) throws Exception {
        List<String> printed = readers.run(readme.python("request.trace_id", linked(root)) + """
            import json
            frames = {
                "request": requests[requests.request_id == request.request_id],
                "logs": logs.drop(columns="raw"),
                "spans": spans,
            }
            print(json.dumps({name: json.loads(rows.to_json(orient="records")) for name, rows in frames.items()}))
            """);
        Map<String, List<Map<String, @Nullable Object>>> found =
                Json.MAPPER.readValue(printed.get(printed.size() - 1), new TypeReference<>() {});

        assertThat(found.get("request")).singleElement().satisfies(request -> {
            assertThat(request).containsEntry("anomaly", true).containsEntry("tag", request.get("scenario"));
            assertThat(found.get("logs"))
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row).containsEntry("request_id", request.get("request_id")))
                    .extracting(row -> row.get("service_name"))
                    .contains(request.get("service_name"));
            assertThat(found.get("spans"))
                    .allSatisfy(row -> assertThat(row).containsEntry("trace_id", request.get("trace_id")))
                    .extracting(
                            row -> row.get("parent_span_id"), row -> row.get("kind"), row -> row.get("service_name"))
                    .contains(tuple(request.get("span_id"), "server", request.get("service_name")));
        });
    }

    @Test
    @DisplayName("from its files without tables, and from its tables without files")
    void fromEachFormat(@TempDir Path root) throws Exception {
        Path run = linked(root);
        List<String> pieces = ReadmeBlocks.shown(Path.of("docs", "read.md"), "python", run);
        String joined = pieces.get(0)
                + pieces.get(pieces.size() - 1).replace("requests.merge(", "joined = requests.merge(")
                + "print(len(requests), len(joined))";

        List<String> rows = List.of(readers.run(joined).get(0).split(" ", -1));
        assertThat(Long.parseLong(rows.get(0))).isEqualTo(counts("correct").requests());
        assertThat(Long.parseLong(rows.get(1))).isPositive();

        String log = ReadmeBlocks.shown(Path.of("docs", "dataset.md"), "python", run)
                .get(0)
                .replace("'tables/", "'%s/tables/".formatted(run));
        assertThat(readers.run(log + "import hashlib\nprint(hashlib.sha256(log).hexdigest())"))
                .containsExactly(DigestUtils.sha256Hex(
                        Files.readAllBytes(run.resolve("correct/light-oauth2-oauth2-client-1.log"))));

        String phases =
                ReadmeBlocks.shown(Path.of("docs", "dataset.md"), "sql", run).get(0);
        try (TableViews tables = RunTables.of(recorded)) {
            assertThat(tables.ask(
                            "SELECT phase, count(*) FROM (%s) GROUP BY phase".formatted(phases),
                            row -> row.getString(1)))
                    .contains("fault");
        }
    }

    @Test
    @DisplayName("from spans that say by OpenTelemetry's rules what they are: name, route, status, parent or none")
    void spansByTheRules() {
        try (TableViews tables = RunTables.of(recorded)) {
            assertThat(count(tables, "spans WHERE parent_span_id IS NULL"))
                    .as("roots")
                    .isPositive();
            assertThat(count(tables, "spans WHERE parent_span_id = ''"))
                    .as("roots that have no NULL")
                    .isZero();
            assertThat(tables.ask("SELECT DISTINCT status FROM spans", row -> row.getString(1)))
                    .isNotEmpty()
                    .isSubsetOf("UNSET", "OK", "ERROR");

            String served = """
                (SELECT span.span_name, span.route, span.status, request.method, request.route AS requested,
                  request.status AS answered, request.anomaly,
                  json_extract_string(span.attributes, '$."error.type"') AS error
                FROM requests request JOIN spans span ON span.trace_id = request.trace_id
                  AND span.parent_span_id = request.span_id AND span.kind = 'server')""";
            assertThat(count(tables, served + " WHERE anomaly AND answered BETWEEN 400 AND 499"))
                    .as("faulty requests that a service refused")
                    .isPositive();
            assertThat(count(
                            tables,
                            served
                                    + " WHERE span_name IS DISTINCT FROM method || ' ' || requested"
                                    + " OR route IS DISTINCT FROM requested"))
                    .as("server spans of another name than method and route")
                    .isZero();
            assertThat(count(tables, served + " WHERE (status = 'ERROR') <> (answered >= 500 OR error IS NOT NULL)"))
                    .as("server spans that are ERROR for another reason than a status from 500 on or a throw")
                    .isZero();
        }
    }

    @Test
    @DisplayName("by LogLead, each record and label of it, whatever lies beside the scenarios")
    void byLogLead(@TempDir Path root) throws Exception {
        Path run = linked(root);
        RunReaders.LogLeadRun counted = RunReaders.count(run);

        assertThat(readers.readWithLogLead(run)).isEqualTo(counted);
        assertThat(counted.records())
                .extracting(RunReaders.LogLeadRun.Records::anomaly)
                .contains(true, false);

        List<String> printed = readers.run(readme.python("LO2Loader", run)
                + "import json\nprint(json.dumps(logs.group_by('test_case', 'anomaly').len('records').to_dicts()))\n");
        List<LabelledRecords> labelled =
                Json.MAPPER.readValue(printed.get(printed.size() - 1), new TypeReference<>() {});
        assertThat(labelled)
                .containsExactlyInAnyOrderElementsOf(counted.records().stream()
                        .filter(records -> records.service().equals("light-oauth2-oauth2-user-1"))
                        .map(records -> new LabelledRecords(records.testCase(), records.anomaly(), records.records()))
                        .toList());
    }

    @Test
    @DisplayName("by its validation, by what was made of it for the reference's readers, and by RCABench's loaders")
    void byCommands(@TempDir Path root) throws Exception {
        Path run = root.resolve("results").resolve(recorded.getFileName());
        Files.createDirectories(run);
        PathUtils.copyDirectory(recorded, run);

        for (String command : readme.commands(run)) {
            // A run that did not pass when it was recorded does not pass now.
            int expected = command.contains("validate") && !isPassed() ? 1 : 0;
            assertThat(status(command)).as(command).isEqualTo(expected);
        }

        Path exports = root.resolve("results-exports");
        requireSameFiles(exports.resolve("lo2").resolve(run.getFileName()));
        List<RunReaders.Datapack> datapacks = readers.readDatapacks(
                exports.resolve("datapack").resolve(run.getFileName()),
                run.getFileName().toString());
        List<ScenarioFacts> faulty = manifest.scenarios().stream()
                .filter(scenario -> scenario.counts().anomalies() > 0)
                .toList();
        assertThat(datapacks)
                .extracting(RunReaders.Datapack::datapack)
                .containsExactlyInAnyOrderElementsOf(
                        faulty.stream().map(ScenarioFacts::tag).toList());
        for (RunReaders.Datapack datapack : datapacks) {
            ScenarioFacts facts = faulty.stream()
                    .filter(scenario -> scenario.tag().equals(datapack.datapack()))
                    .findFirst()
                    .orElseThrow();
            assertThat(datapack.rows())
                    .containsEntry(
                            "abnormal_traces",
                            facts.counts().requests() + facts.counts().spans())
                    .containsEntry("abnormal_logs", facts.counts().logRecords());
            assertThat(datapack.rootServices()).isNotEmpty().isSubsetOf(datapack.services());
            assertThat(datapack.labels())
                    .containsExactlyInAnyOrderElementsOf(datapack.rootServices().stream()
                            .map("service "::concat)
                            .toList());
            assertThat(datapack.spans()).anyMatch(span -> span.startsWith("loadgenerator::"));
            // The platform takes the middle of the time between the periods.
            assertThat(datapack.injectTime()).isLessThanOrEqualTo(facts.startTime() / 1_000_000_000);
        }
    }

    private void requireSameFiles(Path exported) throws IOException {
        for (ScenarioFacts scenario : manifest.scenarios()) {
            Set<String> names = files(recorded.resolve(scenario.tag()));
            names.removeAll(Set.of("scenario.json", "SHA256SUMS"));
            assertThat(files(exported.resolve(scenario.tag()))).isEqualTo(names);
            for (String name : names) {
                Path made = exported.resolve(scenario.tag()).resolve(name);
                Path original = recorded.resolve(scenario.tag()).resolve(name);
                if (name.contains("traces_")) {
                    assertThat(Files.readAllLines(made))
                            .as("lines of %s", name)
                            .containsExactlyInAnyOrderElementsOf(Files.readAllLines(original));
                } else {
                    assertThat(made).hasSameBinaryContentAs(original);
                }
            }
        }
    }

    private boolean isPassed() {
        return manifest.scenarios().stream().allMatch(ScenarioFacts::isPassed)
                && manifest.verdicts().stream().allMatch(Verdict::passed);
    }

    /** Run a command of the shell; gives its exit status, and shows what it says when that is another than 0. */
    private int status(String commandLine) {
        Path packaged = Path.of("target", "lo2", "bin").toAbsolutePath();
        var command = new ChildCommand(
                ChildKind.MAVEN,
                commandLine,
                List.of("sh", "-c", commandLine),
                Path.of("").toAbsolutePath(),
                Map.of("PATH", packaged + File.pathSeparator + System.getenv("PATH")));
        try (ChildProcess child = processes.start(command, line -> {})) {
            int status = child.waitFor(PATIENCE);
            if (status != 0) {
                child.lastLines().forEach(System.out::println);
            }
            return status;
        }
    }

    /** Put the run into a folder of its own: LogLead takes any run of a folder. */
    private Path linked(Path root) throws IOException {
        return Files.createSymbolicLink(root.resolve(recorded.getFileName()), recorded);
    }

    private static long count(TableViews tables, String what) {
        return tables.askOne("SELECT count(*) FROM " + what, row -> row.getLong(1));
    }

    private List<Tuple> rows() {
        try (TableViews tables = RunTables.of(recorded)) {
            long twice = tables.askOne("""
                SELECT count(*) FROM (SELECT 1 FROM metrics GROUP BY metric, labels, time HAVING count(*) > 1)
                """, row -> row.getLong(1));
            assertThat(twice).as("samples that stand twice").isZero();
            long samples = tables.askOne("SELECT count(\"value\") FROM metrics", row -> row.getLong(1));
            assertThat(samples).isEqualTo(sum(ScenarioFacts.Counts::samples));
            return Stream.of("pandas", "polars", "duckdb")
                    .flatMap(library -> Stream.of(Table.values())
                            .map(table -> tuple(
                                    library,
                                    table.tableName(),
                                    switch (table) {
                                        case SCENARIOS ->
                                            (long) manifest.scenarios().size();
                                        case REQUESTS -> sum(ScenarioFacts.Counts::requests);
                                        case LOGS -> sum(ScenarioFacts.Counts::logRecords);
                                        case SPANS -> sum(ScenarioFacts.Counts::spans);
                                        case METRICS, METRICS_BEFORE ->
                                            tables.askOne(
                                                    "SELECT count(*) FROM " + table.tableName(), row -> row.getLong(1));
                                    })))
                    .toList();
        }
    }

    private ScenarioFacts.Counts counts(String tag) {
        return manifest.scenarios().stream()
                .filter(scenario -> scenario.tag().equals(tag))
                .map(ScenarioFacts::counts)
                .findFirst()
                .orElseThrow();
    }

    private long sum(ToLongFunction<ScenarioFacts.Counts> count) {
        return manifest.scenarios().stream()
                .map(ScenarioFacts::counts)
                .mapToLong(count)
                .sum();
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }

    private record LabelledRecords(String testCase, boolean anomaly, long records) {}
}
