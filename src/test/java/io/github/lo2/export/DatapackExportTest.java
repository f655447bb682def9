package io.github.lo2.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.Systems;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.json.Json;
import io.github.lo2.junit.BesideOthers;
import io.github.lo2.table.SampleTables;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.verdict.Drift;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
@DisplayName("A run as datapacks of RCABench")
class DatapackExportTest {
    private static final String DATASET = "LO2_run_1795519000";
    private static final String EARLY = "update_user_404_no_user";
    private static final String LATE = "get_client_404_no_client";
    /** When the first scenario of the sample starts, UNIX s; the next two start 12 s and 24 s later. */
    private static final long START = 1_795_519_012;

    @TempDir
    Path folder;

    private Connection database;
    private Path run;
    private Path tables;
    private Path root;

    @BeforeEach
    void writeTables() throws Exception {
        database = DriverManager.getConnection("jdbc:duckdb:");
        run = folder.resolve("somebody's run");
        tables = run.resolve("tables");
        root = folder.resolve("datapacks");
        SampleTables.write(tables, database);
    }

    @AfterEach
    void closeDatabase() throws Exception {
        database.close();
    }

    @Test
    @DisplayName("has a datapack for each error scenario, and lists them with the service at fault")
    void hasADatapackForEachErrorScenario() throws Exception {
        assertThat(export().write()).containsExactly(datapack(EARLY), datapack(LATE));

        assertThat(rows("SELECT dataset, datapack FROM '%s'", meta("index")))
                .containsExactly(List.of(DATASET, LATE), List.of(DATASET, EARLY));
        assertThat(rows("SELECT datapack, \"gt.level\", \"gt.name\" FROM '%s'", meta("labels")))
                .containsExactly(
                        List.of(LATE, "service", "oauth2-client-service"),
                        List.of(EARLY, "service", "oauth2-user-service"));
        try (var files = Files.list(datapack(EARLY))) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "normal_traces.parquet",
                            "normal_logs.parquet",
                            "normal_metrics.parquet",
                            "normal_metrics_sum.parquet",
                            "normal_metrics_histogram.parquet",
                            "abnormal_traces.parquet",
                            "abnormal_logs.parquet",
                            "abnormal_metrics.parquet",
                            "abnormal_metrics_sum.parquet",
                            "abnormal_metrics_histogram.parquet",
                            "env.json",
                            "injection.json");
        }
    }

    @Test
    @DisplayName("has the requests as root spans, and names their server spans after method and route")
    void hasRequestsAsRootSpans() throws Exception {
        export().write();

        assertThat(rows("""
            SELECT c.service_name, c."attr.span_kind", c.parent_span_id, c.span_name, c."attr.status_code",
                s.service_name, s."attr.span_kind", s.span_name, s."attr.http.response.status_code",
                d."attr.span_kind", d."attr.status_code", count(*)
            FROM '%1$s' c
            JOIN '%1$s' s ON s.trace_id = c.trace_id AND s.parent_span_id = c.span_id
            JOIN '%1$s' d ON d.trace_id = c.trace_id AND d.parent_span_id = s.span_id
            GROUP BY ALL ORDER BY ALL
            """, datapack(EARLY).resolve("abnormal_traces.parquet")))
                .containsExactly(
                        List.of(
                                "loadgenerator",
                                "Client",
                                "",
                                "PUT /oauth2/user",
                                "Error",
                                "oauth2-user-service",
                                "Server",
                                "PUT /oauth2/user",
                                "404",
                                "Client",
                                "Error",
                                "5"),
                        List.of(
                                "loadgenerator",
                                "Client",
                                "",
                                "PUT /oauth2/user",
                                "Unset",
                                "oauth2-user-service",
                                "Server",
                                "PUT /oauth2/user",
                                "200",
                                "Client",
                                "Error",
                                "5"));
    }

    @Test
    @DisplayName("joins each log record to the server span of its request")
    void joinsLogRecordsToSpans() throws Exception {
        export().write();

        assertThat(rows(
                        """
                        SELECT l."level", count(*) FROM '%s' l
                        JOIN '%s' s USING (trace_id, span_id) WHERE s."attr.span_kind" = 'Server' GROUP BY ALL ORDER BY ALL
                        """,
                        datapack(EARLY).resolve("abnormal_logs.parquet"),
                        datapack(EARLY).resolve("abnormal_traces.parquet")))
                .containsExactly(List.of("DEBUG", "15"), List.of("ERROR", "5"));
    }

    @Test
    @DisplayName("keeps times of the error scenario to the ns, and those of 'correct' too where it came first")
    void keepsTimes() throws Exception {
        export().write();

        String firstTimes = "SELECT epoch_ns(min(time)) FROM '%s'";
        assertThat(rows(firstTimes, datapack(LATE).resolve("abnormal_metrics.parquet")))
                .containsExactly(List.of(nanos(START + 24)));
        assertThat(rows(firstTimes, datapack(LATE).resolve("normal_metrics.parquet")))
                .containsExactly(List.of(nanos(START + 12)));
        assertThat(environment(LATE))
                .contains(
                        entry("NORMAL_START", Long.toString(START + 12)),
                        entry("NORMAL_END", Long.toString(START + 22)),
                        entry("NORMAL_SHIFT", "0"),
                        entry("ABNORMAL_START", Long.toString(START + 24)),
                        entry("ABNORMAL_END", Long.toString(START + 34)));
    }

    @Test
    @DisplayName("moves 'correct' back by whole seconds until it ends before an error scenario that came first")
    void movesTheNormalPeriodBack() throws Exception {
        export().write();

        assertThat(rows("SELECT epoch_ns(min(time)) FROM '%s'", datapack(EARLY).resolve("normal_metrics.parquet")))
                .containsExactly(List.of(nanos(START - 10)));
        assertThat(environment(EARLY))
                .contains(
                        entry("NORMAL_START", Long.toString(START - 10)),
                        entry("NORMAL_END", Long.toString(START)),
                        entry("NORMAL_SHIFT", "22"),
                        entry("ABNORMAL_START", Long.toString(START)));
    }

    @Test
    @DisplayName("says in injection.json what was wrong, and nowhere else")
    void saysWhatWasWrong() throws Exception {
        export().write();

        JsonNode injection =
                Json.MAPPER.readTree(datapack(LATE).resolve("injection.json").toFile());
        assertThat(injection.at("/fault_type").asText()).isEqualTo(LATE);
        assertThat(injection.at("/start_time").asText()).isEqualTo("2026-11-24T11:17:16.123456789Z");
        assertThat(injection.at("/ground_truth/0")).isEqualTo(Json.MAPPER.readTree("""
            {"service": ["oauth2-client-service"], "container": ["light-oauth2-oauth2-client-service"],
             "pod": ["light-oauth2-oauth2-client-service"], "span": ["PUT /oauth2/user"],
             "function": [], "metric": []}
            """));
        assertThat(injection.at("/engine_config/0/app").asText()).isEqualTo("oauth2-client-service");
        try (var files = Files.newDirectoryStream(datapack(LATE), "*.parquet")) {
            for (Path file : files) {
                assertThat(rows("SELECT column_name FROM (DESCRIBE FROM '%s')", file))
                        .as("columns of %s", file)
                        .doesNotContain(List.of("anomaly"), List.of("scenario"), List.of("tag"));
            }
        }
    }

    @Test
    @DisplayName(
            "puts counters and gauges into files of their own by their type, and counts and sums also into histograms,"
                    + " without ends of series")
    void sortsMetrics() throws Exception {
        replaceTable("metrics", """
            FROM '%1$s' UNION ALL BY NAME
            SELECT time, run, scenario, name AS metric, of AS type, n AS "value", 'oauth2-user-service' AS service_name,
                '{"jvm_gc_name":"G1"}' AS labels
            FROM '%1$s', (VALUES ('gc_seconds_count', 'histogram', 4.0), ('gc_seconds_sum', 'histogram', 0.5),
                ('requests_total', 'counter', 7.0), ('switches', 'counter', 8.0), ('jvm_thread_count', 'gauge', 9.0),
                ('pause_seconds', 'summary', 0.1), ('pause_seconds_count', 'summary', 2.0),
                ('pause_seconds_sum', 'summary', 0.3), ('odd_total', NULL, 1.0)) _(name, of, n)
            WHERE metric = 'node_load1'
            UNION ALL BY NAME
            SELECT time, run, scenario, name AS metric, of AS type, NULL AS "value",
                'oauth2-user-service' AS service_name, '{"jvm_gc_name":"G1"}' AS labels
            FROM '%1$s', (VALUES ('gc_seconds_count', 'histogram'), ('gc_seconds_sum', 'histogram'),
                ('ended_total', 'counter'), ('ended_ratio', 'gauge')) _(name, of)
            WHERE metric = 'node_load1'
            """);

        export().write();

        assertThat(rows(
                        "SELECT DISTINCT metric FROM '%s' ORDER BY 1",
                        datapack(LATE).resolve("normal_metrics.parquet")))
                .containsExactly(
                        List.of("container_memory_usage_bytes"),
                        List.of("jvm_thread_count"),
                        List.of("node_load1"),
                        List.of("odd_total"),
                        List.of("pause_seconds"));
        assertThat(rows(
                        "SELECT DISTINCT metric FROM '%s' ORDER BY 1",
                        datapack(LATE).resolve("normal_metrics_sum.parquet")))
                .containsExactly(
                        List.of("gc_seconds_count"),
                        List.of("gc_seconds_sum"),
                        List.of("pause_seconds_count"),
                        List.of("pause_seconds_sum"),
                        List.of("requests_total"),
                        List.of("switches"));
        assertThat(rows("""
            SELECT metric, "count", "sum", "attr.k8s.pod.name", "attr.jvm.gc.name", count(*) FROM '%s' GROUP BY ALL ORDER BY ALL
            """, datapack(LATE).resolve("normal_metrics_histogram.parquet")))
                .containsExactly(
                        List.of("gc_seconds", "4.0", "0.5", "light-oauth2-oauth2-user-service", "G1", "10"),
                        List.of("pause_seconds", "2.0", "0.3", "light-oauth2-oauth2-user-service", "G1", "10"));
    }

    @Test
    @DisplayName("takes the time of the fault as abnormal, and the scenario's own baseline as normal where it has one")
    void splitsAtTheFault() throws Exception {
        withPhases();
        replaceTable("scenarios", "FROM '%s' WHERE tag <> 'correct'");

        assertThat(export().write()).contains(datapack(LATE));

        assertThat(environment(LATE))
                .contains(
                        entry("NORMAL_START", Long.toString(START + 24)),
                        entry("NORMAL_END", Long.toString(START + 28)),
                        entry("NORMAL_SHIFT", "0"),
                        entry("ABNORMAL_START", Long.toString(START + 28)),
                        entry("ABNORMAL_END", Long.toString(START + 32)));
        for (String file : List.of("traces", "logs", "metrics")) {
            assertThat(rows(
                            "SELECT count(DISTINCT epoch_ns(time) // 1000000000) FROM '%s' UNION ALL SELECT"
                                    + " count(DISTINCT epoch_ns(time) // 1000000000) FROM '%s'",
                            datapack(LATE).resolve("normal_" + file + ".parquet"),
                            datapack(LATE).resolve("abnormal_" + file + ".parquet")))
                    .as(file)
                    .containsExactly(List.of("4"), List.of("4"));
        }
    }

    @Test
    @DisplayName("says of a fault of the stack its kind, its target, when the tool had it there, and what it touched")
    void saysWhatFaultOfTheStack() throws Exception {
        withPhases();
        replaceTable(
                "requests",
                "SELECT * REPLACE (false AS anomaly, scenario = '%s' AND ends_with(trace_id, '5') AS hit) FROM '%%s'"
                        .formatted(LATE));
        var fault = new FaultFacts(
                "JVMLatency",
                "code",
                "oauth2-user",
                "oauth2-user-service",
                true,
                0.1,
                false,
                new ToolWord((START + 28) * 1_000_000_000, (START + 28) * 1_000_000_000, true, "on"),
                new ToolWord((START + 32) * 1_000_000_000, (START + 32) * 1_000_000_000, true, "off"),
                null);
        Json.MAPPER.writeValue(run.resolve("manifest.json").toFile(), manifest(LATE, fault));

        assertThat(export().write()).containsExactly(datapack(LATE));

        JsonNode injection =
                Json.MAPPER.readTree(datapack(LATE).resolve("injection.json").toFile());
        assertThat(injection).isEqualTo(Json.MAPPER.readTree("""
            {"name": "get_client_404_no_client", "fault_type": "JVMLatency",
             "start_time": "2026-11-24T11:17:20Z", "end_time": "2026-11-24T11:17:24Z",
             "engine_config": [{"app": "oauth2-user-service", "chaos_type": "JVMLatency", "level": "code", "dose": 0.1,
               "container_name": "light-oauth2-oauth2-user-service"}],
             "ground_truth": [{"service": ["oauth2-user-service"], "container": ["light-oauth2-oauth2-user-service"],
               "pod": ["light-oauth2-oauth2-user-service"], "span": ["PUT /oauth2/user"], "function": [], "metric": []}]}
            """));
        assertThat(rows("SELECT datapack, \"gt.name\" FROM '%s'", meta("labels")))
                .containsExactly(List.of(LATE, "oauth2-user-service"));
    }

    @Test
    @DisplayName("keeps a span with a negative duration without one, and says how many there are")
    void keepsSpansThatEndedBeforeTheyBegan() throws Exception {
        replaceTable("spans", "SELECT * REPLACE (if(kind = 'server', -1, duration) AS duration) FROM '%s'");
        replaceTable("requests", "SELECT * REPLACE (if(scenario = 'correct', -1, duration) AS duration) FROM '%s'");

        export().write();

        String counts = """
            SELECT "attr.span_kind", service_name = 'loadgenerator', count(*), count(duration) FROM '%s'
            GROUP BY ALL ORDER BY 1, 2
            """;
        assertThat(rows(counts, datapack(EARLY).resolve("abnormal_traces.parquet")))
                .containsExactly(
                        List.of("Client", "false", "10", "10"),
                        List.of("Client", "true", "10", "10"),
                        List.of("Server", "false", "10", "0"));
        assertThat(rows(counts, datapack(EARLY).resolve("normal_traces.parquet")))
                .containsExactly(
                        List.of("Client", "false", "10", "10"),
                        List.of("Client", "true", "10", "0"),
                        List.of("Server", "false", "10", "0"));
        assertThat(environment(EARLY))
                .contains(entry("NORMAL_UNTIMED_SPANS", "20"), entry("ABNORMAL_UNTIMED_SPANS", "10"));
    }

    @Test
    @DisplayName("can be written again")
    void canBeWrittenAgain() {
        export().write();

        assertThat(export().write()).containsExactly(datapack(EARLY), datapack(LATE));
    }

    @Test
    @DisplayName("needs the scenario 'correct'")
    void needsTheCorrectScenario() throws Exception {
        replaceTable("scenarios", "FROM '%s' WHERE tag <> 'correct'");

        assertThatThrownBy(() -> export().write())
                .isInstanceOf(ExportException.class)
                .hasMessage(
                        "%s has no scenario 'correct'; expected one, as the normal period of each datapack without a"
                                + " baseline; record it",
                        run);
        assertThat(root).doesNotExist();
    }

    @Test
    @DisplayName("is not written where the name of a scenario leads out of its folder, and deletes nothing there")
    void refusesAHostileRun() throws Exception {
        Path outside = Files.createDirectories(root.resolveSibling("outside"));
        replaceTable(
                "scenarios",
                "SELECT * REPLACE (if(tag = 'correct', scenario, '../../../outside') AS scenario) FROM '%s'");

        assertThatThrownBy(() -> export().write())
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("the name '../../../outside' of a scenario");
        assertThat(root).doesNotExist();
        assertThat(outside).exists();
    }

    /** Let each scenario but 'correct' have its fault from its fifth second to its eighth. */
    private void withPhases() throws SQLException {
        replaceTable("scenarios", """
            SELECT * REPLACE (
                if(tag = 'correct', NULL, make_timestamp_ns(epoch_ns(start_time) + 4000000000)::TIMESTAMPTZ_NS) AS fault_start_time,
                if(tag = 'correct', NULL, make_timestamp_ns(epoch_ns(start_time) + 8000000000)::TIMESTAMPTZ_NS) AS fault_end_time)
            FROM '%s'\
            """);
    }

    private static Manifest manifest(String tag, FaultFacts fault) {
        var facts = new ScenarioFacts(
                3,
                tag,
                "embedded",
                0,
                0,
                0,
                List.of(),
                null,
                0,
                0,
                0,
                0,
                new ClockCourse(0, 0, 0),
                new ScenarioFacts.Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                new TreeMap<>(),
                List.of(),
                List.of(),
                fault);
        return new Manifest(
                Manifest.FORMAT,
                UUID.fromString("2c1f0a52-7a1e-4d1b-8f5e-0d6b6e4f1a11"),
                DATASET,
                "",
                "",
                new Manifest.SuiteFacts("1", null, null, "test", "17"),
                new Manifest.HostFacts("node-1", "Linux", "cpu", 2, 1),
                new Manifest.StackFacts("embedded", new TreeMap<>(), new TreeMap<>(), null),
                new PlanFile(1, Systems.PROJECTS, new TreeMap<>(), List.of(), List.of()),
                null,
                List.of(),
                List.of(),
                List.of(facts),
                List.of(),
                new Drift(0, 0, 0, List.of()),
                null,
                new TreeMap<>(),
                "");
    }

    private void replaceTable(String table, String select) throws SQLException {
        String file = quoted(tables.resolve(table + ".parquet"));
        try (var statement = database.createStatement()) {
            statement.execute("CREATE TEMP TABLE other AS " + select.formatted(file));
            statement.execute("COPY other TO '%s' (FORMAT parquet)".formatted(file));
            statement.execute("DROP TABLE other");
        }
    }

    private static String quoted(Path file) {
        return file.toString().replace("'", "''");
    }

    private DatapackExport export() {
        return new DatapackExport(run, root, DATASET);
    }

    private Path datapack(String tag) {
        return root.resolve("data").resolve(DATASET).resolve(tag);
    }

    private Path meta(String name) {
        return root.resolve("meta").resolve(DATASET).resolve(name + ".parquet");
    }

    private Map<String, String> environment(String tag) throws Exception {
        return Json.MAPPER.readValue(datapack(tag).resolve("env.json").toFile(), new TypeReference<>() {});
    }

    private static String nanos(long second) {
        return Long.toString(second * 1_000_000_000 + 123_456_789);
    }

    private List<List<String>> rows(String select, Path... files) throws SQLException {
        var rows = new ArrayList<List<String>>();
        try (var statement = database.createStatement();
                ResultSet result = statement.executeQuery(select.formatted(
                        Stream.of(files).map(DatapackExportTest::quoted).toArray()))) {
            while (result.next()) {
                var row = new ArrayList<String>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
