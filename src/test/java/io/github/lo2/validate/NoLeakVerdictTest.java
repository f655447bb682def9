package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence.Explanation;
import io.github.lo2.verdict.Evidence.NewWord;
import io.github.lo2.verdict.Evidence.WordKind;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Whether signals tell of a fault but by what the system did")
class NoLeakVerdictTest {
    @TempDir
    Path folder;

    /** Of 10 s, half of which is the fault; 20 of 40 requests are sent in it. */
    private final ScenarioRows rows = ScenarioRows.correct();

    private boolean hitting = true;

    @BeforeEach
    void halfOfItIsFault() {
        for (int i = 0; i < rows.requests.size(); i++) {
            rows.requests.get(i).put("phase", i < 20 ? "baseline" : "fault");
        }
    }

    @Test
    @DisplayName("passes when the words are those of the baseline")
    void passes() throws IOException {
        Verdict verdict = verdict();

        assertThat(verdict.passed()).isTrue();
        assertThat(VerdictText.sentence(verdict))
                .startsWith("0 words of the signals are new since the fault began, beside ")
                .endsWith("of the baseline; 0 of them are not explained by behaviour");
    }

    @Test
    @DisplayName("fails on an attribute of spans that only requests have that were hit")
    void failsOnAMarkOfSpans() throws IOException {
        rows.writeHits(folder, 30, 31);
        attribute("marked", "yes", 30, 31);

        assertFails(WordKind.ATTRIBUTE, "marked", Explanation.NONE);
    }

    @Test
    @DisplayName("fails on a name of the fault's, even with a new answer")
    void failsOnAFaultsName() throws IOException {
        rows.answer(30, 500, null);
        attribute("fault.kind", "x", 30);

        assertFails(WordKind.ATTRIBUTE, "fault.kind", Explanation.TOOL);
    }

    @Test
    @DisplayName("fails on the name of the scenario in the value of an attribute")
    void failsOnATextInASpan() throws IOException {
        attribute("a", "JVMException", 30);

        assertFails(WordKind.SPAN_TEXT, "JVMException", Explanation.TOOL);
    }

    @Test
    @DisplayName("fails on a logger that speaks only since then, and says of no failure")
    void failsOnALogger() throws IOException {
        for (int i = 30; i < 40; i++) {
            log(i, "INFO", "org.other.Rule", "XNIO-1 task-5", "said");
        }

        assertFails(WordKind.LOGGER, "org.other.Rule", Explanation.NONE);
    }

    @Test
    @DisplayName("fails on a thread of the tool's, and on its frames in a stack trace")
    void failsOnAThread() throws IOException {
        log(30, "ERROR", "a.B", "Byteman-3", "failed");
        log(31, "ERROR", "a.B", "XNIO-1 task-5", "failed\n\tat org.jboss.byteman.rule.Rule.execute(Rule.java:3)");

        Verdict verdict = verdict();

        assertThat(verdict.passed()).isFalse();
        assertThat(words(verdict))
                .extracting(NewWord::kind, NewWord::word)
                .contains(tuple(WordKind.THREAD, "Byteman-#"), tuple(WordKind.LOG_TEXT, "byteman"));
    }

    @Test
    @DisplayName("fails on a metric and on a label that come with the fault")
    void failsOnAMetric() throws IOException {
        series("rules_loaded", Map.of("instance", "oauth2-client:9100", "job", "node_exporter"));

        assertFails(WordKind.METRIC, "rules_loaded", Explanation.NONE);

        rows.metrics.remove(rows.metrics.size() - 1);
        series("up", Map.of("instance", "oauth2-client:9100", "job", "node_exporter", "quota", "1"));

        assertFails(WordKind.LABEL, "quota", Explanation.NONE);
    }

    @Test
    @DisplayName("fails on a metric that stays since then, whatever it is of")
    void failsOnAMetricThatStays() throws IOException {
        series("machine_limited", Map.of("job", "cadvisor"), 7);

        assertFails(WordKind.METRIC, "machine_limited", Explanation.NONE);
    }

    @Test
    @DisplayName("takes for rare a metric and a label that come once, and are not of the target")
    void takesARhythmForRare() throws IOException {
        series("machine_cpu_cores", Map.of("job", "cadvisor", "boot_id", "1"));

        Verdict verdict = verdict();

        assertThat(verdict.passed()).isTrue();
        assertThat(words(verdict))
                .extracting(NewWord::word, NewWord::explanation)
                .contains(tuple("machine_cpu_cores", Explanation.RARE), tuple("boot_id", Explanation.RARE));
    }

    @Test
    @DisplayName("lists what is explained, and how")
    void listsWhatIsExplained() throws IOException {
        rows.answer(30, 500, null);
        attribute("of.answer", "x", 30);
        attribute("error.type", "x", 31);
        log(32, "ERROR", "a.Pool", "XNIO-1 task-5", "no connection");
        log(33, "DEBUG", "a.Seldom", "XNIO-1 task-5", "evicted");
        series("up", Map.of("instance", "node_exporter:9200", "job", "node_exporter"));

        Verdict verdict = verdict();

        assertThat(verdict.passed()).isTrue();
        assertThat(words(verdict))
                .extracting(NewWord::word, NewWord::explanation)
                .containsExactlyInAnyOrder(
                        tuple("of.answer", Explanation.ANSWER),
                        tuple("error.type", Explanation.FAILURE),
                        tuple("a.Pool", Explanation.FAILURE),
                        tuple("a.Seldom", Explanation.RARE),
                        tuple("up{\"instance\":\"node_exporter:9200\",\"job\":\"node_exporter\"}", Explanation.VALUE));
        assertThat(VerdictText.rows(verdict))
                .contains("logger in logs: 'a.Pool', 1 times, in 1 requests: it says that something failed");
    }

    @Test
    @DisplayName("takes for rare what all services do at one moment, and for a failure an exception in debug output")
    void takesHousekeepingForRare() throws IOException {
        for (int i = 0; i < 14; i++) {
            housekeeping(30, "DEBUG", "a.Pool", "pool stats");
        }
        for (int i = 22; i < 40; i++) {
            housekeeping(i, "DEBUG", "a.Io", "it closed\njava.nio.channels.ClosedChannelException: null");
        }

        assertThat(words(verdict()))
                .extracting(NewWord::word, NewWord::explanation)
                .containsExactly(tuple("a.Io", Explanation.FAILURE), tuple("a.Pool", Explanation.RARE));
    }

    @Test
    @DisplayName("takes for rare what each service does at a time of its own, but not what one does again and again")
    void countsTheSecondsOfAService() throws IOException {
        for (int i = 0; i < 14; i++) {
            logOf(
                    "light-oauth2-oauth2-%s-1"
                            .formatted(List.of("client", "key", "user").get(i % 3)),
                    6 + i,
                    "a.Pool");
        }
        assertThat(words(verdict())).extracting(NewWord::explanation).containsOnly(Explanation.RARE);

        for (int i = 0; i < 14; i++) {
            logOf("light-oauth2-oauth2-client-1", 6 + i, "a.Mark");
        }
        assertFails(WordKind.LOGGER, "a.Mark", Explanation.NONE);
    }

    @Test
    @DisplayName("takes for the target's own words what a fault from outside made it say")
    void takesWordsForTheTargetsOwn() throws IOException {
        hitting = false;
        for (int i = 30; i < 40; i++) {
            log(i, "INFO", "a.Cluster", "XNIO-1 task-5", "member left");
        }

        assertThat(words(verdict())).extracting(NewWord::explanation).containsExactly(Explanation.OUTSIDE);
    }

    private void assertFails(WordKind kind, String word, Explanation explanation) throws IOException {
        Verdict verdict = verdict();

        assertThat(verdict.passed()).isFalse();
        assertThat(words(verdict).stream().filter(found -> !found.explanation().explains()))
                .extracting(NewWord::kind, NewWord::word, NewWord::explanation)
                .containsExactly(tuple(kind, word, explanation));
    }

    private Verdict verdict() throws IOException {
        rows.fault = Optional.of(new FaultFacts(
                "JVMException",
                "code",
                "oauth2-client",
                "oauth2-client-service",
                hitting,
                1,
                false,
                new ToolWord(ScenarioRows.START, ScenarioRows.START, true, "on"),
                new ToolWord(ScenarioRows.START, ScenarioRows.START, true, "off"),
                null));
        try (TableViews views = rows.views(folder)) {
            return ScenarioVerdicts.of(VerdictKind.NO_LEAK, rows.halfFaulty(), views);
        }
    }

    private static List<NewWord> words(Verdict verdict) {
        return verdict.rows().stream().map(NewWord.class::cast).toList();
    }

    private void attribute(String key, String value, int... places) {
        for (int place : places) {
            Span span = rows.spans.get(place);
            rows.spans.set(
                    place,
                    new Span(
                            span.serviceName(),
                            span.traceId(),
                            span.spanId(),
                            span.parentSpanId(),
                            span.name(),
                            span.kind(),
                            span.startNanos(),
                            span.endNanos(),
                            span.status(),
                            span.scopeName(),
                            span.scopeVersion(),
                            Map.of(key, value)));
        }
    }

    private void log(int place, String level, String logger, String thread, String message) {
        log(
                place,
                level,
                logger,
                thread,
                message,
                rows.requests.get(place).path("request_id").asText());
    }

    /** Let a service log at the time of a request what belongs to none. */
    private void housekeeping(int place, String level, String logger, String message) {
        log(place, level, logger, "XNIO-1 task-5", message, null);
    }

    private void log(
            int place, String level, String logger, String thread, String message, @Nullable String requestId) {
        long time = rows.requests.get(place).path("time").asLong() + 950_000;
        log("light-oauth2-oauth2-client-1", time, level, logger, thread, message, requestId);
    }

    /** Let a container log so many seconds after the first request what belongs to none. */
    private void logOf(String container, int seconds, String logger) {
        long time = rows.requests.get(0).path("time").asLong() + seconds * ScenarioRows.SECOND;
        log(container, time, "DEBUG", logger, "XNIO-1 task-5", "pool stats", null);
    }

    private void log(
            String container,
            long time,
            String level,
            String logger,
            String thread,
            String message,
            @Nullable String requestId) {
        rows.logs.add(new LogRecord(
                container,
                rows.logs.size() + 1L,
                time,
                "",
                message,
                level,
                logger,
                "c",
                thread,
                requestId,
                null,
                null));
    }

    private void series(String metric, Map<String, String> labels) {
        series(metric, labels, 1);
    }

    private void series(String metric, Map<String, String> labels, int count) {
        var samples = new SeriesSamples(new Series(metric, new TreeMap<>(labels)));
        for (int i = 0; i < count; i++) {
            samples.add(rows.start + 7 * ScenarioRows.SECOND + i * ScenarioRows.SECOND / 5, 1);
        }
        rows.metrics.add(samples);
    }
}
