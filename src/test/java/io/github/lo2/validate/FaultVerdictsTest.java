package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The verdicts about a fault of the stack")
class FaultVerdictsTest {
    private static final ToolWord SAID =
            new ToolWord(ScenarioRows.START, ScenarioRows.START, true, "the rule saw that");

    @TempDir
    Path folder;

    /** 20 requests to each of two endpoints; the last ten of each are sent during the fault. */
    private final ScenarioRows rows = ScenarioRows.correct();

    @BeforeEach
    void halfOfItIsFault() {
        rows.fault = Optional.of(fault(true, SAID, SAID));
        for (int i = 0; i < rows.requests.size(); i++) {
            boolean fault = i >= 20;
            rows.requests.get(i).put("phase", fault ? "fault" : "baseline").put("chosen", fault && i % 2 == 0);
        }
    }

    @Test
    @DisplayName("pass when chosen and hit are the same, and say what the load saw")
    void pass() throws IOException {
        hit(20, 22, 24, 26, 28, 30, 32, 34, 36, 38);
        for (int i = 20; i < 40; i += 2) {
            rows.answer(i, 500, null);
        }

        assertThat(rows.verdict(VerdictKind.LABEL, folder))
                .satisfies(verdict -> assertThat(verdict.passed()).isTrue())
                .extracting(VerdictText::sentence)
                .isEqualTo("label confirmed: 10 of 40 requests met the fault, 0 are faulty ones of the load");
        assertThat(rows.verdict(VerdictKind.PURITY, folder.resolve("purity")).passed())
                .isTrue();
        assertThat(rows.verdict(VerdictKind.INJECTED, folder.resolve("injected"))
                        .passed())
                .isTrue();
        assertThat(rows.verdict(VerdictKind.RECOVERED, folder.resolve("recovered"))
                        .passed())
                .isTrue();
        assertThat(rows.verdict(VerdictKind.HIT, folder.resolve("hit")))
                .satisfies(verdict -> assertThat(verdict.passed()).isTrue())
                .extracting(VerdictText::sentence)
                .isEqualTo(
                        "10 requests were chosen, 10 were hit; of 10 that were chosen and answered, 0 were not hit; 0"
                                + " were hit and not chosen");
        assertThat(rows.verdict(VerdictKind.IMPACT, folder.resolve("impact")))
                .extracting(VerdictText::sentence)
                .isEqualTo("impact: clear; clear at 1 and doubtful at 0 of 2 endpoints");
    }

    @Test
    @DisplayName("fail when no request was sent before the fault or after it, though there was time for both")
    void failWithoutRequestsAround() throws IOException {
        rows.fault = Optional.of(fault(
                true, SAID, new ToolWord(rows.start + 9_900_000_000L, rows.start + 9_900_000_000L, true, "gone")));
        rows.requests.forEach(request -> request.put("phase", "fault"));

        try (TableViews views = rows.views(folder)) {
            assertThat(ScenarioVerdicts.of(VerdictKind.PURITY, rows.inThree(), views)
                            .passed())
                    .isFalse();
            assertThat(ScenarioVerdicts.of(VerdictKind.RECOVERED, rows.inThree(), views))
                    .satisfies(verdict -> assertThat(verdict.passed()).isFalse())
                    .extracting(VerdictText::sentence)
                    .isEqualTo("the fault is not known to be gone; no request was sent after it");
            assertThat(ScenarioVerdicts.of(VerdictKind.RECOVERED, rows.judged(), views)
                            .passed())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("fail when one that was chosen was not hit, or the other way round, with the rows")
    void failWhenHitsDiffer() throws IOException {
        hit(20, 22, 24, 26, 28, 30, 32, 34, 36, 21);

        Verdict verdict = rows.verdict(VerdictKind.HIT, folder);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.rowCount()).isEqualTo(2);
        assertThat(verdict.rows()).hasSize(2);
    }

    @Test
    @DisplayName("do not ask for a hit where no answer came")
    void doNotAskWithoutAnAnswer() throws IOException {
        hit(20, 22, 24, 26, 28, 30, 32, 34, 36);
        rows.answer(38, 0, null);

        assertThat(rows.verdict(VerdictKind.HIT, folder).passed()).isTrue();
    }

    @Test
    @DisplayName("fail when the tool does not say that it was there, or that it is gone")
    void failWithoutTheToolsWord() throws IOException {
        var silent = new ToolWord(ScenarioRows.START, ScenarioRows.START, false, "no request has come to the rule");
        rows.fault = Optional.of(fault(true, silent, silent));

        assertThat(rows.verdict(VerdictKind.INJECTED, folder).passed()).isFalse();
        assertThat(rows.verdict(VerdictKind.RECOVERED, folder.resolve("recovered"))
                        .passed())
                .isFalse();

        rows.fault = Optional.of(fault(true, null, null));

        assertThat(rows.verdict(VerdictKind.INJECTED, folder.resolve("never")).passed())
                .isFalse();
    }

    @ParameterizedTest(name = "told {0} s, there {1} s after its phase began; told {2} s, gone {3} s after it ended")
    @CsvSource({
        "0.01, 0.05, 0.01, 0.3, true",
        "0.01, 1.0, 0.9, 1.0, true",
        "-0.1, 0.05, 0.01, 0.3, false",
        "12.0, 12.1, 0.01, 0.3, false",
        "0.01, 1.1, 0.01, 0.3, false",
        "0.01, 0.05, -0.1, 0.3, false",
        "0.01, 0.05, 0.01, 1.1, false"
    })
    @DisplayName("fail when a fault that all are exposed to does not come and go with its phase, and say both times:")
    void failOffPhase(double toldOn, double on, double toldOff, double off, boolean passed) {
        Verdict verdict = injected(false, "PodFailure", toldOn, on, toldOff, off);

        assertThat(verdict.passed()).as(VerdictText.of(verdict)).isEqualTo(passed);
        if (toldOn == 12) {
            assertThat(VerdictText.of(verdict)).isEqualTo("""
                INJECTED failed: the fault did not come and go with its phase; it came 12.100 s after its phase began, and it went 0.300 s after that ended
                  on
                  its phase began at 2026-11-24T11:22:04.648847173Z; the fault came at 2026-11-24T11:22:16.748847173Z, which it was told to at 2026-11-24T11:22:16.648847173Z; expected between 2026-11-24T11:22:04.648847173Z and 2026-11-24T11:22:05.648847173Z\
                """);
        }
    }

    @ParameterizedTest(name = "on {0} s after its phase began, off {1} s after it ended")
    @CsvSource({"-2, 2, true", "0.9, 0, true", "-3.1, 2, false", "1.1, 2, false", "-2, -0.1, false", "-2, 3.1, false"})
    @DisplayName("fail when a switch is not thrown in time; what a rule sees of it it sees with the next request:")
    void failWhenSwitchedOffPhase(double toldOn, double toldOff, boolean passed) {
        assertThat(injected(true, "JVMException", toldOn, toldOn + 20, toldOff, toldOff + 20)
                        .passed())
                .isEqualTo(passed);
    }

    @Test
    @DisplayName("give a service that was killed time to start, and none before it is told to")
    void leaveTimeToStart() {
        assertThat(injected(false, "ContainerKill", 0.01, 0.05, 0.01, 12).passed())
                .isTrue();
        assertThat(injected(false, "ContainerKill", 0.01, 0.05, 5, 12).passed()).isFalse();
        assertThat(injected(false, "ContainerKill", 0.01, 0.05, 0.01, 32).passed())
                .isFalse();
    }

    @Test
    @DisplayName(
            "judge no request of the baseline that was under way when the fault began, and say how many these were")
    void leaveOutWhatIsOvertaken() throws IOException {
        long third = 10 * ScenarioRows.SECOND / 3;
        rows.answer(13, 500, null).put("duration", third);

        try (TableViews views = rows.views(folder)) {
            assertThat(ScenarioVerdicts.of(VerdictKind.PURITY, rows.inThree(), views))
                    .satisfies(verdict -> assertThat(verdict.passed()).isTrue())
                    .extracting(VerdictText::sentence)
                    .isEqualTo("none of 13 correct requests failed; 7 were under way when the fault began, and are not"
                            + " judged");
        }
    }

    @Test
    @DisplayName("ask for no span that a service which was killed had not sent yet, and for all others")
    void askForNoSpanOfTheKilled() throws IOException {
        long second = rows.requests.get(20).path("time").asLong();
        rows.fault = Optional.of(of("ContainerKill", second + ScenarioRows.SECOND));
        rows.spans.removeIf(span ->
                span.traceId().equals(rows.requests.get(20).path("trace_id").asText()));
        assertThat(rows.verdict(VerdictKind.SPANS_JOINED, folder.resolve("killed")))
                .satisfies(verdict -> assertThat(verdict.passed()).isTrue())
                .extracting(VerdictText::sentence)
                .asString()
                .endsWith("1: answered less than 2 s before their service was killed");

        rows.fault = Optional.of(of("ContainerKill", second + 3 * ScenarioRows.SECOND));
        assertThat(rows.verdict(VerdictKind.SPANS_JOINED, folder.resolve("earlier"))
                        .passed())
                .isFalse();

        rows.fault = Optional.of(of("PodFailure", second + ScenarioRows.SECOND));
        assertThat(rows.verdict(VerdictKind.SPANS_JOINED, folder.resolve("paused"))
                        .passed())
                .isFalse();
    }

    @Test
    @DisplayName("judge an error tag beside the fault: its faulty requests that did not meet it got what the tag says")
    void judgeAnErrorTagBeside() throws IOException {
        for (int i : new int[] {21, 23, 25}) {
            rows.answer(i, 404, "ERR12014")
                    .put("anomaly", true)
                    .put("tag", ScenarioRows.TAG)
                    .put("expected_status", 404)
                    .put("expected_code", "ERR12014")
                    .putNull("error");
        }
        rows.requests.get(25).put("status", 500);
        rows.writeHits(Files.createDirectories(folder.resolve("hit")), 20, 25);
        rows.writeHits(Files.createDirectories(folder.resolve("missed")), 20);
        JudgedScenario both = rows.judgedWith(ScenarioRows.TAG);

        try (TableViews views = rows.views(folder.resolve("hit"))) {
            assertThat(ScenarioVerdicts.of(VerdictKind.LABEL, both, views))
                    .satisfies(verdict -> assertThat(verdict.passed()).isTrue())
                    .extracting(VerdictText::sentence)
                    .isEqualTo(
                            "label confirmed: 2 of 40 requests met the fault, 2 of 3 faulty ones got the tag's status"
                                    + " and code; 0 others did not, and did not meet the fault");
        }
        try (TableViews views = rows.views(folder.resolve("missed"))) {
            assertThat(ScenarioVerdicts.of(VerdictKind.LABEL, both, views))
                    .satisfies(verdict -> assertThat(verdict.passed()).isFalse())
                    .extracting(Verdict::rowCount)
                    .isEqualTo(1L);
        }
    }

    @Test
    @DisplayName("let a fault without impact pass, and say so; unless it is required")
    void letNoImpactPass() throws IOException {
        Verdict verdict = rows.verdict(VerdictKind.IMPACT, folder);

        assertThat(verdict.passed()).isTrue();
        assertThat(VerdictText.sentence(verdict)).startsWith("impact: none");
        FaultFacts kept = rows.fault.orElseThrow();
        rows.fault = Optional.of(new FaultFacts(
                kept.kind(), kept.level(), kept.target(), kept.serviceName(), true, 1, true, SAID, SAID, null));
        assertThat(rows.verdict(VerdictKind.IMPACT, folder.resolve("required")).passed())
                .isFalse();
    }

    @Test
    @DisplayName("call an endpoint that only gets slow clear, or doubtful by half of that")
    void knowSlowness() throws IOException {
        for (int i = 20; i < 40; i += 2) {
            rows.requests.get(i).put("duration", 120_000_000);
            rows.requests.get(i + 1).put("duration", 60_000_000);
        }

        assertThat(VerdictText.sentence(rows.verdict(VerdictKind.IMPACT, folder)))
                .isEqualTo("impact: clear; clear at 1 and doubtful at 1 of 2 endpoints");
    }

    @Test
    @DisplayName("fail when the baseline is not pure")
    void failOnAnImpureBaseline() throws IOException {
        rows.answer(3, 500, null);

        assertThat(rows.verdict(VerdictKind.PURITY, folder).passed()).isFalse();
    }

    @Test
    @DisplayName("fail when nothing was exposed to a fault of another kind")
    void failWithoutExposure() throws IOException {
        rows.fault = Optional.of(fault(false, SAID, SAID));

        assertThat(rows.verdict(VerdictKind.HIT, folder).passed()).isFalse();
    }

    @Test
    @DisplayName("take no gap for a loss that the target's own metrics have while the fault is on")
    void targetsGap() throws IOException {
        long start = ScenarioRows.START + 12 * ScenarioRows.SECOND;
        rows.fault = Optional.of(fault(
                false,
                new ToolWord(start + 5 * ScenarioRows.SECOND, start + 5 * ScenarioRows.SECOND, true, "stopped"),
                new ToolWord(start + 8 * ScenarioRows.SECOND, start + 8 * ScenarioRows.SECOND, true, "going on")));
        rows.metrics.add(ScenarioRows.samples(
                "jvm_thread_count",
                "oauth2-client-service",
                ScenarioRows.offsets(start, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 8.5, 9.5)));
        rows.metrics.add(samplesOf(
                new Series(
                        "container_processes",
                        new TreeMap<>(Map.of("service", "oauth2-client", "job", "cadvisor", "instance", "cadvisor:1"))),
                ScenarioRows.offsets(start, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 8.5, 9.5)));
        rows.metrics.add(ScenarioRows.everySecond("container_threads", "cadvisor:1", start));
        assertThat(rows.verdict(VerdictKind.COVERAGE, folder.resolve("target")).passed())
                .isTrue();

        rows.metrics.add(ScenarioRows.samples(
                "jvm_class_count",
                "oauth2-client-service",
                ScenarioRows.offsets(start, -0.5, 0.5, 1.5, 4.5, 8.5, 9.5)));
        assertThat(rows.verdict(VerdictKind.COVERAGE, folder.resolve("before")))
                .as("a gap that the baseline has")
                .satisfies(verdict -> assertThat(verdict.passed()).isFalse())
                .extracting(Verdict::rowCount)
                .isEqualTo(1L);

        rows.metrics.add(ScenarioRows.samples(
                "jvm_thread_count",
                "oauth2-user-service",
                ScenarioRows.offsets(start, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 8.5, 9.5)));
        assertThat(rows.verdict(VerdictKind.COVERAGE, folder.resolve("other")).rows())
                .as("a gap of another service")
                .anyMatch(row -> row.toString().contains("oauth2-user-service"));
    }

    private static FaultFacts of(String kind, long injected) {
        FaultFacts plain = fault(false, new ToolWord(injected, injected, true, "on"), SAID);
        return new FaultFacts(
                kind,
                plain.level(),
                plain.target(),
                plain.serviceName(),
                false,
                1,
                false,
                plain.injected(),
                plain.recovered(),
                null);
    }

    /** Judge a fault that came and went so many seconds after its phase began and ended. */
    private Verdict injected(boolean hitting, String kind, double toldOn, double on, double toldOff, double off) {
        JudgedScenario scenario = rows.inThree();
        long begin = scenario.phases().get(1).startTime();
        long end = scenario.phases().get(1).endTime();
        FaultFacts plain = fault(hitting, null, null);
        return FaultVerdicts.injected(
                new FaultFacts(
                        kind,
                        plain.level(),
                        plain.target(),
                        plain.serviceName(),
                        hitting,
                        1,
                        false,
                        new ToolWord(after(begin, toldOn), after(begin, on), true, "on"),
                        new ToolWord(after(end, toldOff), after(end, off), true, "off"),
                        null),
                scenario);
    }

    private static long after(long nanos, double seconds) {
        return nanos + Math.round(seconds * ScenarioRows.SECOND);
    }

    private static SeriesSamples samplesOf(Series series, long... times) {
        var samples = new SeriesSamples(series);
        for (long time : times) {
            samples.add(time, 1);
        }
        return samples;
    }

    private static FaultFacts fault(boolean hitting, @Nullable ToolWord injected, @Nullable ToolWord recovered) {
        return new FaultFacts(
                "JVMException",
                "code",
                "oauth2-client",
                "oauth2-client-service",
                hitting,
                1,
                false,
                injected,
                recovered,
                null);
    }

    /** Write down, beside the requests, that some were hit. */
    private void hit(int... places) throws IOException {
        for (String name : new String[] {"", "purity", "injected", "recovered", "hit", "impact"}) {
            rows.writeHits(Files.createDirectories(folder.resolve(name)), places);
        }
    }
}
