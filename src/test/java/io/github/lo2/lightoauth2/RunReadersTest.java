package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.ScenarioFolder;
import io.github.lo2.dataset.ScenarioMetrics;
import io.github.lo2.dataset.SealedScenarios;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.table.SampleTables;
import io.github.lo2.time.EpochClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run is read")
@TestInstance(Lifecycle.PER_CLASS)
class RunReadersTest {
    private static final String TAG = "update_user_404_no_user";
    private static final long START = 1_795_519_000_000_000_000L;
    private static final long SECOND = 1_000_000_000;

    private final EpochClock clock = EpochClock.system();
    private final ChildProcesses processes = new ChildProcesses(clock);
    private final RunReaders readers = new RunReaders(processes);

    private Path run;
    private Path tables;

    @BeforeAll
    void writeARun(@TempDir Path results) throws Exception {
        run = run(results, List.of("correct", TAG));
        tables = run.resolve("tables");
        try (var database = DriverManager.getConnection("jdbc:duckdb:")) {
            SampleTables.write(tables, database);
        }
        for (String other : List.of("manifest.json", "SHA256SUMS", "report.html")) {
            Files.writeString(run.resolve(other), "{}");
        }
    }

    @AfterAll
    void endProcesses() {
        processes.close();
    }

    @Test
    @DisplayName("by LogLead, each record and label of it, whatever lies beside the scenarios")
    void byLogLead() throws Exception {
        RunReaders.LogLeadRun read = readers.readWithLogLead(run);

        assertThat(read).isEqualTo(RunReaders.count(run));
        assertThat(read.records())
                .extracting(
                        RunReaders.LogLeadRun.Records::testCase,
                        RunReaders.LogLeadRun.Records::service,
                        RunReaders.LogLeadRun.Records::anomaly,
                        RunReaders.LogLeadRun.Records::records)
                .containsExactly(
                        tuple("correct", "light-oauth2-oauth2-client-1", false, 2L),
                        tuple("correct", "light-oauth2-oauth2-refresh-token-1", false, 2L),
                        tuple(TAG, "light-oauth2-oauth2-client-1", true, 2L),
                        tuple(TAG, "light-oauth2-oauth2-refresh-token-1", true, 2L));
        assertThat(read.samples())
                .containsExactly(
                        new RunReaders.LogLeadRun.Samples("correct", "node_load1", 11),
                        new RunReaders.LogLeadRun.Samples(TAG, "node_load1", 11));
    }

    @Test
    @DisplayName("by pandas, Polars and DuckDB, a table in one line, with times in ns")
    void byThreeLibraries() throws Exception {
        List<RunReaders.LoadedTable> loaded = readers.loadTables(tables);

        assertThat(loaded)
                .extracting(
                        RunReaders.LoadedTable::library, RunReaders.LoadedTable::table, RunReaders.LoadedTable::rows)
                .containsExactlyInAnyOrderElementsOf(List.of("pandas", "polars", "duckdb").stream()
                        .flatMap(library -> List.of(
                                tuple(library, "scenarios", 3L),
                                tuple(library, "requests", 30L),
                                tuple(library, "logs", 60L),
                                tuple(library, "spans", 60L),
                                tuple(library, "metrics", 60L))
                                .stream())
                        .toList());
        assertThat(loaded)
                .allSatisfy(table -> assertThat(table.columns().entrySet())
                        .filteredOn(column -> column.getKey().equals("time")
                                || column.getKey().endsWith("_time"))
                        .as("times in %s of %s", table.table(), table.library())
                        .isNotEmpty()
                        .allSatisfy(column -> assertThat(column.getValue()).containsPattern("(?i)\\bns\\b|_ns$")));
    }

    @Test
    @DisplayName("by pandas, a faulty request with its log records and its spans")
    void fromARequestToItsSignals() throws Exception {
        var found = readers.followOneRequest(tables);

        assertThat(found.get("requests")).singleElement().satisfies(request -> {
            assertThat(request)
                    .containsEntry("scenario", TAG)
                    .containsEntry("anomaly", true)
                    .containsEntry("code", "ERR12013");
            assertThat(found.get("logs"))
                    .extracting(row -> row.get("level"), row -> row.get("request_id"))
                    .containsExactlyInAnyOrder(
                            tuple("DEBUG", request.get("request_id")), tuple("ERROR", request.get("request_id")));
            assertThat(found.get("spans"))
                    .extracting(row -> row.get("kind"), row -> row.get("trace_id"))
                    .containsExactlyInAnyOrder(
                            tuple("server", request.get("trace_id")), tuple("client", request.get("trace_id")));
        });
    }

    private Path run(Path results, List<String> tags) {
        var scenarios = new ArrayList<Scenario>();
        for (String tag : tags) {
            scenarios.add(new Scenario(scenarios.size() + 1, tag, Duration.ofSeconds(10), Duration.ofSeconds(1)));
        }
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        var given = Map.of("lo2.results", results.toString());
        RunFolder folder = RunFolder.create(
                PlanFile.of(new Plan(42, scenarios), Parameters.ofRun(given)),
                Parameters.from(given),
                LogFormats.read(Path.of("compose", "log_formats.json")),
                clock,
                nowhere);
        scenarios.forEach(scenario -> record(folder.begin(scenario), scenario));
        return folder.path();
    }

    private static void record(ScenarioFolder folder, Scenario scenario) {
        folder.open(
                List.of(
                        "light-oauth2-oauth2-client-1",
                        "light-oauth2-oauth2-key-1",
                        "light-oauth2-oauth2-refresh-token-1",
                        "light-oauth2-mysqldb-1"),
                Map.of("light-oauth2-oauth2-client-1", "oauth2-client-service"));
        for (String container : List.of("light-oauth2-oauth2-client-1", "light-oauth2-oauth2-refresh-token-1")) {
            log(
                    folder,
                    container,
                    "23:49:57.999 [XNIO-1 task-1]  crJPbzWNTxaGxMQWnLurzQ DEBUG c.n.o.X <init> - größe = 1");
            log(folder, container, "");
            log(folder, container, "Nov 23, 2026 11:49:57 PM com.hazelcast.internal.cluster.ClusterService");
            log(
                    folder,
                    container,
                    "23:49:58.001 [XNIO-1 task-1]  crJPbzWNTxaGxMQWnLurzQ ERROR c.n.o.X handle - no\rentry");
            log(folder, container, "\tat io.undertow.server.Connectors.executeRootHandler(Connectors.java:387)");
        }
        log(folder, "light-oauth2-mysqldb-1", "23:49:57.999 ready");
        var load = new SeriesSamples(new Series("node_load1", new TreeMap<>(Map.of("job", "node"))));
        load.add(START, 0.25);
        load.add(START + 5 * SECOND, 0.5);
        try (ScenarioMetrics metrics = folder.metrics(START, START + 10 * SECOND)) {
            metrics.write(load);
        }
        SealedScenarios.seal(folder, SealedScenarios.facts(scenario, START, START + 10 * SECOND));
    }

    private static void log(ScenarioFolder folder, String container, String line) {
        folder.log(new LogLine(container, START, line.getBytes(StandardCharsets.UTF_8)));
    }
}
