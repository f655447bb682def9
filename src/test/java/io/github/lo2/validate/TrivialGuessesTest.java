package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lo2.dataset.Systems;
import io.github.lo2.json.Json;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Baseline;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The trivial baseline")
class TrivialGuessesTest {
    @TempDir
    Path folder;

    private final ScenarioRows faulty = ScenarioRows.faulty();
    private final ScenarioRows correct = ScenarioRows.correct();

    @Test
    @DisplayName("tells windows apart whose error rates are apart")
    void tellsApart() throws IOException {
        Baseline baseline = baseline(faulty, correct);

        // 20 requests in each window of 5 s, 2 and 3 of them faulty
        assertThat(baseline)
                .isEqualTo(new Baseline(
                        4,
                        new Baseline.Guesses(
                                2, true, new Baseline.Score(0.5, 0.5, 2 / 3.0), 0.1, new Baseline.Score(1, 1, 1)),
                        new Baseline.Guesses(
                                2, true, new Baseline.Score(0.5, 0.5, 2 / 3.0), 0.1, new Baseline.Score(1, 1, 1))));
        assertThat(String.join("\n", VerdictText.lines(baseline))).isEqualTo("""
            Trivial baseline, 4 windows of 5 s:
              2 anomalous (their scenario is not 'correct')
                always 'anomalous': accuracy 0.500, balanced accuracy 0.500, F1 0.667
                error rate from 0.1000 on (picked on the same windows): accuracy 1.000, balanced accuracy 1.000, F1 1.000
              2 anomalous (a faulty request was sent in them)
                always 'anomalous': accuracy 0.500, balanced accuracy 0.500, F1 0.667
                error rate from 0.1000 on (picked on the same windows): accuracy 1.000, balanced accuracy 1.000, F1 1.000\
            """);
    }

    @Test
    @DisplayName("counts what the threshold misses: a window without errors in an error scenario")
    void countsMisses() throws IOException {
        for (int i = 22; i < 40; i += 8) {
            faulty.requests.get(i).put("status", 200).put("anomaly", false);
        }

        Baseline baseline = baseline(faulty, correct);

        assertThat(baseline.byScenario().anomalous()).isEqualTo(2);
        assertThat(baseline.byScenario().threshold().accuracy()).isEqualTo(0.75);
        assertThat(baseline.byScenario().threshold().balancedAccuracy()).isEqualTo(0.75);
        assertThat(baseline.byScenario().threshold().f1()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(baseline.byRequest().anomalous()).isEqualTo(1);
        assertThat(baseline.byRequest().always()).isFalse();
        assertThat(baseline.byRequest().constant()).isEqualTo(new Baseline.Score(0.75, 0.5, 0));
        assertThat(baseline.byRequest().threshold()).isEqualTo(new Baseline.Score(1, 1, 1));
    }

    @Test
    @DisplayName("counts false alarms: a window of 'correct' with as many errors")
    void countsFalseAlarms() throws IOException {
        correct.answer(3, 500, null);
        correct.answer(5, 0, null);
        correct.answer(7, 400, null);

        Baseline.Guesses guesses = baseline(faulty, correct).byScenario();

        // from 0.1 on: both anomalous windows and one of 'correct'
        assertThat(guesses.errorRate()).isEqualTo(0.1);
        assertThat(guesses.threshold().accuracy()).isEqualTo(0.75);
        assertThat(guesses.threshold().f1()).isCloseTo(0.8, within(1e-9));
    }

    @Test
    @DisplayName("takes whole windows only, one without requests too, and no scenario's requests but those given")
    void takesWholeWindows() throws IOException {
        Map<Table, List<Path>> files = faulty.writeParts(folder.resolve("f"));
        try (TableViews views = TableViews.open(folder, files)) {
            Baseline baseline = TrivialGuesses.of(
                    List.of(new JudgedScenario(
                            Systems.PROJECTS,
                            faulty.tag,
                            ScenarioRows.SECOND,
                            faulty.start,
                            faulty.start + 19 * ScenarioRows.SECOND,
                            OptionalDouble.empty(),
                            List.of(),
                            Optional.empty())),
                    views);

            assertThat(baseline.windows()).isEqualTo(3);
            assertThat(baseline.byScenario().anomalous()).isEqualTo(3);
            assertThat(baseline.byScenario().constant()).isEqualTo(new Baseline.Score(1, 1, 1));
            assertThat(baseline.byRequest().anomalous()).isEqualTo(2);
            assertThat(TrivialGuesses.of(List.of(correct.judged()), views)
                            .byRequest()
                            .anomalous())
                    .isZero();
        }
    }

    @Test
    @DisplayName("says when no scenario is long enough")
    void saysWhenNoneIsLongEnough() throws IOException {
        try (TableViews views = faulty.views(folder)) {
            assertThat(VerdictText.lines(TrivialGuesses.of(
                            List.of(new JudgedScenario(
                                    Systems.PROJECTS,
                                    faulty.tag,
                                    ScenarioRows.SECOND,
                                    faulty.start,
                                    faulty.start + 4 * ScenarioRows.SECOND,
                                    OptionalDouble.empty(),
                                    List.of(),
                                    Optional.empty())),
                            views)))
                    .containsExactly("Trivial baseline: none, no scenario is as long as a window of 5 s");
        }
    }

    @Test
    @DisplayName("is written as JSON and read again")
    void isWrittenAsJson() throws IOException {
        Baseline baseline = baseline(faulty, correct);

        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(baseline), Baseline.class))
                .isEqualTo(baseline);
    }

    private Baseline baseline(ScenarioRows first, ScenarioRows second) throws IOException {
        var requests = new ArrayList<Path>();
        for (ScenarioRows rows : List.of(first, second)) {
            requests.addAll(rows.writeParts(folder.resolve(rows.tag)).getOrDefault(Table.REQUESTS, List.of()));
        }
        try (TableViews views = TableViews.open(folder, Map.of(Table.REQUESTS, requests))) {
            return TrivialGuesses.of(List.of(first.judged(), second.judged()), views);
        }
    }
}
