package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.plan.Format;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import io.github.lo2.table.TableViews;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folder of a scenario")
class ScenarioFolderTest {
    private static final long START = 1_739_743_590_500_000_000L;
    private static final long END = 1_739_743_600_900_000_000L;
    private static final String CLIENT = "light-oauth2-oauth2-client-1";
    private static final String USER = "light-oauth2-oauth2-user-1";

    private static final Scenario SCENARIO = new Scenario(1, "correct", Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final LogFormats LOG_FORMATS =
            LogFormats.read(Path.of("compose", "light-oauth2", "log_formats.json"));

    @TempDir
    Path run;

    @Test
    @DisplayName("is hidden until it is sealed")
    void isHiddenUntilSealed() throws Exception {
        OpenScenario folder = opened();
        assertThat(names(run)).containsExactly(".part");

        seal(folder);

        assertThat(names(run)).containsExactly(".part", "correct");
        assertThat(run.resolve(".part")).isEmptyDirectory();
    }

    @Test
    @DisplayName("has the reference's layout, name by name, and the requests")
    void hasTheLayoutOfTheReference() throws Exception {
        OpenScenario folder = opened();

        seal(folder, samples("node_load1", "node"), samples("up", "node"), samples("a/b", "x"));

        try (var files = Files.walk(run.resolve("correct"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> run.resolve("correct").relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            CLIENT + ".log",
                            USER + ".log",
                            "locust.log",
                            "requests.jsonl",
                            "scenario.json",
                            "SHA256SUMS",
                            ".parts/SHA256SUMS",
                            ".parts/requests-00001.parquet",
                            ".parts/logs-00001.parquet",
                            ".parts/spans-00001.parquet",
                            ".parts/metrics-00001.parquet",
                            ".parts/metrics_before-00001.parquet",
                            "metrics/last_fetch_time.txt",
                            "metrics/metric_a_b.json",
                            "metrics/metric_node_load1.json",
                            "metrics/metric_up.json",
                            "metrics/traces_oauth2-client-service.csv",
                            "metrics/traces_oauth2-user-service.csv");
        }
        assertThat(Files.readString(sealed("metrics/last_fetch_time.txt"))).isEqualTo("2025-02-16T22:06:40+00:00");
    }

    @Test
    @DisplayName("holds a container's lines byte for byte, an empty log for one that said nothing")
    void holdsLinesByteForByte() {
        OpenScenario folder = opened();
        byte[] odd = {(byte) 0xff, 0, '\r', 'x'};

        folder.log(line(CLIENT, "22:06:39.635 [XNIO-1 task-1]  größe".getBytes(StandardCharsets.UTF_8)));
        folder.log(line(CLIENT, new byte[0]));
        folder.log(line(CLIENT, odd));
        folder.log(line("some-other-container", odd));
        seal(folder);

        byte[] text = "22:06:39.635 [XNIO-1 task-1]  größe\n\n".getBytes(StandardCharsets.UTF_8);
        byte[] expected = Arrays.copyOf(text, text.length + odd.length + 1);
        System.arraycopy(odd, 0, expected, text.length, odd.length);
        expected[expected.length - 1] = '\n';
        assertThat(sealed(CLIENT + ".log")).hasBinaryContent(expected);
        assertThat(sealed(USER + ".log")).isEmptyFile();
        assertThat(sealed("some-other-container.log")).doesNotExist();
    }

    @Test
    @DisplayName("holds each service's spans in a file of its own")
    void holdsSpans() throws Exception {
        OpenScenario folder = opened();

        folder.span(span("oauth2-client-service", "GET /oauth2/client"));
        folder.span(span("jaeger", "GET /api"));
        seal(folder);

        assertThat(Files.readAllLines(sealed("metrics/traces_oauth2-client-service.csv")))
                .hasSize(2)
                .last()
                .asString()
                .contains(",GET /oauth2/client,");
        assertThat(Files.readAllLines(sealed("metrics/traces_oauth2-user-service.csv")))
                .containsExactly("Trace ID,Span ID,Operation Name,Start Time,End Time,Tags");
        assertThat(sealed("metrics/traces_jaeger.csv")).doesNotExist();
    }

    @Test
    @DisplayName("holds all series of a metric in one file, and no file for a metric without values")
    void holdsSeriesByMetric() throws Exception {
        OpenScenario folder = opened();
        var old = new SeriesSamples(new Series("node_load5", new TreeMap<>()));
        old.add(START - 60_000_000_000L, 1);

        seal(folder, samples("up", "a"), old, samples("up", "b"));

        assertThat(Files.readString(sealed("metrics/metric_up.json")))
                .contains("\"job\": \"a\"")
                .contains("\"job\": \"b\"");
        assertThat(sealed("metrics/metric_node_load5.json")).doesNotExist();
    }

    @Test
    @DisplayName("has nothing but tables' parts, facts and checksums where only tables are kept")
    void hasOnlyTables() throws Exception {
        OpenScenario folder = opened(Set.of(Format.PARQUET));
        folder.log(line(CLIENT, "hello".getBytes(StandardCharsets.UTF_8)));

        seal(folder, samples("up", "a"));

        assertThat(names(run.resolve("correct"))).containsExactlyInAnyOrder(".parts", "scenario.json", "SHA256SUMS");
    }

    @Test
    @DisplayName("gives each log back byte by byte from its records")
    void givesLogsBack() throws Exception {
        OpenScenario folder = opened();
        byte[] odd = {(byte) 0xff, 0, '\r', 'x'};
        for (String text : List.of(
                "11:21:49.357 [XNIO-1 task-5]  -ehvZzfb724DfYI61pd89Q ERROR a.B c - größe",
                "java.lang.IllegalStateException: no",
                "\tat a.B.c(B.java:1)",
                "",
                "Picked up JAVA_TOOL_OPTIONS: -javaagent:x.jar")) {
            folder.log(line(CLIENT, text.getBytes(StandardCharsets.UTF_8)));
        }
        folder.log(line(CLIENT, odd));
        SealedScenarios.seal(folder, SealedScenarios.facts(SCENARIO, START, END));

        var text = new ByteArrayOutputStream();
        try (TableViews tables = RunTables.ofParts(run.resolve("correct").resolve(".parts"))) {
            tables.ask(
                            "SELECT prefix, message, raw FROM logs WHERE container = ? ORDER BY line",
                            row -> row.getObject(3) == null
                                    ? (row.getString(1) + row.getString(2)).getBytes(StandardCharsets.UTF_8)
                                    : row.getBytes(3),
                            CLIENT)
                    .forEach(bytes -> {
                        text.writeBytes(bytes);
                        text.write('\n');
                    });
        }

        assertThat(sealed(CLIENT + ".log")).hasBinaryContent(text.toByteArray());
    }

    @Test
    @DisplayName("stays hidden when it is closed, with what it holds, until the scenario is begun again")
    void staysHiddenWhenClosed() throws Exception {
        OpenScenario folder = opened();
        folder.log(line(CLIENT, "last words".getBytes(StandardCharsets.UTF_8)));

        folder.close();

        assertThat(names(run)).containsExactly(".part");
        assertThat(run.resolve(".part").resolve("correct").resolve(CLIENT + ".log"))
                .hasContent("last words\n");

        prepared(Set.of(Format.LO2));
        assertThat(run.resolve(".part").resolve("correct").resolve(CLIENT + ".log"))
                .doesNotExist();
    }

    @Test
    @DisplayName("is gone when it is discarded")
    void isGoneWhenDiscarded() throws Exception {
        prepared(Set.of(Format.LO2)).discard();

        assertThat(run.resolve(".part")).isEmptyDirectory();
    }

    @Test
    @DisplayName("keeps its hidden name and says why when it cannot be completed")
    void keepsItsHiddenNameWhenIncomplete() throws Exception {
        try (OpenScenario folder = opened()) {
            Files.createDirectory(
                    run.resolve(".part").resolve("correct").resolve("metrics").resolve("metric_up.json"));

            assertThatThrownBy(() -> seal(folder, samples("up", "node")))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageStartingWith(
                            "%s cannot be written: ",
                            run.resolve(".part").resolve("correct").resolve("metrics"))
                    .hasMessageEndingWith("free disk space there and record the scenario again");
        }
        assertThat(names(run)).containsExactly(".part");
    }

    private static void seal(OpenScenario folder, SeriesSamples... series) {
        try (ScenarioMetrics metrics = folder.metrics(START, END)) {
            List.of(series).forEach(metrics::write);
        }
        SealedScenarios.seal(folder, SealedScenarios.facts(SCENARIO, START, END));
    }

    private OpenScenario opened() {
        return opened(Set.of(Format.LO2, Format.PARQUET));
    }

    private OpenScenario opened(Set<Format> formats) {
        return SealedScenarios.open(
                prepared(formats),
                List.of(CLIENT, USER),
                Map.of(CLIENT, "oauth2-client-service", USER, "oauth2-user-service"));
    }

    private PreparedScenario prepared(Set<Format> formats) {
        return PreparedScenario.make(new ScenarioFolder(run, "correct"), formats, LOG_FORMATS, LogId.REQUEST);
    }

    private Path sealed(String file) {
        return run.resolve("correct").resolve(file);
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static LogLine line(String container, byte[] bytes) {
        return new LogLine(container, START, bytes);
    }

    private static Span span(String serviceName, String name) {
        return new Span(serviceName, "t", "s", "", name, "server", START, END, "UNSET", "", "", Map.of());
    }

    private static SeriesSamples samples(String metric, String job) {
        var samples = new SeriesSamples(new Series(metric, new TreeMap<>(Map.of("job", job))));
        samples.add(START, 1);
        return samples;
    }
}
