package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.load.LocustEnvironment;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.time.EpochClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A metric file")
class MetricFileTest {
    private static final long BASE = 1_795_500_000L;

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "has the bytes of the reference's: labels with the name among them, a value as text at each full second")
    void hasTheBytesOfTheReference() throws Exception {
        SeriesSamples node = series("up", Map.of("job", "node", "group", "production"));
        node.add(at(0.25), 1);
        node.add(at(1.25), 0);
        SeriesSamples cadvisor = series("up", Map.of("job", "cadvisor"));
        cadvisor.add(at(1.5), 1);

        assertThat(written(List.of(node, cadvisor), at(0.3), at(2.9))).isEqualTo("""
                        [
                            {
                                "metric": {
                                    "__name__": "up",
                                    "group": "production",
                                    "job": "node"
                                },
                                "values": [
                                    [
                                        1795500001,
                                        "1"
                                    ],
                                    [
                                        1795500002,
                                        "0"
                                    ]
                                ]
                            },
                            {
                                "metric": {
                                    "__name__": "up",
                                    "job": "cadvisor"
                                },
                                "values": [
                                    [
                                        1795500002,
                                        "1"
                                    ]
                                ]
                            }
                        ]""");
    }

    @Test
    @DisplayName("is what Python's json.dump(indent=4) makes of it, byte for byte")
    void isWhatPythonMakesOfIt() throws Exception {
        SeriesSamples samples = series(
                "node_filesystem_size_bytes",
                Map.of(
                        "mountpoint",
                        "/mnt/\"größe\" \u20ac \ud83c\udf50\u2028/</a>",
                        "device",
                        "C:\\disk\t1\n\u0001\u001f",
                        "Zone",
                        "'x'"));
        samples.add(at(0), 1.5e21);
        samples.add(at(1), 1e-7);
        samples.add(at(2), Double.NaN);
        samples.add(at(3), Double.POSITIVE_INFINITY);
        Path file = folder.resolve("metric.json");
        Files.writeString(file, written(List.of(samples), at(0), at(4)));
        Path again = folder.resolve("again.json");

        try (var processes = new ChildProcesses(EpochClock.system())) {
            var python = LocustEnvironment.prepare(
                    Path.of("locust", "light-oauth2"), Path.of("locust"), Path.of(".venv"), processes, line -> {});
            var rewrite = python.command(
                    "Python",
                    List.of(
                            "-c",
                            "import json, sys; json.dump(json.load(open(sys.argv[1], encoding='utf-8')), open(sys.argv[2], 'w'), indent=4)",
                            file.toString(),
                            again.toString()),
                    Map.of());
            processes.run(rewrite, Duration.ofSeconds(30));
        }

        assertThat(file).hasSameBinaryContentAs(again);
    }

    @Test
    @DisplayName("begins and ends with the window, when that is on full seconds")
    void includesTheBounds() throws Exception {
        SeriesSamples samples = series("node_load1", Map.of());
        for (int second = 0; second <= 5; second++) {
            samples.add(at(second), second);
        }

        assertThat(times(written(List.of(samples), at(1), at(3)))).containsExactly(BASE + 1, BASE + 2, BASE + 3);
    }

    @Test
    @DisplayName("leaves out the seconds of a gap of more than 5 s")
    void leavesOutAGap() throws Exception {
        SeriesSamples samples = series("node_load1", Map.of());
        samples.add(at(0), 1);
        samples.add(at(8), 2);

        assertThat(times(written(List.of(samples), at(0), at(9))))
                .containsExactly(BASE, BASE + 1, BASE + 2, BASE + 3, BASE + 4, BASE + 5, BASE + 8, BASE + 9);
    }

    @Test
    @DisplayName("is not needed for a series without a value at any full second of the window")
    void isNotNeededWithoutValues() {
        SeriesSamples samples = series("node_load1", Map.of());
        samples.add(at(1.5), 1);

        assertThat(MetricFile.hasValues(samples, at(0), at(1.9))).isFalse();
        assertThat(MetricFile.hasValues(samples, at(1.6), at(1.9))).isFalse();
        assertThat(MetricFile.hasValues(samples, at(0), at(2))).isTrue();
        assertThat(MetricFile.hasValues(samples, at(6.1), at(6.4))).isFalse();
        assertThat(MetricFile.hasValues(samples, at(5.9), at(6.4))).isTrue();
        assertThat(MetricFile.hasValues(samples, at(7), at(20))).isFalse();
    }

    private static List<Long> times(String json) {
        return json.lines()
                .map(String::strip)
                .filter(line -> line.matches("\\d+,"))
                .map(line -> Long.valueOf(line.substring(0, line.length() - 1)))
                .toList();
    }

    private static String written(List<SeriesSamples> series, long start, long end) throws IOException {
        var output = new ByteArrayOutputStream();
        try (var file = new MetricFile(start, end, output)) {
            for (SeriesSamples samples : series) {
                file.write(samples);
            }
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private static SeriesSamples series(String metric, Map<String, String> labels) {
        return new SeriesSamples(new Series(metric, new TreeMap<>(labels)));
    }

    private static long at(double second) {
        return BASE * 1_000_000_000L + Math.round(second * 1e9);
    }
}
