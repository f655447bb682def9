package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.dataset.Systems;
import io.github.lo2.json.Json;
import io.github.lo2.junit.BesideOthers;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Signal;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import io.github.lo2.system.RequiredMetrics;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@BesideOthers
@DisplayName("The verdicts about a scenario")
class ScenarioVerdictsTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = ScenarioRows.SECOND;
    private static final long HOUR = 3600 * SECOND;

    @TempDir
    Path folder;

    private ScenarioRows rows = ScenarioRows.faulty();

    @Test
    @DisplayName("all pass when all is as it should be, in the order of their kinds")
    void allPass() throws IOException {
        try (TableViews views = rows.views(folder)) {
            List<Verdict> verdicts = ScenarioVerdicts.of(rows.judged(), views);

            assertThat(verdicts)
                    .allSatisfy(verdict ->
                            assertThat(verdict.passed()).as(verdict.toString()).isTrue());
            assertThat(verdicts)
                    .extracting(VerdictText::sentence)
                    .containsExactly(
                            "the load went on for 10.000 s, 10.000 s were planned",
                            "label confirmed: 5 of 5 faulty requests got the tag's status and code",
                            "none of 35 correct requests failed",
                            "40 of 40 answered requests have their server span (100.000 %, at least 99.5 % expected)",
                            "40 of 40 answered requests have their log record (100.000 %, at least 99.0 % expected)",
                            "no metric is required; at least 100.00 % of the seconds have samples: 6 series and 2"
                                    + " sources in a window of 10.000 s, 0 more series did not live through it",
                            "40 requests, 40 log records, 40 spans, 58 samples; nothing is empty, dropped or missing",
                            "the clocks of 2 services may be at 0 ns from the load generator's (tolerance 1000000 ns);"
                                    + " their offsets lie between -3600000 and 400000 ns",
                            "the times of all signals lie in the window of 10.000 s",
                            "no key stands in two rows",
                            "not judged: there is no baseline of more than two seconds");
        }
    }

    @Test
    @DisplayName("say that a load ended before its time")
    void sayThatALoadEndedEarly() throws IOException {
        JudgedScenario whole = rows.judged();
        var early = new JudgedScenario(
                whole.system(),
                whole.stack(),
                whole.tag(),
                whole.plannedNanos(),
                whole.plannedNanos() - 1,
                whole.startNanos(),
                whole.endNanos(),
                whole.clock(),
                whole.dose(),
                whole.phases(),
                whole.repeats(),
                whole.missing(),
                whole.fault());
        try (TableViews views = rows.views(folder)) {
            assertThat(ScenarioVerdicts.of(VerdictKind.APPLIED, whole, views).passed())
                    .isTrue();
            Verdict verdict = ScenarioVerdicts.of(VerdictKind.APPLIED, early, views);
            assertThat(verdict.passed()).isFalse();
            assertThat(VerdictText.sentence(verdict))
                    .isEqualTo("the load ended after 10.000 s, 10.000 s were planned; see Locust's own log");
        }
    }

    @Test
    @DisplayName("are written as JSON and read again, the failed ones too")
    void areWrittenAsJson() throws IOException {
        rows.missing.add(new Missing(Signal.SPANS, "the last spans of oauth2-client-service"));
        try (TableViews views = rows.views(folder)) {
            for (Verdict verdict : ScenarioVerdicts.of(rows.judged(), views)) {
                String json = Json.MAPPER.writeValueAsString(verdict);

                assertThat(Json.MAPPER.readValue(json, Verdict.class)).isEqualTo(verdict);
            }
        }
    }

    @Test
    @DisplayName("say of only their own scenario's rows")
    void sayOfOneScenario() throws IOException {
        ScenarioRows other = ScenarioRows.correct();
        Map<Table, List<Path>> files = rows.writeParts(folder.resolve("one"));
        other.answer(3, 500, "ERR10010");
        other.spans.clear();
        other.writeParts(folder.resolve("other")).forEach((table, parts) -> {
            files.put(table, concat(files.get(table), parts));
        });

        try (TableViews views = TableViews.open(folder, files)) {
            assertThat(ScenarioVerdicts.of(rows.judged(), views)).allMatch(Verdict::passed);
            assertThat(ScenarioVerdicts.of(other.judged(), views))
                    .filteredOn(verdict -> !verdict.passed())
                    .extracting(Verdict::kind)
                    .containsExactly(
                            VerdictKind.PURITY, VerdictKind.SPANS_JOINED, VerdictKind.SIGNALS, VerdictKind.CLOCK);
        }
    }

    @Test
    @DisplayName("count confirmed and failed requests as the facts of the scenario and the table do")
    void countAsTheFactsDo() throws IOException {
        rows.answer(6, 404, "ERR12013").putNull("error");
        rows.answer(0, 500, null).putNull("error");
        try (TableViews views = rows.views(folder)) {
            RequestCounts counts = RequestCounts.of(rows.tag, views);

            assertThat(counts).isEqualTo(new RequestCounts(40, 1, 5, 4));
            assertThat(ScenarioVerdicts.of(VerdictKind.LABEL, rows.judged(), views)
                            .figures())
                    .containsEntry("confirmed", Figure.of(4, Unit.REQUESTS));
            assertThat(ScenarioVerdicts.of(VerdictKind.PURITY, rows.judged(), views)
                            .figures())
                    .containsEntry("impure", Figure.of(1, Unit.REQUESTS));
        }
    }

    @Nested
    @DisplayName("about the label fail when")
    class Label {
        @Test
        @DisplayName("a faulty request got another answer")
        void anotherAnswer() throws IOException {
            rows.answer(6, 200, null);

            fails(VerdictKind.LABEL, "1 of 5 faulty requests got another answer", """
                GET /oauth2/client/{clientId} of task get_unknown_client, the faulty one of get_client_404_no_client: \
                got 200 instead of 404 ERR12014 (expected another), request_id request000000000000006\
                """);
        }

        @Test
        @DisplayName("the status is right and the code is not, even if Locust let it pass")
        void anotherCode() throws IOException {
            rows.answer(6, 404, "ERR12013").putNull("error");

            fails(VerdictKind.LABEL, "1 of 5 faulty requests", "got 404 ERR12013 instead of 404 ERR12014, request_id");
        }

        @Test
        @DisplayName("none of them got the tag's status and code")
        void none() throws IOException {
            for (int i = 6; i < 40; i += 8) {
                rows.answer(i, 500, "ERR10010");
            }

            Verdict verdict =
                    fails(VerdictKind.LABEL, "none of 5 faulty requests got the tag's status and code", "500");
            assertThat(verdict.rowCount()).isEqualTo(5);
        }

        @Test
        @DisplayName("no faulty request was sent, or none at all")
        void noneSent() throws IOException {
            rows.requests.removeIf(ScenarioVerdictsTest::isFaulty);
            assertThat(VerdictText.sentence(rows.verdict(VerdictKind.LABEL, folder.resolve("1"))))
                    .contains("none of 0 faulty requests");

            rows.requests.clear();
            Verdict verdict = rows.verdict(VerdictKind.LABEL, folder.resolve("2"));
            assertThat(verdict.passed()).isFalse();
            assertThat(VerdictText.sentence(verdict)).contains("no request was sent");
        }

        @Test
        @DisplayName("one of two tags has no faulty request; with one of each both are confirmed, and all others pure")
        void oneOfTwoTags() throws IOException {
            JudgedScenario both = rows.judgedWith("get_user_404_no_user");
            try (TableViews views = rows.views(folder.resolve("1"))) {
                Verdict verdict = ScenarioVerdicts.of(VerdictKind.LABEL, both, views);
                assertThat(verdict.passed()).isFalse();
                assertThat(VerdictText.sentence(verdict))
                        .isEqualTo("label not confirmed: 1 of 2 tags have a faulty request, 5 of 5 of these got their"
                                + " tag's status and code");
            }

            rows.requests.get(6).put("tag", "get_user_404_no_user");
            try (TableViews views = rows.views(folder.resolve("2"))) {
                Verdict verdict = ScenarioVerdicts.of(VerdictKind.LABEL, both, views);
                assertThat(verdict.passed()).as(verdict.toString()).isTrue();
                assertThat(verdict.figures())
                        .containsEntry("faulty", Figure.of(5, Unit.REQUESTS))
                        .containsEntry("tags_sent", Figure.of(2, Unit.TAGS));
                assertThat(ScenarioVerdicts.of(VerdictKind.PURITY, both, views).passed())
                        .isTrue();
            }
        }

        @Test
        @DisplayName("no faulty request was sent at a dose that must have given some; at a low one that is chance")
        void noneSentAtADose() throws IOException {
            rows.requests.removeIf(ScenarioVerdictsTest::isFaulty);
            rows.dose = OptionalDouble.of(0.3);
            assertThat(rows.verdict(VerdictKind.LABEL, folder.resolve("1")).passed())
                    .isFalse();

            rows.dose = OptionalDouble.of(0.001);
            Verdict verdict = rows.verdict(VerdictKind.LABEL, folder.resolve("2"));
            assertThat(verdict.passed()).isTrue();
            assertThat(VerdictText.sentence(verdict))
                    .isEqualTo("label not contradicted: at a dose of 0.100 %, chance left none of 35 requests of the"
                            + " fault faulty");
        }

        @Test
        @DisplayName("'correct' had no requests; with requests it passes")
        void correct() throws IOException {
            rows = ScenarioRows.correct();
            assertThat(rows.verdict(VerdictKind.LABEL, folder.resolve("1")))
                    .isEqualTo(Verdict.of(
                            VerdictKind.LABEL, true, Map.of("requests", Figure.of(40, Unit.REQUESTS)), List.of()));

            rows.requests.clear();
            assertThat(rows.verdict(VerdictKind.LABEL, folder.resolve("2")).passed())
                    .isFalse();
        }
    }

    @Nested
    @DisplayName("about purity fail when")
    class Purity {
        @Test
        @DisplayName("a correct request failed; ten such rows are shown and all are counted")
        void failed() throws IOException {
            for (int i = 1; i < 31; i += 2) {
                rows.answer(i, 500, "ERR10010");
            }

            Verdict verdict = fails(
                    VerdictKind.PURITY,
                    "15 of 35 correct requests failed",
                    "GET /oauth2/token of task get_client: got 500 ERR10010 instead of 200");
            assertThat(verdict.rowCount()).isEqualTo(15);
            assertThat(VerdictText.rows(verdict)).hasSize(10);
        }

        @Test
        @DisplayName("the faulty request of another tag was sent")
        void anotherTag() throws IOException {
            rows.requests.get(6).put("tag", "get_user_404_no_user");

            fails(VerdictKind.PURITY, "1 of 36 correct requests", "the faulty one of get_user_404_no_user");
        }

        @Test
        @DisplayName("a faulty request was sent in 'correct', whose label is not true then either")
        void faultyInCorrect() throws IOException {
            rows = ScenarioRows.correct();
            rows.requests.get(6).put("anomaly", true);

            fails(
                    VerdictKind.LABEL,
                    "label 'correct' not confirmed: 1 of 40 requests are faulty ones",
                    "the faulty one of");

            fails(VerdictKind.PURITY, "1 of 40 correct requests", "the faulty one of correct");
        }

        @Test
        @DisplayName("a benign error of normal traffic got another answer; the one that it is to get is no failure")
        void background() throws IOException {
            rows = ScenarioRows.correct();
            rows.requests
                    .get(6)
                    .put("background", true)
                    .put("tag", "get_client_404_no_client")
                    .put("expected_status", 404)
                    .put("expected_code", "ERR12014")
                    .put("status", 404)
                    .put("code", "ERR12014");
            try (TableViews views = rows.views(folder.resolve("1"))) {
                assertThat(ScenarioVerdicts.of(rows.judged(), views)).allMatch(Verdict::passed);
                assertThat(RequestCounts.of(rows.tag, views)).isEqualTo(new RequestCounts(40, 0, 0, 0));
            }

            rows.answer(6, 200, null);
            fails(VerdictKind.PURITY, "1 of 40 correct requests failed", "got 200 instead of 404 ERR12014");
        }

        @Test
        @DisplayName("no correct request was sent")
        void noneSent() throws IOException {
            rows.requests.removeIf(request -> !isFaulty(request));

            assertThat(rows.verdict(VerdictKind.PURITY, folder).passed()).isFalse();
        }
    }

    @Nested
    @DisplayName("about steadiness")
    class Steady {
        @Test
        @DisplayName("fail when the latency of a paced baseline falls by more than half, and tell by how much")
        void latencyFalls() throws IOException {
            rows = ScenarioRows.correct();
            baseline(14, second -> 60 - 4 * second, true);

            Verdict verdict = rows.verdict(VerdictKind.STEADY, folder);
            assertThat(verdict.passed()).as(verdict.toString()).isFalse();
            assertThat(VerdictText.sentence(verdict)).startsWith("the baseline drifts: ");
            assertThat(verdict.figures())
                    .containsEntry("seconds", Figure.of(12, Unit.SECONDS))
                    .containsEntry("throughput_change", Figure.percent(0))
                    .hasEntrySatisfying(
                            "latency_change",
                            change -> assertThat(change.whole()).isBetween(-60L, -40L));
        }

        @Test
        @DisplayName("pass with figures alone when it has no rate, is short or has no baseline, and when it is alike")
        void isNotJudged() throws IOException {
            rows = ScenarioRows.correct();
            baseline(14, second -> 60 - 4 * second, false);
            passes("without a rate", "not judged, with less than ten whole seconds or no rate: ");
            baseline(8, second -> 60 - 4 * second, true);
            passes("short", "not judged, with less than ten whole seconds or no rate: ");
            baseline(14, second -> 40 + second % 3, true);
            passes("alike", "steady: from the first half");
            rows = ScenarioRows.faulty();
            passes("no baseline", "not judged: there is no baseline");
        }

        @Test
        @DisplayName("fail when a baseline of 10 s has no request")
        void hasNoRequest() throws IOException {
            rows = ScenarioRows.correct();
            rows.requests.forEach(request -> request.put("phase", "fault"));

            Verdict verdict = rows.verdict(VerdictKind.STEADY, folder);

            assertThat(verdict.passed()).isFalse();
            assertThat(VerdictText.sentence(verdict))
                    .isEqualTo("no request was sent from the second second of the baseline on");
        }

        private void passes(String name, String sentence) throws IOException {
            Verdict verdict = rows.verdict(VerdictKind.STEADY, folder.resolve(name));
            assertThat(verdict.passed()).as(name).isTrue();
            assertThat(VerdictText.sentence(verdict)).startsWith(sentence);
        }

        /** Make the requests a baseline with four of such a latency in each second. */
        private void baseline(int seconds, IntUnaryOperator latency, boolean paced) {
            ObjectNode one = rows.requests.get(0).deepCopy();
            rows.requests.clear();
            for (int i = 0; i < 4 * seconds; i++) {
                long time = rows.start + i * ScenarioRows.SECOND / 4;
                ObjectNode request = one.deepCopy();
                request.put("time", time)
                        .put("due", paced ? time : null)
                        .put("phase", "baseline")
                        .put("duration", latency.applyAsInt(i / 4));
                rows.requests.add(request);
            }
        }
    }

    @Nested
    @DisplayName("about joined spans")
    class Spans {
        @Test
        @DisplayName("fail when a span is not there, and name the request")
        void noSpan() throws IOException {
            rows.spans.remove(7);

            fails(
                    VerdictKind.SPANS_JOINED,
                    "39 of 40 answered requests have their server span (97.500 %, at least 99.5 % expected); 1: no"
                            + " server span has its trace_id",
                    "GET /oauth2/token of oauth2-token-service, status 200, request_id request000000000000007");
        }

        @Test
        @DisplayName("fail when only another span of the trace is there")
        void anotherParent() throws IOException {
            rows.spans.set(7, span(rows.spans.get(7), rows.spans.get(7).traceId(), "00000000000000ff", "server", 0));
            rows.spans.set(
                    9,
                    span(
                            rows.spans.get(9),
                            rows.spans.get(9).traceId(),
                            rows.spans.get(9).parentSpanId(),
                            "client",
                            0));

            Verdict verdict = fails(
                    VerdictKind.SPANS_JOINED,
                    "2: its trace has spans, but none that is a server's and its child",
                    "request000000000000007");
            assertThat(VerdictText.rows(verdict)).hasSize(2);
        }

        @Test
        @DisplayName("fail when a service has none at all, and say so")
        void noService() throws IOException {
            rows.spans.removeIf(span -> span.serviceName().equals(ScenarioRows.TOKEN));

            fails(
                    VerdictKind.SPANS_JOINED,
                    "20 of 40 answered requests have their server span (50.000 %, at least 99.5 % expected); 20: no"
                            + " server span of its service in the whole window",
                    "oauth2-token-service");
        }

        @Test
        @DisplayName("say which requests were answered shortly before the end")
        void shortlyBeforeTheEnd() throws IOException {
            rows.spans.remove(39);

            fails(VerdictKind.SPANS_JOINED, "1: answered less than 1 s before the end", "request000000000000039");
        }

        @Test
        @DisplayName("list requests that got no answer, and do not count them")
        void noAnswer() throws IOException {
            rows.answer(7, 0, null);
            rows.spans.remove(7);

            Verdict verdict = rows.verdict(VerdictKind.SPANS_JOINED, folder);

            assertThat(verdict.passed()).isTrue();
            assertThat(VerdictText.sentence(verdict))
                    .startsWith("39 of 39 answered")
                    .endsWith("; 1: no answer came");
            assertThat(VerdictText.rows(verdict))
                    .singleElement()
                    .asString()
                    .endsWith("request000000000000007, trace_id "
                            + rows.requests.get(7).path("trace_id").asText() + ": no answer came");
        }

        @Test
        @DisplayName("fail when nothing was answered or nothing was sent")
        void nothing() throws IOException {
            for (int i = 0; i < 40; i++) {
                rows.answer(i, 0, null);
            }
            assertThat(rows.verdict(VerdictKind.SPANS_JOINED, folder.resolve("1"))
                            .passed())
                    .isFalse();

            rows.requests.clear();
            assertThat(rows.verdict(VerdictKind.SPANS_JOINED, folder.resolve("2"))
                            .passed())
                    .isFalse();
        }

        @Test
        @DisplayName("pass with 1 of 240 requests without a span, which is listed")
        void few() throws IOException {
            List<ObjectNode> requests = List.copyOf(rows.requests);
            List<Span> spans = List.copyOf(rows.spans);
            for (int copy = 1; copy < 6; copy++) {
                String ids = String.format(Locale.ROOT, "%02d", copy);
                requests.forEach(request -> rows.requests.add(request.deepCopy()
                        .put("trace_id", ids + request.path("trace_id").asText().substring(2))));
                spans.forEach(span -> rows.spans.add(
                        span(span, ids + span.traceId().substring(2), span.parentSpanId(), span.kind(), 0)));
            }
            rows.spans.remove(100);

            Verdict verdict = rows.verdict(VerdictKind.SPANS_JOINED, folder);

            assertThat(verdict.passed()).as(verdict.toString()).isTrue();
            assertThat(VerdictText.sentence(verdict)).startsWith("239 of 240").contains("99.583 %");
            assertThat(VerdictText.rows(verdict)).hasSize(1);
        }
    }

    @Nested
    @DisplayName("about joined log records")
    class Logs {
        @Test
        @DisplayName("fail when a request's id is in no record, and name it")
        void noRecord() throws IOException {
            rows.logs.remove(7);

            fails(
                    VerdictKind.LOGS_JOINED,
                    "39 of 40 answered requests have their log record (97.500 %, at least 99.0 % expected); 1: no log"
                            + " record has its request_id",
                    "request000000000000007");
        }

        @Test
        @DisplayName("fail when only another service logged its id")
        void anotherService() throws IOException {
            rows.logs.set(7, in(rows.logs.get(7), "light-oauth2-oauth2-client-1"));

            fails(VerdictKind.LOGS_JOINED, "1: only other services logged its id", "request000000000000007");
        }

        @Test
        @DisplayName("fail when a service has none at all, and say so")
        void noService() throws IOException {
            rows.logs.removeIf(record -> record.container().contains("token"));

            fails(
                    VerdictKind.LOGS_JOINED,
                    "20: no log record of its service in the whole window",
                    "oauth2-token-service");
        }

        @Test
        @DisplayName("fail when a request carried no id")
        void noId() throws IOException {
            rows.requests.get(7).putNull("request_id").putNull("trace_id");

            fails(VerdictKind.LOGS_JOINED, "1: it carried no request_id", "request_id null");
            fails(VerdictKind.SPANS_JOINED, "1: it carried no trace_id", "trace_id null");
        }
    }

    @Nested
    @DisplayName("about nothing")
    class Nothing {
        @ParameterizedTest(name = "{0}")
        @DisplayName("fail when there is no row that could speak against the scenario:")
        @CsvSource(delimiter = '|', textBlock = """
            APPLIED      | true
            LABEL        | false
            PURITY       | false
            SPANS_JOINED | false
            LOGS_JOINED  | false
            COVERAGE     | false
            SIGNALS      | false
            CLOCK        | false
            TIMES        | false
            KEYS         | false
            STEADY       | false
            """)
        void noRows(VerdictKind kind, boolean isReadFromNoRow) throws IOException {
            rows = ScenarioRows.correct();
            rows.requests.clear();
            rows.spans.clear();
            rows.logs.clear();
            rows.metrics.clear();

            assertThat(rows.verdict(kind, folder).passed()).isEqualTo(isReadFromNoRow);
        }

        @Test
        @DisplayName("fail when requests name no service and there is no span and no record but the load's")
        void noServices() throws IOException {
            rows.requests.forEach(request -> request.putNull("service_name"));
            rows.spans.clear();
            rows.logs.clear();

            Verdict verdict = fails(VerdictKind.SIGNALS, "empty, dropped or missing: 2", "logs: none");

            assertThat(VerdictText.rows(verdict)).containsExactly("logs: none", "spans: none");
        }
    }

    static Stream<RequiredMetrics> required() {
        return Stream.of("compose", "embedded")
                .flatMap(stack -> Systems.PROJECTS_WITH_METRICS.requiredMetrics(stack).stream());
    }

    @Nested
    @DisplayName("about coverage")
    class Coverage {
        @Test
        @DisplayName("fail when a series has a gap of 2 s, of which 1 s is lost")
        void gap() throws IOException {
            rows.metrics.add(without(4, "node_load5"));

            fails(
                    VerdictKind.COVERAGE,
                    "1 of these have samples for less than 99 % of the seconds: 7 series and 2 sources",
                    "node_load5{\"instance\":\"node_exporter:9100\",\"job\":\"node_exporter\"}: 90.00 % of the window,"
                            + " longest gap 2.000 s from 2026-11-24T11:21:51.815513840Z");
        }

        @Test
        @DisplayName("name each of the series that have the same gap, and one with as many samples but another gap")
        void alike() throws IOException {
            rows.metrics.add(without(4, "node_load5"));
            rows.metrics.add(without(4, "node_load15"));
            rows.metrics.add(without(6, "node_procs"));

            Verdict verdict = fails(VerdictKind.COVERAGE, "3 of these", "node_load5{", "2.000 s from", "51.815513840Z");
            assertThat(VerdictText.rows(verdict))
                    .anySatisfy(row -> assertThat(row).contains("node_load15{", "2.000 s from", "51.815513840Z"))
                    .anySatisfy(row -> assertThat(row).contains("node_procs{", "2.000 s from", "53.815513840Z"));
        }

        @Test
        @DisplayName("fail when samples with times of their own are 2.6 s apart, and not when 2.4 s")
        void gapOfOwnTimes() throws IOException {
            rows.metrics.add(ScenarioRows.samples(
                    "container_cpu_usage_seconds_total",
                    "cadvisor:8080",
                    ScenarioRows.offsets(ScenarioRows.START, -0.6, 0.2, 2.0, 4.4, 5.1, 7.0, 7.2, 9.1)));
            assertThat(rows.verdict(VerdictKind.COVERAGE, folder.resolve("1")).passed())
                    .isTrue();

            rows.metrics.add(ScenarioRows.samples(
                    "container_fs_usage_bytes",
                    "cadvisor:8080",
                    ScenarioRows.offsets(ScenarioRows.START, -0.6, 0.2, 2.0, 4.6, 5.1, 7.0, 7.2, 9.1)));
            fails(
                    VerdictKind.COVERAGE,
                    "1 of these have samples for less than 99 % of the seconds: 8 series",
                    "container_fs_usage_bytes",
                    ": 84.00 % of the window");
        }

        @ParameterizedTest(name = "{0}")
        @DisplayName("pass when a series that is scraped has a gap")
        @CsvSource(delimiter = '|', textBlock = """
            of 1.4 s                                         | 0.4 1.4 2.8 3.4 4.4 5.4 6.4 7.4 8.4 9.4
            of 1 s from the start, with an old sample before | -1.0 1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 9.0
            """)
        void smallGap(String gap, String seconds) throws IOException {
            scrapeOnly(seconds);

            Verdict verdict = rows.verdict(VerdictKind.COVERAGE, folder);

            assertThat(verdict.passed()).as(verdict.toString()).isTrue();
        }

        @ParameterizedTest(name = "{0}")
        @DisplayName("fail when a series that is scraped has a gap")
        @CsvSource(delimiter = '|', textBlock = """
            of 1.6 s                                      | 0.4 1.4 3.0 3.4 4.4 5.4 6.4 7.4 8.4 9.4 | 3 of these have samples for less than 99 % of the seconds: 1 series and 1 sources | all series of a a: 94.00 % of the window
            of 1.6 s from the start, with a sample before | -0.5 1.6 2.0 3.0 4.0 5.0 6.0 7.0 8.0 9.0 | of the seconds: 1 series | jvm_thread_count{"instance":"a","job":"a"}: 89.00 % of the window
            """)
        void largeGap(String gap, String seconds, String statement, String row) throws IOException {
            scrapeOnly(seconds);

            fails(VerdictKind.COVERAGE, statement, row);
        }

        @Test
        @DisplayName("take the ends of the window for gaps too")
        void ends() throws IOException {
            rows.metrics.clear();
            rows.metrics.add(ScenarioRows.samples(
                    "jvm_memory_used_bytes",
                    "a",
                    ScenarioRows.offsets(ScenarioRows.START, 1.8, 2.8, 3.8, 4.8, 5.8, 6.8, 7.8, 8.2)));
            rows.metrics.add(ScenarioRows.everySecond("jvm_thread_count", "b", ScenarioRows.START));

            fails(
                    VerdictKind.COVERAGE,
                    "1 of these have samples for less than 99 % of the seconds: 1 series and 2 sources",
                    "all series of",
                    ": 84.00 % of the window");
        }

        @Test
        @DisplayName("do not judge a series that came late, ended early or is said to have ended")
        void others() throws IOException {
            rows.metrics.add(ScenarioRows.samples(
                    "node_disk_info",
                    "node_exporter:9100",
                    ScenarioRows.offsets(ScenarioRows.START, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5)));
            rows.metrics.add(ScenarioRows.samples(
                    "node_disk_io_now",
                    "node_exporter:9100",
                    ScenarioRows.offsets(ScenarioRows.START, 0.5, 1.5, 2.5, 3.5)));
            SeriesSamples ended = ScenarioRows.samples(
                    "node_udp_queues",
                    "node_exporter:9100",
                    ScenarioRows.offsets(ScenarioRows.START, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.4));
            ended.endAt(ScenarioRows.START + 9 * ScenarioRows.SECOND);
            rows.metrics.add(ended);

            Verdict verdict = rows.verdict(VerdictKind.COVERAGE, folder);

            assertThat(verdict.passed()).as(verdict.toString()).isTrue();
            assertThat(VerdictText.sentence(verdict))
                    .contains("6 series and 2 sources")
                    .endsWith("3 more series did not live through it");
        }

        @Test
        @DisplayName("do not hold against a series where it is said to have ended for a while")
        void endedForAWhile() throws IOException {
            SeriesSamples series = without(4, "node_load5");
            series.endAt(ScenarioRows.START + 3 * ScenarioRows.SECOND + ScenarioRows.SECOND / 2);
            rows.metrics.add(series);

            Verdict verdict = rows.verdict(VerdictKind.COVERAGE, folder);

            assertThat(verdict.passed()).as(verdict.toString()).isTrue();
            assertThat(VerdictText.sentence(verdict)).contains("7 series");
        }

        @Test
        @DisplayName("fail when a source stopped half-way, though Prometheus went on to scrape it")
        void sourceStopped() throws IOException {
            rows.metrics.removeIf(series -> series.series().metric().equals("node_load1"));
            rows.metrics.add(ScenarioRows.samples(
                    "node_load1",
                    "node_exporter:9100",
                    ScenarioRows.offsets(ScenarioRows.START, -0.5, 0.5, 1.5, 2.5, 3.5)));

            fails(
                    VerdictKind.COVERAGE,
                    "2 of these have samples for less than 99 % of the seconds: 5 series and 2 sources",
                    "all series of node_exporter node_exporter:9100: 45.00 % of the window, longest gap 6.500 s");
        }

        @Test
        @DisplayName("fail when an agent stopped half-way, though its process went on to be measured from outside")
        void familyStopped() throws IOException {
            rows.metrics.clear();
            rows.metrics.add(ScenarioRows.everySecond("up", "a", ScenarioRows.START));
            rows.metrics.add(ScenarioRows.everySecond("process_open_fds", "a", ScenarioRows.START));
            rows.metrics.add(ScenarioRows.samples(
                    "jvm_thread_count", "a", ScenarioRows.offsets(ScenarioRows.START, 0.3, 1.3, 2.3, 3.3)));

            Verdict verdict = fails(
                    VerdictKind.COVERAGE,
                    "1 of these have samples for less than 99 % of the seconds: 2 series and 1 sources",
                    "all jvm_… series of a a: 43.00 % of the window, longest gap 6.700 s");
            assertThat(VerdictText.sentence(verdict)).endsWith("the least for 43.00 %");
        }

        @Test
        @DisplayName(
                "do not judge a family that came with the first request to a database, later than a gap may be long")
        void familyCame() throws IOException {
            rows.metrics.add(ScenarioRows.samples(
                    "db_client_connections_usage",
                    "node_exporter:9100",
                    ScenarioRows.offsets(
                            ScenarioRows.START, 1.877, 2.877, 3.877, 4.877, 5.877, 6.877, 7.877, 8.877, 9.877)));

            Verdict verdict = rows.verdict(VerdictKind.COVERAGE, folder);

            assertThat(verdict.passed()).as(verdict.toString()).isTrue();
            assertThat(VerdictText.sentence(verdict)).endsWith("1 more series did not live through it");
        }

        @Test
        @DisplayName("hold what an agent sends to 1.5 s, though its process has an 'up'")
        void agentWithUp() throws IOException {
            rows.metrics.clear();
            rows.metrics.add(ScenarioRows.everySecond("up", "a", ScenarioRows.START));
            rows.metrics.add(ScenarioRows.samples(
                    "jvm_thread_count",
                    "a",
                    ScenarioRows.offsets(ScenarioRows.START, 0.3, 1.3, 2.3, 4.3, 5.3, 6.3, 7.3, 8.3, 9.3)));

            fails(VerdictKind.COVERAGE, "of the seconds: 2 series", "jvm_thread_count{", ": 90.00 % of the window");
        }

        @ParameterizedTest(name = "{0}")
        @DisplayName("fail when a metric is absent that the project's system requires, and name it:")
        @MethodSource("io.github.lo2.validate.ScenarioVerdictsTest#required")
        void absent(RequiredMetrics rule) throws IOException {
            rows.system = Systems.PROJECTS_WITH_METRICS;
            rows.stack = rule.stack();
            String metric = rule.metrics().get(0);
            String value = rule.values().get(0);
            for (RequiredMetrics any : Systems.PROJECTS_WITH_METRICS.requiredMetrics(rule.stack())) {
                any.metrics().forEach(name -> any.values().forEach(of -> rows.metrics.add(throughout(name, any, of))));
            }
            assertThat(rows.verdict(VerdictKind.COVERAGE, folder.resolve("1")).passed())
                    .isTrue();

            rows.metrics.removeIf(series -> series.series().metric().equals(metric)
                    && value.equals(series.series().labels().get(rule.label())));

            Verdict verdict = fails(
                    VerdictKind.COVERAGE,
                    " metrics that must be there are absent; at least ",
                    "absent: %s with %s %s".formatted(metric, rule.label(), value));
            assertThat(verdict.rows()).containsExactly(new Evidence.Absent(metric, rule.label(), List.of(value)));
        }

        @Test
        @DisplayName(
                "take a metric with one sample for there, as of a service that a fault has killed: the rest is a gap")
        void gapIsNotAbsence() throws IOException {
            rows.system = new SystemFacts(
                    "shop",
                    "s",
                    LogId.REQUEST,
                    0,
                    0,
                    List.of(new RequiredMetrics("compose", "name", List.of("a"), List.of("container_memory_rss"))));
            rows.metrics.add(ScenarioRows.of("container_memory_rss", "name", "a", rows.start + ScenarioRows.SECOND));

            assertThat(rows.verdict(VerdictKind.COVERAGE, folder.resolve("1")).rows())
                    .isNotEmpty()
                    .allMatch(Evidence.Gap.class::isInstance);
        }

        @Test
        @DisplayName("take a metric for absent that has samples from before the window only")
        void onlyBefore() throws IOException {
            rows.system = new SystemFacts(
                    "shop",
                    "s",
                    LogId.REQUEST,
                    0,
                    0,
                    List.of(new RequiredMetrics("compose", "name", List.of("a"), List.of("container_memory_rss"))));
            rows.metrics.add(ScenarioRows.of("container_memory_rss", "name", "a", rows.start - ScenarioRows.SECOND));

            fails(
                    VerdictKind.COVERAGE,
                    "1 of 1 metrics that must be there are absent",
                    "absent: container_memory_rss with name a");
        }

        private static SeriesSamples throughout(String metric, RequiredMetrics rule, String value) {
            return ScenarioRows.of(
                    metric,
                    rule.label(),
                    value,
                    ScenarioRows.offsets(ScenarioRows.START, 0.1, 1.1, 2.1, 3.1, 4.1, 5.1, 6.1, 7.1, 8.1, 9.1));
        }

        @Test
        @DisplayName("fail when no series is there")
        void noSeries() throws IOException {
            rows.metrics.clear();

            Verdict verdict = rows.verdict(VerdictKind.COVERAGE, folder);

            assertThat(verdict.passed()).isFalse();
            assertThat(VerdictText.sentence(verdict)).contains("no series has samples throughout the window");
        }

        private void scrapeOnly(String seconds) {
            rows.metrics.clear();
            rows.metrics.add(ScenarioRows.samples(
                    "jvm_thread_count",
                    "a",
                    ScenarioRows.offsets(
                            ScenarioRows.START,
                            Arrays.stream(seconds.split(" "))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray())));
        }

        private SeriesSamples without(int second, String metric) {
            return ScenarioRows.samples(
                    metric,
                    "node_exporter:9100",
                    LongStream.range(0, 11)
                            .filter(i -> i != second)
                            .map(i -> ScenarioRows.START - ScenarioRows.SECOND / 2 + i * ScenarioRows.SECOND)
                            .toArray());
        }
    }

    @Nested
    @DisplayName("about the signals fail when")
    class Signals {
        @Test
        @DisplayName("a service that got requests has no log record or no span")
        void emptyOfAService() throws IOException {
            rows.logs.removeIf(record -> record.container().contains("token"));
            rows.spans.removeIf(span -> span.serviceName().equals(ScenarioRows.CLIENT));

            Verdict verdict = fails(
                    VerdictKind.SIGNALS,
                    "40 requests, 20 log records, 20 spans, 58 samples; empty, dropped or missing: 2",
                    "logs: none of oauth2-token-service, which got 20 requests");
            assertThat(VerdictText.rows(verdict))
                    .contains("spans: none of oauth2-client-service, which got 20 requests");
        }

        @Test
        @DisplayName("there are no requests or no metrics")
        void empty() throws IOException {
            rows.requests.clear();
            rows.metrics.clear();

            Verdict verdict = fails(VerdictKind.SIGNALS, "0 requests", "requests: none");
            assertThat(VerdictText.rows(verdict)).containsExactly("requests: none", "metrics: none");
        }

        @Test
        @DisplayName("something was missing when it was recorded")
        void missing() throws IOException {
            rows.missing.add(new Missing(Signal.SPANS, "the last spans of oauth2-client-service"));

            fails(VerdictKind.SIGNALS, "missing: 1", "missing: the last spans of oauth2-client-service");
        }

        @Test
        @DisplayName("not when losses are not counted, but it says which")
        void notCounted() throws IOException {
            rows.missing.add(new Missing(Signal.SPANS, "spans that oauth2-client-service loses", false));

            Verdict verdict = rows.verdict(VerdictKind.SIGNALS, folder);
            assertThat(verdict.passed()).isTrue();
            assertThat(VerdictText.sentence(verdict))
                    .endsWith("nothing is empty or missing, as far as losses are counted here");
            assertThat(VerdictText.rows(verdict))
                    .containsExactly("not counted here: spans that oauth2-client-service loses");
        }

        @Test
        @DisplayName("not when messages came again and were let go, but counts them")
        void repeats() throws IOException {
            rows.repeats = 3;

            Verdict verdict = rows.verdict(VerdictKind.SIGNALS, folder);

            assertThat(verdict.passed()).isTrue();
            assertThat(verdict.figures()).containsEntry("repeats", Figure.of(3, Unit.MESSAGES));
        }

        @Test
        @DisplayName("cAdvisor could not read its containers")
        void failedReading() throws IOException {
            rows.metrics.add(counter("container_scrape_error", Map.of(), 1, 1, 1));

            fails(VerdictKind.SIGNALS, "missing: 1", "container_scrape_error{} is above 0 in 2 samples");
        }

        @Test
        @DisplayName("not when what failed had failed before the window")
        void failedReadingBefore() throws IOException {
            rows.metrics.add(counter("container_scrape_error", Map.of(), 1, 0, 0));

            assertThat(rows.verdict(VerdictKind.SIGNALS, folder).passed()).isTrue();
        }

        private static SeriesSamples counter(String metric, Map<String, String> labels, double... values) {
            var samples = new SeriesSamples(new Series(metric, new TreeMap<>(labels)));
            for (int i = 0; i < values.length; i++) {
                samples.add(ScenarioRows.START - ScenarioRows.SECOND / 2 + i * ScenarioRows.SECOND, values[i]);
            }
            return samples;
        }
    }

    @Nested
    @DisplayName("about the clocks fail when")
    class Clock {
        @ParameterizedTest(name = "by {0} ms")
        @DisplayName("a service's is off")
        @CsvSource({"6, 2400000 and 6400000", "-2, -5600000 and -1600000"})
        void off(long millis, String bounds) throws IOException {
            shift(millis * MILLI);

            fails(
                    VerdictKind.CLOCK,
                    "the clocks of 1 of 2 services are more than 1000000 ns from the load generator's",
                    "oauth2-token-service: offset between %s ns, by 20 requests".formatted(bounds));
        }

        @Test
        @DisplayName("not when it may be 1 ms")
        void tolerated() throws IOException {
            shift(-MILLI);

            assertThat(rows.verdict(VerdictKind.CLOCK, folder).passed()).isTrue();
        }

        @Test
        @DisplayName("nothing is known of a service's, or of any")
        void unknown() throws IOException {
            rows.spans.removeIf(span -> span.serviceName().equals(ScenarioRows.TOKEN));
            assertThat(VerdictText.rows(rows.verdict(VerdictKind.CLOCK, folder.resolve("1"))))
                    .containsExactly("oauth2-token-service: offset not known, none of 20 requests has a server span");

            rows.requests.clear();
            Verdict verdict = rows.verdict(VerdictKind.CLOCK, folder.resolve("2"));
            assertThat(verdict.passed()).isFalse();
            assertThat(VerdictText.sentence(verdict)).startsWith("nothing is known");
        }

        @ParameterizedTest(name = "by {0} ms")
        @DisplayName("this machine's was set")
        @CsvSource({"2000, 12.000", "-2000, 8.000", "11, 10.011"})
        void set(long millis, String wall) throws IOException {
            long tenSeconds = 10 * ScenarioRows.SECOND;
            rows.clock = new ClockCourse(tenSeconds + millis * MILLI, tenSeconds, millis * MILLI);

            fails(
                    VerdictKind.CLOCK,
                    "this machine's clock was set by %s000000 ns (tolerance 10000000 ns): by the time of day it was %s s, by the"
                                    .formatted(millis, wall)
                            + " clock that nobody can set 10.000 s",
                    "this machine's clock was set by %s s; it was %s000 s by the time of day, 10.000000 s by the clock that"
                                    .formatted(BigDecimal.valueOf(millis, 3).setScale(6), wall)
                            + " nobody can set");
        }

        @Test
        @DisplayName("not when this machine's was set by 10 ms")
        void setALittle() throws IOException {
            rows.clock = new ClockCourse(10 * ScenarioRows.SECOND, 10 * ScenarioRows.SECOND, -10 * MILLI);

            assertThat(rows.verdict(VerdictKind.CLOCK, folder).passed()).isTrue();
        }

        private void shift(long nanos) {
            rows.spans.replaceAll(span -> span.serviceName().equals(ScenarioRows.TOKEN)
                    ? span(span, span.traceId(), span.parentSpanId(), span.kind(), nanos)
                    : span);
        }
    }

    @Nested
    @DisplayName("about times fail when")
    class Times {
        @Test
        @DisplayName("a request was sent before the window, or answered after it")
        void request() throws IOException {
            rows.requests.get(0).put("time", ScenarioRows.START - 2 * MILLI);
            fails(VerdictKind.TIMES, "the times of 1 rows", "requests of oauth2-client-service: 1 rows from");

            rows = ScenarioRows.faulty();
            rows.requests.get(6).put("time", ScenarioRows.END - MILLI);
            fails(VerdictKind.TIMES, "the times of 1 rows", "requests of oauth2-client-service: 1 rows from");
        }

        @Test
        @DisplayName("a service's log is stamped in another zone")
        void logs() throws IOException {
            rows.logs.replaceAll(
                    record -> record.container().contains("token") ? at(record, record.epochNanos() - HOUR) : record);

            fails(
                    VerdictKind.TIMES,
                    "the times of 20 rows do not lie in the window of 10.000 s",
                    "logs of light-oauth2-oauth2-token-1: 20 rows from 2026-11-24T10:");
        }

        @ParameterizedTest(name = "{0} h off")
        @DisplayName("Locust's log is stamped in another zone")
        @CsvSource({"-8", "-1", "1", "8"})
        void locust(long hours) throws IOException {
            addLocustLog(hours * HOUR);

            fails(VerdictKind.TIMES, "the times of 3 rows", "logs of locust: 3 rows from");
        }

        @Test
        @DisplayName("not when Locust's log begins before the window and ends shortly after it")
        void locustAround() throws IOException {
            addLocustLog(0);

            assertThat(rows.verdict(VerdictKind.TIMES, folder).passed()).isTrue();
        }

        @Test
        @DisplayName("a span began outside of the window")
        void span() throws IOException {
            Span span = rows.spans.get(39);
            rows.spans.set(
                    39, ScenarioVerdictsTest.span(span, span.traceId(), span.parentSpanId(), "server", 9 * SECOND));

            fails(VerdictKind.TIMES, "the times of 1 rows", "spans of oauth2-token-service: 1 rows from");
        }

        @Test
        @DisplayName("a sample was taken after the window")
        void sample() throws IOException {
            rows.metrics.add(ScenarioRows.samples("node_load5", "node_exporter:9100", ScenarioRows.END + SECOND));

            fails(VerdictKind.TIMES, "the times of 1 rows", "metrics of node_load5: 1 rows from");
        }

        @Test
        @DisplayName("a sample from the window is said to be from before it")
        void before() throws IOException {
            Map<Table, List<Path>> files = rows.writeParts(folder);
            files.put(Table.METRICS_BEFORE, files.getOrDefault(Table.METRICS, List.of()));

            try (TableViews views = TableViews.open(folder, files)) {
                Verdict verdict = ScenarioVerdicts.of(VerdictKind.TIMES, rows.judged(), views);
                assertThat(verdict.passed()).isFalse();
                assertThat(VerdictText.rows(verdict))
                        .anyMatch(row -> row.startsWith("metrics of container_memory_rss"));
            }
        }

        private void addLocustLog(long off) {
            for (long time : List.of(ScenarioRows.START - 30 * SECOND, ScenarioRows.START, ScenarioRows.END + SECOND)) {
                LogRecord record = at(in(rows.logs.get(0), "locust"), time + off);
                rows.logs.add(at(record, rows.logs.size() + 1, time + off));
            }
        }
    }

    @Nested
    @DisplayName("about keys fail when")
    class Keys {
        @Test
        @DisplayName("a request stands there twice")
        void request() throws IOException {
            rows.requests.add(rows.requests.get(7).deepCopy());

            fails(
                    VerdictKind.KEYS,
                    "1 keys stand in more than one row",
                    "requests: 2 rows have the key request000000000000007");
        }

        @Test
        @DisplayName("a span was delivered twice")
        void span() throws IOException {
            rows.spans.add(rows.spans.get(7));

            fails(
                    VerdictKind.KEYS,
                    "1 keys",
                    "spans: 2 rows have the key f0000000000000000000000000000008 a000000000000008");
        }

        @Test
        @DisplayName("a line of a log was read twice, and not when two logs have the same number of a line")
        void line() throws IOException {
            rows.logs.add(at(in(rows.logs.get(0), "light-oauth2-oauth2-token-1"), 1, ScenarioRows.START));
            assertThat(rows.verdict(VerdictKind.KEYS, folder.resolve("two logs"))
                            .passed())
                    .isTrue();

            rows.logs.add(rows.logs.get(0));
            fails(VerdictKind.KEYS, "1 keys", "logs: 2 rows have the key light-oauth2-oauth2-client-1 1");
        }

        @Test
        @DisplayName("a series has two samples of one time, or stands there under two numbers")
        void sample() throws IOException {
            Map<Table, List<Path>> files = rows.writeParts(folder);
            files.put(Table.METRICS, concat(files.get(Table.METRICS), files.getOrDefault(Table.METRICS, List.of())));
            try (TableViews views = TableViews.open(folder, files)) {
                Verdict verdict = ScenarioVerdicts.of(VerdictKind.KEYS, rows.judged(), views);
                assertThat(verdict.passed()).isFalse();
                assertThat(verdict.figure("doubled")).contains(Figure.of(58, Unit.KEYS));
            }

            rows = ScenarioRows.faulty();
            rows.metrics.add(rows.metrics.get(1));
            fails(VerdictKind.KEYS, "1 keys", "metrics: 2 rows have the key node_load1{");
        }
    }

    private static LogRecord at(LogRecord record, long nanos) {
        return at(record, record.line(), nanos);
    }

    private static LogRecord at(LogRecord record, long line, long nanos) {
        return new LogRecord(
                record.container(),
                line,
                nanos,
                record.prefix(),
                record.message(),
                record.level(),
                record.logger(),
                record.method(),
                record.thread(),
                record.requestId(),
                record.traceId(),
                record.raw());
    }

    private Verdict fails(VerdictKind kind, String statement, String... inFirstRow) throws IOException {
        Verdict verdict = rows.verdict(kind, folder.resolve(kind + "-" + rows.hashCode()));
        assertThat(verdict.passed()).as(verdict.toString()).isFalse();
        assertThat(VerdictText.sentence(verdict)).contains(statement);
        assertThat(VerdictText.rows(verdict)).anySatisfy(row -> assertThat(row).contains(inFirstRow));
        return verdict;
    }

    private static List<Path> concat(@Nullable List<Path> first, List<Path> second) {
        var all = new ArrayList<>(first == null ? List.of() : first);
        all.addAll(second);
        return all;
    }

    private static boolean isFaulty(ObjectNode request) {
        return request.path("anomaly").asBoolean();
    }

    private static Span span(Span span, String traceId, String parentSpanId, String kind, long later) {
        return new Span(
                span.serviceName(),
                traceId,
                span.spanId(),
                parentSpanId,
                span.name(),
                kind,
                span.startNanos() + later,
                span.endNanos() + later,
                span.status(),
                span.scopeName(),
                span.scopeVersion(),
                span.attributes());
    }

    private static LogRecord in(LogRecord logged, String container) {
        return new LogRecord(
                container,
                logged.line(),
                logged.epochNanos(),
                logged.prefix(),
                logged.message(),
                logged.level(),
                logged.logger(),
                logged.method(),
                logged.thread(),
                logged.requestId(),
                logged.traceId(),
                null);
    }
}
