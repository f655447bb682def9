package io.github.lo2.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.lo2.json.Json;
import io.github.lo2.junit.BesideOthers;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.Request;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.SeriesType;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BesideOthers
@DisplayName("The parts of a scenario's tables")
class TablePartsTest {
    private static final String CONTAINER = "light-oauth2-oauth2-client-1";
    private static final String SERVICE = "oauth2-client-service";
    private static final String REQUEST_SPAN = "4cf8d0b0daa7bf7b";
    private static final String TRACE = "3927e1ff8c5f4fabe5c5257a3937280c";
    private static final long START = 1_795_519_309_315_513_840L;

    @TempDir
    Path folder;

    private Path parts;

    @BeforeEach
    void nameTheFolder() {
        parts = folder.resolve("parts");
    }

    @Test
    @DisplayName("hold what was added, with times in ns, and one empty part for a table without rows")
    void holdWhatWasAdded() throws IOException {
        try (TableParts written = begin()) {
            written.log(logRecord(1, "first"));
            written.requests(groundTruth());
            written.finish();
        }

        assertThat(rows(
                        "SELECT epoch_ns(time), service_name, container, line, message, request_id, trace_id FROM logs",
                        7))
                .containsExactly(tuple(START + 1, SERVICE, CONTAINER, 1L, "first", "vkq5JAx-PNK_ZB3HQKZM0w", TRACE));
        assertThat(rows("SELECT epoch_ns(time), duration, \"user\", anomaly, status, code FROM requests", 6))
                .containsExactly(tuple(START, 80_422_081L, "ServiceRegistration-1", true, 404, "ERR12042"));
        assertThat(rows("SELECT count(*) FROM spans", 1)).containsExactly(tuple(0L));
        assertThat(rows("SELECT count(*) FROM metrics", 1)).containsExactly(tuple(0L));
    }

    @Test
    @DisplayName("keep every row of many threads")
    void keepEveryRow() throws IOException {
        int count = 150_000;
        try (TableParts written = begin()) {
            IntStream.rangeClosed(1, count).parallel().forEach(line -> written.log(logRecord(line, "line " + line)));
            written.finish();
        }

        assertThat(rows("SELECT count(*), count(DISTINCT line), min(line), max(line) FROM logs", 4))
                .containsExactly(tuple((long) count, (long) count, 1L, (long) count));
        Path file = files(Table.LOGS).get(0);
        assertThat(rows("SELECT count(DISTINCT row_group_id) FROM parquet_metadata('%s')".formatted(file), 1))
                .as("row groups, each written when it is full")
                .containsExactly(tuple(2L));
    }

    @Test
    @DisplayName("hold the records of a container side by side, in the order of their lines")
    void holdRecordsSideBySide() throws IOException {
        try (TableParts written = begin()) {
            for (int line = 1; line <= 3; line++) {
                written.log(logRecord("light-oauth2-oauth2-key-1", line, "key"));
                written.log(logRecord(line, "client"));
            }
            written.finish();
        }

        assertThat(rows("SELECT message, line FROM logs", 2))
                .containsExactly(
                        tuple("key", 1L),
                        tuple("key", 2L),
                        tuple("key", 3L),
                        tuple("client", 1L),
                        tuple("client", 2L),
                        tuple("client", 3L));
    }

    @Test
    @DisplayName("hold samples with their series' labels, and a row without value where a series ended")
    void holdSamples() throws IOException {
        var samples = new SeriesSamples(new Series("up", new TreeMap<>(Map.of("job", SERVICE, "instance", "a\"b"))));
        samples.add(START, 1);
        samples.add(START + 1, Double.NaN);
        samples.endAt(START + 2);
        try (TableParts written = begin()) {
            written.samples(samples, START);
            written.finish();

            assertThat(written.sampleCount()).isEqualTo(2);
        }

        assertThat(rows("SELECT epoch_ns(time), metric, value, service_name, labels FROM metrics", 5))
                .containsExactly(
                        tuple(START, "up", 1.0, SERVICE, "{\"instance\":\"a\\\"b\",\"job\":\"oauth2-client-service\"}"),
                        tuple(
                                START + 1,
                                "up",
                                Double.NaN,
                                SERVICE,
                                "{\"instance\":\"a\\\"b\",\"job\":\"oauth2-client-service\"}"),
                        tuple(
                                START + 2,
                                "up",
                                null,
                                SERVICE,
                                "{\"instance\":\"a\\\"b\",\"job\":\"oauth2-client-service\"}"));
    }

    @Test
    @DisplayName("hold the type of each series, and none where its source says none")
    void holdTypes() throws IOException {
        try (TableParts written = begin()) {
            for (SeriesType type : SeriesType.values()) {
                var samples = new SeriesSamples(new Series("m_" + type, type, new TreeMap<>()));
                samples.add(START - 1, 1);
                samples.add(START, 1);
                written.samples(samples, START);
            }
            written.finish();
        }

        assertThat(rows(
                        "SELECT metric, type, (FROM metrics_before b SELECT type WHERE b.series = m.series) FROM"
                                + " metrics m",
                        3))
                .containsExactly(
                        tuple("m_COUNTER", "counter", "counter"),
                        tuple("m_GAUGE", "gauge", "gauge"),
                        tuple("m_HISTOGRAM", "histogram", "histogram"),
                        tuple("m_SUMMARY", "summary", "summary"),
                        tuple("m_UNKNOWN", null, null));
    }

    @Test
    @DisplayName("hold the end of a series between the samples before and after it")
    void holdEndsInTheirPlace() throws IOException {
        SeriesSamples samples = samples(START, START + 4);
        samples.endAt(START + 2);
        try (TableParts written = begin()) {
            written.samples(samples, START);
            written.finish();
        }

        assertThat(rows("SELECT epoch_ns(time), value FROM metrics", 2))
                .containsExactly(tuple(START, 1.0), tuple(START + 2, null), tuple(START + 4, 1.0));
    }

    @Test
    @DisplayName(
            "hold samples and ends from before the window in a table of their own, under the same number of the series")
    void holdSamplesFromBefore() throws IOException {
        SeriesSamples ofOther = samples(START + 9);
        SeriesSamples samples = samples(START - 5, START, START + 4);
        samples.endAt(START - 3);
        try (TableParts written = begin()) {
            written.samples(ofOther, START);
            written.samples(samples, START);
            written.finish();

            assertThat(written.sampleCount()).isEqualTo(3);
        }

        assertThat(rows("SELECT series, epoch_ns(time), value FROM metrics", 3))
                .containsExactly(tuple(1, START + 9, 1.0), tuple(2, START, 1.0), tuple(2, START + 4, 1.0));
        assertThat(rows("SELECT series, epoch_ns(time), value FROM metrics_before", 3))
                .containsExactly(tuple(2, START - 5, 1.0), tuple(2, START - 3, null));
        assertThat(rows("SELECT count(*) FROM samples", 1)).containsExactly(tuple(5L));
    }

    @Test
    @DisplayName("hold none of the samples that were taken back, and those that come then")
    void holdNoSamplesTakenBack() throws IOException {
        try (TableParts written = begin()) {
            written.samples(samples(LongStream.range(START, START + 200_000).toArray()), START);
            written.discardSamples();
            written.samples(samples(START + 7), START);
            written.finish();

            assertThat(written.sampleCount()).isEqualTo(1);
        }
        assertThat(rows("SELECT epoch_ns(time) FROM metrics", 1)).containsExactly(tuple(START + 7));
    }

    @Test
    @DisplayName("hold the bytes of a record that are no UTF-8")
    void holdBytes() throws IOException {
        byte[] raw = {'a', (byte) 0xff, 0};
        try (TableParts written = begin()) {
            written.log(new LogRecord(CONTAINER, 1, START, "", "a\uFFFD\0", null, null, null, null, null, null, raw));
            written.finish();
        }

        assertThat(rows("SELECT hex(raw), message FROM logs", 2)).containsExactly(tuple("61FF00", "a\uFFFD\0"));
    }

    @Test
    @DisplayName("keep the order of their rows when they are merged, row groups full of large rows too")
    void keepTheirOrder() throws IOException {
        String large = "x".repeat(2000);
        Path logs = folder.resolve("logs.parquet");
        try (TableParts written = begin()) {
            for (int line = 1; line <= 40_000; line++) {
                written.log(logRecord(line, large + line));
            }
            written.requests(groundTruth());
            written.finish();
        }
        Path part = files(Table.LOGS).get(0);

        TableMerge.write(Table.LOGS, List.of(part, part), logs);

        try (TableViews views = TableViews.open(folder, Map.of(Table.LOGS, List.of(logs)))) {
            assertThat(views.ask("SELECT line FROM logs", row -> row.getLong(1)))
                    .containsExactlyElementsOf(
                            LongStream.concat(LongStream.rangeClosed(1, 40_000), LongStream.rangeClosed(1, 40_000))
                                    .boxed()
                                    .toList());
        }
    }

    @Test
    @DisplayName("name the server span of a request after method and route, unless the agent did, and no other span")
    void nameServerSpans() throws IOException {
        try (TableParts written = begin()) {
            written.span(span(TRACE, REQUEST_SPAN, "server", Map.of()));
            written.span(span(TRACE, "0c537254397cfb03", "client", Map.of()));
            written.span(span("00000000000000000000000000000001", "", "server", Map.of()));
            written.span(span(TRACE, REQUEST_SPAN, "server", Map.of("http.route", "/by/{agent}")));
            written.requests(groundTruth());
            written.finish();
        }

        assertThat(rows("SELECT span_name, route, parent_span_id, request_id IS NULL, origin FROM spans", 5))
                .containsExactly(
                        tuple("POST /oauth2/service", "/oauth2/service", REQUEST_SPAN, false, "request"),
                        tuple("POST", null, "0c537254397cfb03", false, "request"),
                        tuple("POST", null, null, true, "unknown"),
                        tuple("POST", "/by/{agent}", REQUEST_SPAN, false, "request"));
    }

    @Test
    @DisplayName("say of each record what caused it, and never guess")
    void sayWhatCausedRecords() throws IOException {
        try (TableParts written = begin()) {
            written.log(logRecord(1, "of a request"));
            written.log(new LogRecord(CONTAINER, 2, START, "", "hz", null, null, null, null, null, null, null));
            written.log(
                    new LogRecord(CONTAINER, 3, START, "", "of none here", null, null, null, null, "o", null, null));
            written.log(new LogRecord("locust", 1, START, "", "load", null, null, null, null, null, null, null));
            written.requests(groundTruth());
            written.finish();
        }

        assertThat(rows("SELECT message, origin FROM logs", 2))
                .containsExactlyInAnyOrder(
                        tuple("of a request", "request"),
                        tuple("hz", "unknown"),
                        tuple("of none here", "unknown"),
                        tuple("load", "load"));
    }

    @Test
    @DisplayName("join records by the trace id where that is what the system writes into its logs")
    void joinRecordsByTrace() throws IOException {
        try (TableParts written =
                TableParts.begin(parts, "LO2_run_1795519300", "correct", LogId.TRACE, Map.of(CONTAINER, SERVICE))) {
            written.log(new LogRecord(CONTAINER, 1, START, "", "", null, null, null, null, null, TRACE, null));
            written.requests(groundTruth());
            written.finish();
        }

        assertThat(rows("SELECT request_id, trace_id, origin FROM logs", 3))
                .containsExactly(tuple("vkq5JAx-PNK_ZB3HQKZM0w", TRACE, "request"));
    }

    @ParameterizedTest(name = "say of a request that {0} whether it is confirmed as the suite counts it: {7}")
    @CsvSource({
        "got what its tag names,       true,  correct, 404, ERR1, 404, ERR1, true",
        "is not the faulty one,        false, correct, 404, ERR1, 404, ERR1, false",
        "is another tag's faulty one,  true,  other,   404, ERR1, 404, ERR1, false",
        "got another status,           true,  correct, 404, ERR1, 200, ERR1, false",
        "got another code,             true,  correct, 404, ERR1, 404, ERR2, false",
        "got no code,                  true,  correct, 404, ERR1, 404, ,     false",
        "is judged by its task,        true,  correct, ,    ,     200, ,     true",
    })
    void sayWhetherARequestIsConfirmed(
            String what,
            boolean anomaly,
            String tag,
            @Nullable Integer expectedStatus,
            @Nullable String expectedCode,
            int status,
            @Nullable String code,
            boolean confirmed)
            throws IOException {
        var request = new Request(
                START,
                null,
                5,
                "correct",
                "baseline",
                "id",
                "0a",
                "0c",
                "User-1",
                "task",
                tag,
                anomaly,
                false,
                false,
                SERVICE,
                "GET",
                "/",
                expectedStatus,
                expectedCode,
                status,
                code,
                0,
                null);
        try (TableParts written = begin()) {
            written.requests(Files.writeString(
                    folder.resolve("requests.jsonl"),
                    Json.MAPPER
                            .writer()
                            .without(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(request)));
            written.finish();
        }

        assertThat(rows("SELECT confirmed FROM requests", 1)).as(what).containsExactly(tuple(confirmed));
    }

    @Test
    @DisplayName("have one form, whether values are missing or not, and none or all, so that they can be put together")
    void haveOneForm() throws IOException {
        var found = new ArrayList<List<Path>>();
        for (int scenario = 0; scenario < 3; scenario++) {
            parts = folder.resolve("parts" + scenario);
            try (TableParts written = begin()) {
                if (scenario > 0) {
                    written.log(logRecord(1, "first"));
                    written.span(span(TRACE));
                    written.samples(samples(START - 1, START), START);
                }
                if (scenario > 1) {
                    written.log(new LogRecord("locust", 1, START, "", "", null, null, null, null, null, null, null));
                    written.span(span("00000000000000000000000000000001", "", "server", Map.of("http.route", "/")));
                    SeriesSamples ended = samples(START - 1, START);
                    ended.endAt(START + 1);
                    written.samples(ended, START);
                }
                written.requests(scenario == 0 ? Files.writeString(folder.resolve("none.jsonl"), "") : groundTruth());
                written.finish();
            }
            for (Table table : Table.OF_SCENARIO) {
                found.add(files(table));
            }
        }

        for (Table table : Table.OF_SCENARIO) {
            Path whole = folder.resolve(table.fileName());
            TableMerge.write(
                    table,
                    Stream.of(0, 1, 2)
                            .map(scenario -> scenario * Table.OF_SCENARIO.size() + Table.OF_SCENARIO.indexOf(table))
                            .flatMap(index -> found.get(index).stream())
                            .toList(),
                    whole);
            try (TableViews views = TableViews.open(folder, Map.of(table, List.of(whole)))) {
                assertThat(views.shape(table)).isEqualTo(table.shape());
            }
        }
    }

    @Test
    @DisplayName("leave no thread behind when they are not finished")
    void leaveNoThreadBehind() {
        try (TableParts written =
                TableParts.begin(parts, "LO2_run_1795519300", "left_behind", LogId.REQUEST, Map.of())) {
            written.log(logRecord(1, "first"));
        }

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.endsWith(" of left_behind"));
    }

    @Test
    @DisplayName("become one file a table, in which records and spans are joined to their requests")
    void areMerged() throws IOException {
        try (TableParts written = begin()) {
            written.log(logRecord(1, "first"));
            written.span(span(TRACE));
            written.span(span("00000000000000000000000000000001"));
            written.requests(groundTruth());
            written.finish();
        }
        Path logs = folder.resolve("logs.parquet");
        Path spans = folder.resolve("spans.parquet");

        TableMerge.write(Table.LOGS, files(Table.LOGS), logs);
        TableMerge.write(Table.SPANS, files(Table.SPANS), spans);

        try (TableViews views =
                TableViews.open(folder, Map.of(Table.LOGS, List.of(logs), Table.SPANS, List.of(spans)))) {
            assertThat(views.ask("SELECT trace_id FROM logs", row -> row.getString(1)))
                    .containsExactly(TRACE);
            assertThat(views.ask("SELECT request_id FROM spans ORDER BY trace_id", row -> row.getString(1)))
                    .containsExactly(null, "vkq5JAx-PNK_ZB3HQKZM0w");
            assertThat(views.shape(Table.SPANS)).isEqualTo(Table.SPANS.shape());
        }
    }

    @Test
    @DisplayName("say what is wrong when a row cannot be written")
    void sayWhatIsWrong() throws IOException {
        Path noRequests = Files.writeString(folder.resolve("requests.jsonl"), "no JSON\n");
        try (TableParts written = begin()) {
            assertThatThrownBy(() -> written.requests(noRequests))
                    .isInstanceOf(TableException.class)
                    .hasMessageContaining(parts.toString())
                    .hasMessageContaining("requests.jsonl");
        }
    }

    private TableParts begin() {
        return TableParts.begin(parts, "LO2_run_1795519300", "correct", LogId.REQUEST, Map.of(CONTAINER, SERVICE));
    }

    private Path groundTruth() throws IOException {
        return Files.writeString(folder.resolve("requests.jsonl"), """
            {"time":%s,"duration":80422081,"scenario":"correct","request_id":"vkq5JAx-PNK_ZB3HQKZM0w",\
            "trace_id":"3927e1ff8c5f4fabe5c5257a3937280c","span_id":"4cf8d0b0daa7bf7b","user":"ServiceRegistration-1",\
            "task":"update_service","tag":"correct","anomaly":true,"background":false,"chosen":false,"service_name":"oauth2-service-service",\
            "method":"POST","route":"/oauth2/service","expected_status":200,"expected_code":null,"status":404,\
            "code":"ERR12042","bytes":232,"error":null}
            """.formatted(START));
    }

    private List<Tuple> rows(String sql, int columns) throws IOException {
        var files = new EnumMap<Table, List<Path>>(Table.class);
        for (Table table : Table.OF_SCENARIO) {
            files.put(table, files(table));
        }
        try (TableViews views = TableViews.open(folder, files)) {
            return views.ask(sql, row -> {
                var values = new ArrayList<Object>();
                for (int column = 1; column <= columns; column++) {
                    values.add(row.getObject(column));
                }
                return tuple(values.toArray());
            });
        }
    }

    private List<Path> files(Table table) throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parts, table.tableName() + "-*.parquet")) {
            found.forEach(files::add);
        }
        return files.stream().sorted().toList();
    }

    private static LogRecord logRecord(long line, String message) {
        return logRecord(CONTAINER, line, message);
    }

    private static LogRecord logRecord(String container, long line, String message) {
        return new LogRecord(
                container,
                line,
                START + line,
                "11:21:49.357 [XNIO-1 task-5]  vkq5JAx-PNK_ZB3HQKZM0w DEBUG a.B c - ",
                message,
                "DEBUG",
                "a.B",
                "c",
                "XNIO-1 task-5",
                "vkq5JAx-PNK_ZB3HQKZM0w",
                null,
                null);
    }

    private static SeriesSamples samples(long... times) {
        var samples = new SeriesSamples(new Series("up", new TreeMap<>(Map.of("job", SERVICE))));
        for (long time : times) {
            samples.add(time, 1);
        }
        return samples;
    }

    private static Span span(String traceId) {
        return span(traceId, REQUEST_SPAN, "server", Map.of("http.status_code", 200L));
    }

    private static Span span(String traceId, String parent, String kind, Map<String, Object> attributes) {
        return new Span(
                SERVICE,
                traceId,
                "0c537254397cfb02",
                parent,
                "POST",
                kind,
                START,
                START + 5,
                "UNSET",
                "s",
                "1",
                attributes);
    }
}
