package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.capture.CaptureException;
import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.OpenScenario;
import io.github.lo2.dataset.RecordedScenario;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.SealedScenarios;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Signal;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.time.EpochClock;
import io.github.lo2.time.StepWatch;
import io.github.lo2.validate.RequestCounts;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is known of a window that has ended")
class WindowFactsTest {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final long END = START + 1_500_000_000L;
    private static final Scenario SCENARIO = new Scenario(3, "correct", Duration.ofSeconds(1), Duration.ofMillis(300));

    @TempDir
    Path results;

    private RunFolder run;
    private OpenScenario folder;
    private WindowCapture window;

    @BeforeEach
    void openAWindow() {
        run = RunFolders.create(
                new Plan(42, List.of(SCENARIO)), Map.of("lo2.results", results.toString()), EpochClock.system());
        folder = SealedScenarios.open(run.prepare(SCENARIO), List.of("web"), Map.of("web", "web-service"));
        window = new SignalRouter().open(START, folder);
    }

    @AfterEach
    void closeAll() {
        window.close();
        folder.close();
        run.close();
    }

    @Test
    @DisplayName("is how many series the source gave, and what it says is missing or may be")
    void countsSeriesAndMissing() {
        window.end(END);

        MetricReading reading = MetricReading.of(
                source(
                        sink -> {
                            sink.accept(series("up"));
                            sink.accept(series("node_load1"));
                        },
                        List.of("the last samples of web")),
                window,
                folder);

        assertThat(reading)
                .isEqualTo(new MetricReading(
                        2,
                        true,
                        List.of(
                                new Missing(Signal.METRICS, "the last samples of web"),
                                new Missing(Signal.SPANS, "spans that the agent drops", false))));
        assertThat(folder.complete(START, List.of(), Optional.empty()).sampleCount())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("is no series at all, and why, when the source breaks off: none of those written is kept")
    void keepsNothingOfABrokenReading() {
        window.end(END);

        MetricReading reading = MetricReading.of(
                source(
                        sink -> {
                            sink.accept(series("up"));
                            throw new CaptureException("Prometheus does not answer", new IOException("refused"));
                        },
                        List.of()),
                window,
                folder);

        assertThat(reading)
                .isEqualTo(new MetricReading(
                        0, false, List.of(new Missing(Signal.METRICS, "Prometheus does not answer"))));
        assertThat(folder.complete(START, List.of(), Optional.empty()).sampleCount())
                .isZero();
    }

    @Test
    @DisplayName("is written down with each figure in its own place")
    void isWrittenDown() {
        var rows = new TreeMap<>(Map.of("users", 5L));
        var missing = List.of(new Missing(Signal.LOGS, "the last lines of web"));
        var verdicts = List.of(Verdict.of(VerdictKind.LABEL, true, Map.of(), List.of()));
        try (var processes = new ChildProcesses(EpochClock.system());
                var phases = new PhaseCourse(SCENARIO, window, PhaseListener.NOBODY);
                var load = Rig.silent(processes, SCENARIO, results)) {
            var begun = new Turn.Begun(folder, load, window, StepWatch.begin(EpochClock.system()), phases, 7, rows);
            folder.log(new LogLine("web", START + 1, "one".getBytes(StandardCharsets.UTF_8)));
            phases.phase(Phase.Kind.BASELINE, START + 1);
            phases.end(END);
            MetricReading.of(source(sink -> sink.accept(series("up")), List.of()), window, folder);
            RecordedScenario recorded = folder.complete(START, List.of(), Optional.empty());

            ScenarioFacts facts = new FactSheet("compose")
                    .of(
                            SCENARIO,
                            begun,
                            recorded,
                            new ClockCourse(17, 18, 19),
                            new RequestCounts(11, 12, 13, 14),
                            15,
                            16,
                            missing,
                            verdicts,
                            Optional.empty());

            assertThat(facts)
                    .isEqualTo(new ScenarioFacts(
                            3,
                            "correct",
                            "compose",
                            1_000_000_000L,
                            1_500_000_000L,
                            1_500_000_000L,
                            List.of(new ScenarioFacts.PhaseFacts("baseline", START, END)),
                            null,
                            300_000_000L,
                            7,
                            START,
                            END,
                            new ClockCourse(17, 18, 19),
                            new ScenarioFacts.Counts(11, 12, 13, 14, 0, 1, 0, 15, 1, 16),
                            rows,
                            missing,
                            verdicts,
                            null));
        }
    }

    private static SeriesSamples series(String metric) {
        var samples = new SeriesSamples(new Series(metric, new TreeMap<>(Map.of("job", "web"))));
        samples.add(START + 1_000_000_000L, 1);
        return samples;
    }

    private static MetricSource source(Consumer<Consumer<SeriesSamples>> series, List<String> missing) {
        return new MetricSource() {
            @Override
            public List<String> missing(long endNanos) {
                return List.of();
            }

            @Override
            public List<String> read(WindowCapture window, Consumer<SeriesSamples> sink) {
                series.accept(sink);
                return missing;
            }

            @Override
            public List<String> notCounted() {
                return List.of("spans that the agent drops");
            }
        };
    }
}
