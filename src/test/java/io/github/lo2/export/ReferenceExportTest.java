package io.github.lo2.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.MergedRun;
import io.github.lo2.dataset.OpenScenario;
import io.github.lo2.dataset.PreparedScenario;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioMetrics;
import io.github.lo2.dataset.SealedScenarios;
import io.github.lo2.junit.BesideOthers;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Drift;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
@DisplayName("A run in the reference's layout, made from its tables")
class ReferenceExportTest {
    private static final long START = 1_795_519_000_500_000_000L;
    private static final long SECOND = 1_000_000_000;
    private static final long END = START + 20 * SECOND;
    private static final String CLIENT = "light-oauth2-oauth2-client-1";
    private static final String USER = "light-oauth2-oauth2-user-1";
    private static final String DATABASE = "light-oauth2-mysqldb-1";
    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario(1, "update_user_404_no_user", Duration.ofSeconds(20), Duration.ofSeconds(1)),
            new Scenario(2, "correct", Duration.ofSeconds(20), Duration.ofSeconds(1)));

    @TempDir
    Path folder;

    private final SortedMap<String, @Nullable String> containers = new TreeMap<>();

    ReferenceExportTest() {
        containers.put(CLIENT, "oauth2-client-service");
        containers.put(USER, "oauth2-user-service");
        containers.put(DATABASE, null);
    }

    @Test
    @DisplayName("is not written where the manifest names a container that leads out of its folder")
    void refusesAHostileRun() throws Exception {
        Path run = record(Map.of());
        Path manifest = run.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace('"' + DATABASE + '"', "\"../../outside\""));

        assertThatThrownBy(() -> new ReferenceExport(run, folder.resolve("out")).write())
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("the name '../../outside' of a container");
        try (var left = Files.list(folder)) {
            assertThat(left)
                    .as("what is beside the run")
                    .doesNotContain(folder.resolve("out"), folder.resolve("outside.log"));
        }
    }

    @Test
    @DisplayName("has the files that were recorded, byte by byte, spans in the order of their starts")
    void hasTheFilesRecorded() throws Exception {
        Path run = record(Map.of());
        Path out = folder.resolve("out");

        assertThat(new ReferenceExport(run, out).write())
                .containsExactly(out.resolve("update_user_404_no_user"), out.resolve("correct"));

        assertThat(out.resolve("run_log.log")).hasSameBinaryContentAs(run.resolve("run_log.log"));
        for (Scenario scenario : SCENARIOS) {
            Path recorded = run.resolve(scenario.tag());
            Path exported = out.resolve(scenario.tag());
            Set<String> names = files(recorded);
            names.removeAll(Set.of("scenario.json", "SHA256SUMS"));
            assertThat(files(exported))
                    .isEqualTo(names)
                    .contains(
                            DATABASE + ".log",
                            "metrics/traces_oauth2-user-service.csv",
                            "metrics/metric_up.json",
                            "metrics/metric_late.json");
            for (String name : names) {
                if (name.contains("traces_")) {
                    assertThat(Files.readAllLines(exported.resolve(name)))
                            .as(name)
                            .containsExactlyInAnyOrderElementsOf(Files.readAllLines(recorded.resolve(name)))
                            .startsWith("Trace ID,Span ID,Operation Name,Start Time,End Time,Tags");
                } else {
                    assertThat(exported.resolve(name)).hasSameBinaryContentAs(recorded.resolve(name));
                }
            }
        }
        assertThat(Files.readAllLines(out.resolve("correct/metrics/traces_oauth2-client-service.csv")))
                .extracting(line -> line.split(",", 3)[1])
                .containsExactly("Span ID", "0000000000000001", "0000000000000002");
    }

    @Test
    @DisplayName("is the same when nothing but tables was kept")
    void isTheSameFromTablesAlone() throws Exception {
        Path run = record(Map.of("lo2.formats", "parquet"));
        Path both = record(Map.of());
        assertThat(run.resolve("correct")).doesNotExist();

        new ReferenceExport(run, folder.resolve("out")).write();
        new ReferenceExport(both, folder.resolve("both")).write();

        for (String name : files(folder.resolve("both").resolve("correct"))) {
            assertThat(folder.resolve("out").resolve("correct").resolve(name))
                    .hasSameBinaryContentAs(
                            folder.resolve("both").resolve("correct").resolve(name));
        }
    }

    @Test
    @DisplayName("takes the place of one that broke off")
    void takesThePlaceOfABrokenOne() throws Exception {
        Path run = record(Map.of());
        Files.createDirectories(folder.resolve(".out.part").resolve("correct"));

        new ReferenceExport(run, folder.resolve("out")).write();

        assertThat(folder.resolve(".out.part")).doesNotExist();
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/correct");
    }

    @Test
    @DisplayName("needs tables, and says how to get them")
    void needsTables() throws Exception {
        Path run = record(Map.of());
        PathUtils.deleteDirectory(run.resolve("tables"));

        assertThatThrownBy(() -> new ReferenceExport(run, folder.resolve("out")).write())
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        "%s is not there; expected the tables of a complete run; record one with parquet among"
                                + " -Dlo2.formats",
                        run.resolve("tables").resolve("scenarios.parquet"));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    @DisplayName("needs a complete run")
    void needsACompleteRun() {
        Path run = record(Map.of());
        run.resolve("manifest.json").toFile().delete();

        assertThatThrownBy(() -> new ReferenceExport(run, folder.resolve("out")).write())
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("%s cannot be read: ", run.resolve("manifest.json"))
                .hasMessageEndingWith("expected that of a complete run; complete this one with -Dlo2.resume=%s", run);
    }

    private Path record(Map<String, String> parameters) {
        var given = new TreeMap<>(parameters);
        given.put("lo2.results", folder.resolve("results").toString());
        RunFolder run = RunFolders.create(new Plan(42, SCENARIOS), given, EpochClock.system());
        for (Scenario scenario : SCENARIOS) {
            record(run.prepare(scenario), scenario);
        }
        List<ScenarioFacts> facts = run.facts();
        MergedRun merged = run.merge(facts);
        merged.complete(Map.of(), manifest(run, facts, merged));
        return run.path();
    }

    private Manifest manifest(RunFolder run, List<ScenarioFacts> facts, MergedRun merged) {
        return new Manifest(
                Manifest.FORMAT,
                run.id(),
                run.path().getFileName().toString(),
                run.started(),
                run.started(),
                new Manifest.SuiteFacts("1", null, null, "test", "17"),
                new Manifest.HostFacts("node-1", "Linux", "cpu", 2, 1),
                new Manifest.StackFacts("embedded", new TreeMap<>(), containers, null),
                run.planned(),
                null,
                List.of(),
                List.of(),
                facts,
                List.of(),
                new Drift(0, 0, 0, List.of()),
                null,
                merged.tableSizes(),
                "");
    }

    private void record(PreparedScenario prepared, Scenario planned) {
        var serviceNames = new LinkedHashMap<String, String>();
        serviceNames.put(CLIENT, "oauth2-client-service");
        serviceNames.put(USER, "oauth2-user-service");
        OpenScenario scenario = SealedScenarios.open(prepared, containers.keySet(), serviceNames);
        log(scenario, "\tat a.B.c(B.java:1)");
        log(scenario, "11:21:49.357 [XNIO-1 task-5]  -ehvZzfb724DfYI61pd89Q ERROR a.B c - größe\r");
        log(scenario, "java.lang.IllegalStateException: no");
        log(scenario, "");
        log(scenario, "Nov 23, 2026 11:49:57 PM com.hazelcast.internal.cluster.ClusterService");
        scenario.log(new LogLine(CLIENT, START, new byte[] {(byte) 0xff, 0, '\r', 'x'}));
        log(scenario, "Picked up JAVA_TOOL_OPTIONS: -javaagent:x.jar");
        scenario.span(span(2, START + SECOND, "0000000000000001"));
        scenario.span(span(1, START, ""));
        try (ScenarioMetrics metrics = scenario.metrics(START, END)) {
            metrics.write(series("late", "z", END - SECOND));
            metrics.write(series("late", "a", END - 2 * SECOND));
            metrics.write(series("out_of_sight", "a", START - 60 * SECOND));
            metrics.write(scraped());
        }
        String tag = planned.tag();
        write(prepared.requests(), """
            {"time":1795519000600000002,"due":null,"duration":5,"scenario":"%1$s","phase":null,"request_id":"b","trace_id":"2","span_id":"2","user":"X-1","task":"t","tag":"correct","anomaly":false,"background":false,"chosen":false,"service_name":"oauth2-user-service","method":"PUT","route":"/oauth2/user","expected_status":200,"expected_code":null,"status":0,"code":null,"bytes":0,"error":"gr\\u00f6\\u00dfe \\ud83d\\ude00 \\"x\\" \\\\ \\n /"}
            {"time":1795519000600000001,"due":null,"duration":9,"scenario":"%1$s","phase":null,"request_id":null,"trace_id":null,"span_id":null,"user":null,"task":null,"tag":null,"anomaly":true,"background":false,"chosen":false,"service_name":null,"method":"GET","route":"/","expected_status":null,"expected_code":null,"status":404,"code":"ERR12013","bytes":120,"error":null}
            """.formatted(tag));
        write(prepared.locustLog(), "[2026-11-24 11:21:49,249] host/INFO/locust.main: Starting\nTraceback:\n");
        SealedScenarios.seal(scenario, SealedScenarios.facts(planned, START, END));
    }

    /** Read from before the window, every 5 s, ended once and back again. */
    private static SeriesSamples scraped() {
        var samples = new SeriesSamples(new Series("up", new TreeMap<>(Map.of("job", "größe", "instance", "a:1"))));
        samples.add(START - 3 * SECOND, 1);
        samples.add(START + 2 * SECOND + 1, Double.NaN);
        samples.add(START + 7 * SECOND, 1.0 / 3);
        samples.add(START + 14 * SECOND, Double.POSITIVE_INFINITY);
        samples.endAt(START + 9 * SECOND);
        samples.endAt(START + 16 * SECOND);
        return samples;
    }

    private static SeriesSamples series(String metric, String job, long time) {
        var samples = new SeriesSamples(new Series(metric, new TreeMap<>(Map.of("job", job))));
        samples.add(time, 2);
        return samples;
    }

    private static Span span(long id, long start, String parent) {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("http.route", "it's, \"quoted\"");
        attributes.put("b", List.of("x", 1L, 2.5));
        attributes.put("a", true);
        attributes.put("long", Long.MAX_VALUE);
        return new Span(
                "oauth2-client-service",
                String.format(Locale.ROOT, "%032x", 7),
                String.format(Locale.ROOT, "%016x", id),
                parent,
                "GET, all",
                "server",
                start,
                start + 1_999,
                parent.isEmpty() ? "UNSET" : "ERROR",
                "io.opentelemetry.undertow-1.4",
                "2.33.1-alpha",
                attributes);
    }

    private static void log(OpenScenario scenario, String line) {
        scenario.log(new LogLine(CLIENT, START, line.getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }
}
