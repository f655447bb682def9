package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The metric files of a scenario")
class MetricFilesTest {
    private static final long BASE = 1_795_500_000L;

    @TempDir
    Path folder;

    @Test
    @DisplayName("are one a metric, with all its series in their order")
    void areOneAMetric() throws Exception {
        try (var files = files()) {
            files.write(series("node_load1", Map.of("job", "node"), 0.5));
            files.write(series("up", Map.of("job", "node"), 1));
            files.write(series("up", Map.of("job", "cadvisor"), 0));
        }

        assertThat(names()).containsExactly("metric_node_load1.json", "metric_up.json");
        assertThat(json("metric_node_load1.json")).isEqualTo(Json.MAPPER.readTree("""
                [{"metric": {"__name__": "node_load1", "job": "node"}, "values": [[1795500001, "0.5"], [1795500002, "0.5"]]}]
                """));
        assertThat(json("metric_up.json")).isEqualTo(Json.MAPPER.readTree("""
                [{"metric": {"__name__": "up", "job": "node"}, "values": [[1795500001, "1"], [1795500002, "1"]]},
                 {"metric": {"__name__": "up", "job": "cadvisor"}, "values": [[1795500001, "0"], [1795500002, "0"]]}]
                """));
    }

    @Test
    @DisplayName("have an underscore in their names for a slash, which stays in the metric's")
    void haveNoSlashInTheirNames() throws Exception {
        try (var files = files()) {
            files.write(series("io/reads/total", Map.of(), 1));
        }

        assertThat(names()).containsExactly("metric_io_reads_total.json");
        assertThat(json("metric_io_reads_total.json").at("/0/metric/__name__").asText())
                .isEqualTo("io/reads/total");
    }

    @Test
    @DisplayName("leave out series without a value in the window, and are none for a metric that has only such")
    void leaveOutSeriesWithoutValues() throws Exception {
        try (var files = files()) {
            files.write(new SeriesSamples(new Series("node_load1", new TreeMap<>())));
            files.write(series("up", Map.of("job", "node"), 1));
            SeriesSamples ended = series("up", Map.of("job", "cadvisor"), 1);
            ended.endAt(at(0.75));
            files.write(ended);
        }

        assertThat(names()).containsExactly("metric_up.json");
        assertThat(json("metric_up.json")).hasSize(1);
    }

    @Test
    @DisplayName("do not miss a series without values where those of its metric come together otherwise")
    void passOverSeriesWithoutValues() throws Exception {
        try (var files = files()) {
            files.write(series("up", Map.of("job", "node"), 1));
            files.write(new SeriesSamples(new Series("node_load1", new TreeMap<>())));
            files.write(series("up", Map.of("job", "cadvisor"), 1));
        }

        assertThat(json("metric_up.json")).hasSize(2);
    }

    @Test
    @DisplayName("refuse a series of a metric whose file is finished, instead of writing over it")
    void refuseAScatteredMetric() throws Exception {
        try (var files = files()) {
            files.write(series("up", Map.of("job", "node"), 1));
            files.write(series("node_load1", Map.of("job", "node"), 1));

            assertThatThrownBy(() -> files.write(series("up", Map.of("job", "cadvisor"), 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the series of up do not come together");
        }

        assertThat(json("metric_up.json")).as("what was there before").hasSize(1);
    }

    @Test
    @DisplayName("are all deleted when they cannot be had whole, and nothing else is")
    void areAllDeleted() throws Exception {
        Files.createFile(folder.resolve("metric_of_another.json"));
        try (var files = files()) {
            files.write(series("node_load1", Map.of(), 1));
            files.write(series("up", Map.of(), 1));

            files.discard();

            assertThat(names()).containsExactly("metric_of_another.json");
        }
        assertThat(names()).as("after it was closed").containsExactly("metric_of_another.json");
    }

    @Test
    @DisplayName("may be closed twice, and need no series at all")
    void mayBeClosedTwice() throws Exception {
        MetricFiles none = files();
        none.close();
        assertThat(names()).isEmpty();

        MetricFiles one = files();
        one.write(series("up", Map.of(), 1));
        one.close();
        one.close();

        assertThat(json("metric_up.json")).hasSize(1);
    }

    @Test
    @DisplayName("name the folder they cannot be written into, and the fix")
    void nameTheFolder() {
        Path missing = folder.resolve("missing");
        try (var files = new MetricFiles(missing, at(0.5), at(2.5))) {
            assertThatThrownBy(() -> files.write(series("up", Map.of(), 1)))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageStartingWith("%s cannot be written: ", missing)
                    .hasMessageEndingWith("; free disk space there and record the scenario again");
        }
    }

    private MetricFiles files() {
        return new MetricFiles(folder, at(0.5), at(2.5));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private JsonNode json(String name) throws IOException {
        return Json.MAPPER.readTree(folder.resolve(name).toFile());
    }

    private static SeriesSamples series(String metric, Map<String, String> labels, double value) {
        var samples = new SeriesSamples(new Series(metric, new TreeMap<>(labels)));
        samples.add(at(0.25), value);
        return samples;
    }

    private static long at(double second) {
        return BASE * 1_000_000_000L + Math.round(second * 1e9);
    }
}
