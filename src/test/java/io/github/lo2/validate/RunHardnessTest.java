package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.api.Assertions.within;

import io.github.lo2.dataset.Systems;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Hardness.Classes;
import io.github.lo2.verdict.Hardness.Measure;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The hardness of a run")
class RunHardnessTest {
    @TempDir
    Path folder;

    /** Two scenarios with 20 requests in each of their two windows; of the second window of each, three are faulty. */
    private final List<ScenarioRows> scenarios =
            List.of(halfFaulty("delete_token_404", 0), halfFaulty("get_token_404", 1));

    @Test
    @DisplayName("is 1 where the error rate tells all, by phase and by request, and is told as a table")
    void isOneWhereErrorsTellAll() throws IOException {
        Hardness hardness = hardness(Set.of(Table.REQUESTS));

        assertThat(hardness)
                .isEqualTo(new Hardness(
                        1.0,
                        4,
                        0,
                        new Classes(2, 2, 2, 2),
                        new Classes(2, 2, 2, 2),
                        List.of(
                                new Hardness.Threshold(Measure.REQUEST_ERRORS, 1.0, 1.0),
                                new Hardness.Threshold(Measure.REQUEST_P99, 0.5, 0.5))));
        assertThat(String.join("\n", VerdictText.lines(hardness))).isEqualTo("""
            Hardness 1.000: the best balanced accuracy below; 1 says that one threshold solves the run, 0.5 is chance
              4 windows of 5 s; each threshold was chosen on other scenarios than it was tried on
              anomalous is a window          in the phase fault  with a faulty request
              anomalous, normal                            2, 2                   2, 2
              in scenarios                                 2, 2                   2, 2
              requests: error rate                        1.000                  1.000
              requests: p99                               0.500                  0.500\
            """);
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(hardness), Hardness.class))
                .isEqualTo(hardness);
    }

    @Test
    @DisplayName("is not judged where each scenario is of one kind, but one of them only of the other")
    void isNotJudged() throws IOException {
        List<JudgedScenario> judged = List.of(
                scenarios.get(0).judged(),
                scenarios.get(1).judged(),
                ScenarioRows.of("correct", 2).judged());
        try (TableViews views = views(Set.of(Table.REQUESTS, Table.METRICS))) {
            Hardness hardness = RunHardness.of(judged, views);

            assertThat(hardness.best()).isNotNull();
            assertThat(hardness.byPhase()).isEqualTo(new Classes(4, 2, 2, 1));
            assertThat(hardness.thresholds())
                    .extracting(Hardness.Threshold::byPhase)
                    .containsOnlyNulls();
            assertThat(hardness.thresholds())
                    .extracting(Hardness.Threshold::byRequest)
                    .doesNotContainNull();
            assertThat(VerdictText.lines(hardness))
                    .contains("  requests: error rate                   not judged                  1.000")
                    .endsWith(
                            "  not judged: fewer than 2 scenarios have anomalous windows, or normal ones; -Dlo2.phases"
                                    + " gives each of both");
        }
    }

    @Test
    @DisplayName("is one line where no threshold could be judged, as of one scenario")
    void isOneLineWhereNothingWasJudged() throws IOException {
        try (TableViews views = views(Set.of(Table.REQUESTS))) {
            Hardness hardness = RunHardness.of(List.of(scenarios.get(0).judged()), views);

            assertThat(VerdictText.lines(hardness))
                    .containsExactly("Hardness not judged: fewer than 2 scenarios have anomalous windows, or normal"
                            + " ones; -Dlo2.phases gives each of both");
        }
    }

    @Test
    @DisplayName("takes a scenario that is shorter than a window for one, and leaves out what is no whole window")
    void takesWholeWindows() throws IOException {
        try (TableViews views = views(Set.of(Table.REQUESTS))) {
            Hardness hardness =
                    RunHardness.of(List.of(lasting(scenarios.get(0), 3), lasting(scenarios.get(1), 9)), views);

            assertThat(hardness.windows()).isEqualTo(2);
            assertThat(hardness.shorter()).isEqualTo(1);
            assertThat(hardness.byPhase()).isEqualTo(new Classes(2, 2, 0, 0));
            assertThat(hardness.byRequest()).isEqualTo(new Classes(0, 0, 2, 2));
            assertThat(hardness.best()).isNull();
        }
    }

    @Test
    @DisplayName("has nothing to say where no scenario has a window")
    void hasNothingToSay() throws IOException {
        try (TableViews views = views(Set.of(Table.REQUESTS))) {
            assertThat(RunHardness.of(List.of(lasting(scenarios.get(0), 0)), views)
                            .windows())
                    .isZero();
        }
    }

    @Test
    @DisplayName("counts errors and takes the 99th percentile of requests and spans")
    void measuresRequestsAndSpans() throws IOException {
        ScenarioRows first = scenarios.get(0);
        first.requests.get(0).put("status", 0);
        first.requests.get(1).put("duration", 90_000_000);
        Span span = first.spans.get(0);
        first.spans.set(
                0,
                new Span(
                        span.serviceName(),
                        span.traceId(),
                        span.spanId(),
                        span.parentSpanId(),
                        span.name(),
                        span.kind(),
                        span.startNanos(),
                        span.endNanos(),
                        "ERROR",
                        span.scopeName(),
                        span.scopeVersion(),
                        Map.of()));

        Map<Measure, double[]> figures = figures();

        assertThat(figures.get(Measure.REQUEST_ERRORS)).containsExactly(1 / 20.0, 3 / 20.0, 0, 3 / 20.0);
        // between the two largest of 20: 0.81 of the way
        assertThat(figures.get(Measure.REQUEST_P99)).contains(4e6 + 0.81 * 86e6, atIndex(0), within(1.0));
        assertThat(figures.get(Measure.SPAN_ERRORS)).containsExactly(1 / 20.0, 0, 0, 0);
        assertThat(figures.get(Measure.SPAN_P99)).containsOnly(93_600_000);
    }

    @Test
    @DisplayName("counts log records of level ERROR, and those that are like none of another scenario")
    void measuresLogs() throws IOException {
        log(scenarios.get(0), 7, "ERROR", "Client 4711 is not found: 3e1f-aa");
        log(scenarios.get(1), 1, "ERROR", "Client 4712 is not found: 3e1f-ab");
        log(scenarios.get(1), 7, "WARN", "the token has expired");

        Map<Measure, double[]> figures = figures();

        assertThat(figures.get(Measure.LOG_ERRORS)).containsExactly(0, 1 / 21.0, 1 / 21.0, 0);
        assertThat(figures.get(Measure.NEW_TEMPLATES)).containsExactly(0, 0, 0, 1 / 21.0);
    }

    @Test
    @DisplayName(
            "takes the largest deviation of a series from its mean over the other windows; of a counter, how much it"
                    + " grew")
    void measuresMetrics() throws IOException {
        scenarios.forEach(rows -> rows.metrics.clear());
        gauge(scenarios.get(0), 1, 1);
        gauge(scenarios.get(1), 1, 3);

        // The odd one: 2 more, in parts of 1 % of the mean of the others, which have no deviation. The others: 1, 1 and
        // 3.
        double other = (5 / 3.0 - 1) / Math.sqrt((1 + 1 + 9) / 3.0 - 25 / 9.0);
        assertThat(figures().get(Measure.DEVIATION))
                .usingComparatorWithPrecision(1e-6)
                .containsExactly(other, other, other, 2 / 0.01);
    }

    private static void gauge(ScenarioRows rows, double first, double second) {
        SeriesSamples samples = ScenarioRows.samples("node_load1", "node_exporter:9100");
        samples.add(rows.start + ScenarioRows.SECOND, first);
        samples.add(rows.start + 2 * ScenarioRows.SECOND, first);
        samples.add(rows.start + 7 * ScenarioRows.SECOND, second);
        rows.metrics.add(samples);
    }

    private static void log(ScenarioRows rows, int second, String level, String message) {
        LogRecord like = rows.logs.get(0);
        rows.logs.add(new LogRecord(
                like.container(),
                rows.logs.size() + 1L,
                rows.start + second * ScenarioRows.SECOND,
                "",
                message,
                level,
                "a.B",
                "c",
                "XNIO-1 task-5",
                null,
                null,
                null));
    }

    /** Make a scenario whose first half has no faulty request. */
    private static ScenarioRows halfFaulty(String tag, int place) {
        ScenarioRows rows = ScenarioRows.of(tag, place);
        rows.requests.stream()
                .filter(request -> request.path("time").asLong() < rows.start + 5 * ScenarioRows.SECOND)
                .forEach(request -> request.put("status", 200).put("anomaly", false));
        return rows;
    }

    private static JudgedScenario lasting(ScenarioRows rows, int seconds) {
        JudgedScenario whole = rows.judged();
        return new JudgedScenario(
                Systems.PROJECTS,
                whole.stack(),
                whole.tag(),
                whole.plannedNanos(),
                whole.appliedNanos(),
                whole.startNanos(),
                whole.startNanos() + seconds * ScenarioRows.SECOND,
                whole.clock(),
                whole.dose(),
                whole.phases(),
                0,
                List.of(),
                whole.fault());
    }

    private Hardness hardness(Set<Table> tables) throws IOException {
        try (TableViews views = views(tables)) {
            return RunHardness.of(
                    scenarios.stream().map(ScenarioRows::halfFaulty).toList(), views);
        }
    }

    private Map<Measure, double[]> figures() throws IOException {
        var figures = new EnumMap<Measure, double[]>(Measure.class);
        try (TableViews views = views(RunHardness.TABLES)) {
            Windows windows =
                    Windows.of(scenarios.stream().map(ScenarioRows::halfFaulty).toList());
            for (WindowMeasures measures : WindowMeasures.ALL) {
                List<double[]> values = measures.of(windows, views);
                for (int i = 0; i < values.size(); i++) {
                    figures.put(measures.measures().get(i), values.get(i));
                }
            }
        }
        assertThat(figures.keySet()).containsExactlyElementsOf(Arrays.asList(Measure.values()));
        return figures;
    }

    private TableViews views(Set<Table> tables) throws IOException {
        var files = new EnumMap<Table, List<Path>>(Table.class);
        for (ScenarioRows rows : scenarios) {
            rows.writeParts(folder.resolve(rows.tag)).forEach((table, parts) -> {
                if (tables.contains(table)) {
                    files.computeIfAbsent(table, unused -> new ArrayList<>()).addAll(parts);
                }
            });
        }
        return TableViews.open(folder, files);
    }
}
