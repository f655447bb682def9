package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.FaultKind;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Whether a fault shows in its target in the way of its kind")
class MechanismVerdictTest {
    @TempDir
    Path folder;

    /** Of 10 s, half of which is the fault; of the requests 20, 22, … to the target two are hit. */
    private final ScenarioRows rows = ScenarioRows.correct();

    /** Of the rows as they are when a verdict is first asked for. */
    private @Nullable TableViews views;

    private boolean required;

    @BeforeEach
    void halfOfItIsFault() throws IOException {
        for (int i = 0; i < rows.requests.size(); i++) {
            rows.requests.get(i).put("phase", i < 20 ? "baseline" : "fault");
            span(i, i, "server", 10, "UNSET", Map.of("http.response.status_code", 200));
            Span server = rows.spans.get(i);
            rows.spans.add(server);
            span(rows.spans.size() - 1, i, "client", 2, "UNSET", Map.of("db.system", "mysql"));
        }
        rows.writeHits(folder, 20, 22);
    }

    @AfterEach
    void close() {
        if (views != null) {
            views.close();
        }
    }

    @Test
    @DisplayName("is asked of the spans of requests that were hit, however few they are")
    void asksTheSpansThatWereHit() throws IOException {
        span(20, 20, "server", 300, "UNSET", Map.of("http.response.status_code", 200));
        span(22, 22, "server", 320, "UNSET", Map.of("http.response.status_code", 200));

        assertThat(sentence("JVMLatency"))
                .isEqualTo("mechanism: seen; mean duration of server spans 10.0 ms before, 310.0 ms during the fault");
        assertThat(sentence("JVMMySQLLatency"))
                .isEqualTo("mechanism: not seen; mean duration of the database's spans 2.0 ms before, 2.0 ms during the"
                        + " fault");
    }

    @Test
    @DisplayName("knows errors by status and by HTTP status, and an answer that never came")
    void knowsErrors() throws IOException {
        span(20, 20, "server", 10, "UNSET", Map.of("http.response.status_code", 429));
        span(22, 22, "server", 10, "UNSET", Map.of());

        assertThat(sentence("HTTPResponseReplaceCode"))
                .isEqualTo("mechanism: seen; share of server spans that failed 0.0 % before, 100.0 % during the fault");
    }

    @Test
    @DisplayName("knows statements that take longer, or fail")
    void knowsStatements() throws IOException {
        span(60, 20, "client", 400, "ERROR", Map.of("db.system", "mysql"));

        assertThat(sentence("JVMMySQLLatency"))
                .isEqualTo("mechanism: seen; mean duration of the database's spans 2.0 ms before, 201.0 ms during the"
                        + " fault");
        assertThat(sentence("JVMMySQLException"))
                .isEqualTo("mechanism: seen; share of the database's spans that failed 0.0 % before, 50.0 % during the"
                        + " fault");
    }

    @Test
    @DisplayName("knows a request that was broken off by the statement that it lacks")
    void knowsWhatDidNotComeAbout() throws IOException {
        rows.spans.removeIf(span -> span.kind().equals("client")
                && (span.traceId().equals(trace(20)) || span.traceId().equals(trace(22))));

        assertThat(sentence("HTTPRequestAbort"))
                .isEqualTo("mechanism: seen; share of server spans that failed 0.0 % before, 0.0 % during the fault;"
                        + " share of requests that asked the database 100.0 % before, 0.0 % during the fault");
    }

    @Test
    @DisplayName("does not take a request for broken off that asked the database")
    void knowsWhatCameAbout() throws IOException {
        assertThat(sentence("HTTPRequestAbort"))
                .startsWith("mechanism: not seen;")
                .endsWith("share of requests that asked the database 100.0 % before, 100.0 % during the fault");
    }

    @Test
    @DisplayName("knows garbage, heap and processor by the target's own metrics")
    void knowsMetrics() throws IOException {
        series("jvm_gc_duration_seconds_sum", Map.of(), second -> second < 5 ? 0 : 0.4 * (second - 5));
        series("jvm_cpu_time_seconds_total", Map.of(), second -> second <= 5 ? 0.1 * second : 0.5 + 0.9 * (second - 5));
        series("jvm_memory_used_bytes", Map.of("jvm_memory_type", "heap"), second -> second <= 5 ? 10 : 40);
        series("jvm_memory_committed_bytes", Map.of("jvm_memory_type", "heap"), second -> 50);

        assertThat(sentence("JVMGarbageCollector"))
                .isEqualTo(
                        "mechanism: seen; share of the time that garbage was collected 0.0 % before, 32.0 % during the"
                                + " fault; time of the processor 10.0 % before, 72.0 % during the fault");
        assertThat(sentence("JVMCPUStress"))
                .isEqualTo("mechanism: seen; time of the processor 10.0 % before, 72.0 % during the fault");
        assertThat(sentence("JVMMemoryStress"))
                .startsWith("mechanism: seen;")
                .endsWith("share of the heap in use 20.0 % before, 68.0 % during the fault");
    }

    @Test
    @DisplayName("knows the processor's time by the target's container where no agent tells of it")
    void knowsTheProcessorByTheContainer() throws IOException {
        series(
                "container_cpu_usage_seconds_total",
                Map.of("cpu", "cpu00"),
                second -> second <= 5 ? 0.1 * second : 0.5 + 0.9 * (second - 5));

        assertThat(sentence("JVMCPUStress"))
                .isEqualTo("mechanism: seen; time of the processor 10.0 % before, 72.0 % during the fault");
        assertThat(sentence("JVMGarbageCollector")).startsWith("mechanism: seen;");
    }

    @Test
    @DisplayName("fails nothing when it is not seen, unless an impact is required; nor is it known without metrics")
    void failsNothing() throws IOException {
        assertThat(verdict("JVMCPUStress").passed()).isTrue();
        assertThat(sentence("JVMCPUStress"))
                .isEqualTo("mechanism: not seen; time of the processor unknown before, unknown during the fault");

        required = true;

        assertThat(verdict("JVMCPUStress").passed()).isFalse();
    }

    @Test
    @DisplayName("has a sign for each kind of fault")
    void hasASignForEachKind() throws IOException {
        for (FaultKind kind : FaultKind.values()) {
            assertThat(verdict(kind.word()).rows()).as(kind.word()).isNotEmpty();
        }
    }

    private String trace(int request) {
        return rows.requests.get(request).path("trace_id").asText();
    }

    private String sentence(String kind) throws IOException {
        return VerdictText.sentence(verdict(kind));
    }

    private Verdict verdict(String kind) throws IOException {
        rows.fault = Optional.of(new FaultFacts(
                kind,
                "code",
                "oauth2-client",
                ScenarioRows.CLIENT,
                true,
                1,
                required,
                new ToolWord(rows.start, rows.start, true, "on"),
                new ToolWord(rows.start, rows.start, true, "off"),
                null));
        if (views == null) {
            views = rows.views(folder);
        }
        return ScenarioVerdicts.of(VerdictKind.MECHANISM, rows.halfFaulty(), views);
    }

    /** Let a span be one of a request, so many ms long. */
    private void span(int place, int request, String kind, long millis, String status, Map<String, Object> attributes) {
        Span span = rows.spans.get(request);
        rows.spans.set(
                place,
                new Span(
                        span.serviceName(),
                        span.traceId(),
                        kind.equals("client") ? "b" + span.spanId().substring(1) : span.spanId(),
                        kind.equals("client") ? span.spanId() : span.parentSpanId(),
                        span.name(),
                        kind,
                        span.startNanos(),
                        span.startNanos() + millis * 1_000_000,
                        status,
                        span.scopeName(),
                        span.scopeVersion(),
                        attributes));
    }

    private void series(String metric, Map<String, String> labels, IntToDoubleFunction value) {
        var all = new TreeMap<>(labels);
        all.put("job", ScenarioRows.CLIENT);
        all.put("instance", "light-oauth2-oauth2-client-1");
        var samples = new SeriesSamples(new Series(metric, all));
        IntStream.range(0, 10)
                .forEach(second -> samples.add(rows.start + second * ScenarioRows.SECOND, value.applyAsDouble(second)));
        rows.metrics.add(samples);
    }
}
