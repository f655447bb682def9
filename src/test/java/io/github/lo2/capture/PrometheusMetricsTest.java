package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.junit.BesideOthers;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.SeriesType;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@BesideOthers
@DisplayName("The metrics that a Prometheus scrapes")
@Timeout(30)
class PrometheusMetricsTest {
    private static final HttpsClient HTTP = new HttpsClient();
    private static final long BASE = 1_795_500_000L;
    private static final String NAMES = "names";
    private static final String METADATA = "metadata";
    private static final String LAST_SCRAPES = "timestamp(up)";
    private static final String UP = "up";
    private static final String METRICS = "{__name__=~\"container_last_seen|node_load1\"}";

    private static final String NODE = """
        "instance":"node_exporter:9100","job":"node","group":"production"\
        """;
    private static final String CADVISOR = """
        "instance":"cadvisor:8080","job":"cadvisor"\
        """;

    private final HttpServer server;
    private final URI base;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<Query> queries = new CopyOnWriteArrayList<>();
    private volatile @Nullable Function<Query, Reply> sampling;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(BASE + 30));
    private final EpochClock clock = new EpochClock(now::get);

    /** What the server says. */
    private record Reply(int status, String body) {}

    /** What it was asked. */
    private record Query(String method, String path, String query, String time) {
        String selector() {
            return query.contains("[") ? query.substring(0, query.lastIndexOf('[')) : query;
        }
    }

    PrometheusMetricsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
        say(NAMES, """
            {"status":"success","data":["container_last_seen","node_load1","scrape_duration_seconds","up"]}\
            """);
        say(METADATA, """
            {"status":"success","data":{}}\
            """);
        say(LAST_SCRAPES, vector(scraped(CADVISOR, "1795500030.251"), scraped(NODE, "1795500029.9")));
        say(UP, matrix());
        say(METRICS, matrix());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    @DisplayName("are listed by name")
    void areListedByName() {
        assertThat(PrometheusMetrics.names(HTTP, base))
                .containsExactly("container_last_seen", "node_load1", "scrape_duration_seconds", "up");
        assertThat(queries).extracting(Query::method).containsExactly("GET");
    }

    @Test
    @DisplayName("may be asked for without being there, which is told")
    void mayBeUnknown() {
        var metrics = new PrometheusMetrics(
                HTTP, base, List.of("up", "node_zfs_arc_size", "node_load1", "machine_nvm_capacity"), clock);

        assertThat(metrics.unknown()).containsExactly("machine_nvm_capacity", "node_zfs_arc_size");
    }

    @Test
    @DisplayName("cannot be had where no Prometheus answers")
    void cannotBeHadWithoutAPrometheus() {
        server.stop(0);

        assertThatThrownBy(this::metrics)
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith("Prometheus at %s cannot be read: ", base)
                .message()
                .doesNotEndWith("null");
        assertThatThrownBy(() -> PrometheusMetrics.names(HTTP, base))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith("Prometheus at %s cannot be read: ", base)
                .message()
                .doesNotEndWith("null");
    }

    @Test
    @DisplayName("are complete once each target was scraped after the end")
    void areCompleteAfterTheNextScrape() {
        PrometheusMetrics metrics = metrics();

        assertThat(metrics.missing(at(29.899))).isEmpty();
        assertThat(metrics.missing(at(29.9)))
                .as("a scrape at the end itself may have come before the last sample")
                .containsExactly("the last scrape of node_exporter:9100");
    }

    @Test
    @DisplayName("are not asked for again before the next scrape can be there")
    void areNotAskedForTooSoon() {
        PrometheusMetrics metrics = metrics();
        queries.clear();
        now.set(instant(30.3));
        assertThat(metrics.missing(at(30.3)))
                .containsExactly("the last scrape of cadvisor:8080", "the last scrape of node_exporter:9100");

        now.set(instant(30.899));
        assertThat(metrics.missing(at(30.3))).containsExactly("the last scrape");
        assertThat(queries).extracting(Query::query).containsExactly(LAST_SCRAPES);

        say(METADATA, """
            {"status":"success","data":{}}\
            """);
        say(LAST_SCRAPES, vector(scraped(CADVISOR, "1795500030.251"), scraped(NODE, "1795500030.9")));
        now.set(instant(30.9));
        assertThat(metrics.missing(at(30.3))).containsExactly("the last scrape of cadvisor:8080");

        say(LAST_SCRAPES, vector(scraped(CADVISOR, "1795500031.251"), scraped(NODE, "1795500030.9")));
        now.set(instant(31.251));
        assertThat(metrics.missing(at(30.3))).isEmpty();
        assertThat(queries).as("questions").hasSize(3);
    }

    @Test
    @DisplayName("are missing of a target that is no longer scraped")
    void areMissingOfALostTarget() {
        PrometheusMetrics metrics = metrics();
        say(LAST_SCRAPES, vector(scraped(NODE, "1795500031.9")));

        assertThat(metrics.missing(at(30.3))).containsExactly("scrapes of 1 of 2 targets");
    }

    @Test
    @DisplayName("are all missing, with the reason, while Prometheus does not answer or is not ready")
    void areMissingWithoutPrometheus() {
        PrometheusMetrics metrics = metrics();

        replies.put(LAST_SCRAPES, new Reply(503, "Service Unavailable"));
        assertThat(metrics.missing(at(30.3)))
                .containsExactly("metrics: Prometheus at %s cannot be read: %s/api/v1/query answers 503; expected 200:"
                                .formatted(base, base)
                        + " Service Unavailable");

        server.stop(0);
        assertThat(metrics.missing(at(30.3)))
                .singleElement()
                .asString()
                .startsWith("metrics: Prometheus at %s cannot be read: ".formatted(base))
                .doesNotEndWith("null");
    }

    @Test
    @DisplayName("are asked for with two queries over the window in whole ms and 5 s before it, at its end")
    void areAskedFor() {
        WindowCapture window = window(at(10) + 123_456_789, at(30) + 987_654_321);
        PrometheusMetrics metrics = metrics();
        queries.clear();

        metrics.read(window, series -> {});

        assertThat(queries)
                .containsExactly(
                        new Query("POST", "/api/v1/query", "up[25864ms]", "1795500030.987"),
                        new Query("POST", "/api/v1/query", METRICS + "[25864ms]", "1795500030.987"));
    }

    @Test
    @DisplayName("of six hours are asked for in slices of ten minutes, and are whole")
    void ofALongWindow() {
        sampleEachSecond(600_000);
        long hours = 6 * 3600;

        List<SeriesSamples> read = read(window(at(0.5), at(hours + 0.5)));

        assertThat(read)
                .extracting(samples -> samples.series().metric())
                .containsExactly("container_last_seen", "node_load1");
        long[] all =
                LongStream.rangeClosed(-4, hours).map(PrometheusMetricsTest::at).toArray();
        assertThat(read).allSatisfy(samples -> assertThat(samples.times()).isEqualTo(all));
    }

    @Test
    @DisplayName("that are too many for one query of this Prometheus are asked for in parts")
    void ofABusyWindow() {
        sampleEachSecond(30_000);

        List<SeriesSamples> read = read(window(at(0.5), at(100.5)));

        long[] all =
                LongStream.rangeClosed(-4, 100).map(PrometheusMetricsTest::at).toArray();
        assertThat(read)
                .hasSize(2)
                .allSatisfy(samples -> assertThat(samples.times()).containsExactly(all));
    }

    @Test
    @DisplayName("that are too many however short the slice cannot be had, and it is said what to change")
    void ofAPrometheusThatHoldsNothing() {
        sampleEachSecond(0);

        assertThatThrownBy(() -> read(window(at(0.5), at(100.5))))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("too many samples")
                .hasMessageEndingWith("give it a higher --query.max-samples");
    }

    @Test
    @DisplayName("whose names have other characters are asked for by just these")
    void areAskedForByTheirCharacters() {
        String selector = "{__name__=~\"\\\\Qhttp.requests\\\\E|job:up:sum\"}";
        say(selector, matrix());
        var metrics = new PrometheusMetrics(HTTP, base, List.of("job:up:sum", "http.requests"), clock);
        queries.clear();

        metrics.read(window(at(10), at(30)), series -> {});

        assertThat(queries).extracting(Query::selector).containsExactly(UP, selector);
    }

    @Test
    @DisplayName("are handed over a series at a time, as sent, with labels and the samples' own times")
    void areHandedOver() {
        say(
                METRICS,
                matrix(
                        sampled(
                                "container_last_seen",
                                CADVISOR + ",\"name\":\"light-oauth2-größe-1\"",
                                "[1795500009.5,\"1795500009\"]"),
                        sampled(
                                "node_load1",
                                NODE,
                                "[1795500010.781,\"0.25\"],[1795500011,\"0.5\"],[1795500012.05,\"1\"]"),
                        sampled("container_last_seen", CADVISOR + ",\"name\":\"\"", "")));

        List<SeriesSamples> read = read(window(at(10), at(30)));

        assertThat(read)
                .extracting(SeriesSamples::series)
                .containsExactly(
                        series(
                                "container_last_seen",
                                "instance",
                                "cadvisor:8080",
                                "job",
                                "cadvisor",
                                "name",
                                "light-oauth2-größe-1"),
                        series("node_load1", "group", "production", "instance", "node_exporter:9100", "job", "node"),
                        series("container_last_seen", "instance", "cadvisor:8080", "job", "cadvisor", "name", ""));
        assertThat(read.get(0).times()).containsExactly(at(9.5));
        assertThat(read.get(1).times()).containsExactly(at(10.781), at(11), at(12.05));
        assertThat(read.get(1).at(at(11))).hasValue(0.5);
        assertThat(read.get(2).size()).isZero();
    }

    @Test
    @DisplayName("have the types of the metadata, not of their names, also when what was scraped is gone")
    void haveTheTypesOfTheMetadata() {
        say(METADATA, """
            {"status":"success","data":{
            "node_load1":[{"type":"gauge","help":"1m load average.","unit":""}],
            "jvm_thread_count":[{"type":"gauge","help":"","unit":""}],
            "switches":[{"type":"counter","help":"","unit":""}],
            "reads":[{"type":"counter","help":"","unit":""}],
            "node_netstat_Tcp_InSegs":[{"type":"unknown","help":"","unit":""}],
            "wait_seconds":[{"type":"histogram","help":"","unit":""}],
            "gc_seconds":[{"type":"summary","help":"","unit":""}],
            "disputed":[{"type":"gauge","help":"a","unit":""},{"type":"counter","help":"b","unit":""}]}}\
            """);
        List<String> names = List.of(
                "node_load1",
                "jvm_thread_count",
                "switches",
                "reads_total",
                "node_load1_total",
                "node_netstat_Tcp_InSegs",
                "wait_seconds_bucket",
                "wait_seconds_count",
                "gc_seconds",
                "gc_seconds_sum",
                "disputed",
                "nowhere_total",
                "up");
        say(
                METRICS,
                matrix(names.stream()
                        .map(name -> sampled(name, NODE, ones("10")))
                        .toArray(String[]::new)));
        PrometheusMetrics metrics = metrics();
        var first = new ArrayList<SeriesSamples>();
        metrics.read(window(at(10), at(30)), first::add);
        say(METADATA, """
            {"status":"success","data":{}}\
            """);
        var second = new ArrayList<SeriesSamples>();
        metrics.read(window(at(10), at(30)), second::add);

        assertThat(first)
                .extracting(read -> read.series().type())
                .containsExactly(
                        SeriesType.GAUGE,
                        SeriesType.GAUGE,
                        SeriesType.COUNTER,
                        SeriesType.COUNTER,
                        SeriesType.UNKNOWN,
                        SeriesType.UNKNOWN,
                        SeriesType.HISTOGRAM,
                        SeriesType.HISTOGRAM,
                        SeriesType.SUMMARY,
                        SeriesType.SUMMARY,
                        SeriesType.UNKNOWN,
                        SeriesType.UNKNOWN,
                        SeriesType.GAUGE);
        assertThat(second)
                .extracting(read -> read.series().type())
                .isEqualTo(first.stream().map(read -> read.series().type()).toList());
    }

    @Test
    @DisplayName("have the numbers that Prometheus writes, those too that are none")
    void haveAllNumbers() {
        say(METRICS, matrix(sampled("node_load1", NODE, """
            [1795500010.781,"NaN"],[1795500011.781,"+Inf"],[1795500012.781,"-Inf"],[1795500013.781,"-0.000001"],\
            [1795500014.781,"16644521984"],[1795500015.781,"0.1"]\
            """)));

        SeriesSamples load = read(window(at(10), at(30))).get(0);

        assertThat(load.times()).hasSize(6);
        assertThat(Stream.of(10.781, 11.781, 12.781, 13.781, 14.781, 15.781)
                        .map(second -> load.at(at(second)).orElseThrow()))
                .containsExactly(
                        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e-6, 16_644_521_984.0, 0.1);
    }

    @Test
    @DisplayName("end at the first scrape that a series is missing from, until it comes back")
    void endWhereAScrapeHasNone() {
        say(
                UP,
                matrix(
                        sampled("up", NODE, ones("10.781", "11.781", "12.781", "13.781", "14.781", "15.781")),
                        sampled("up", CADVISOR, ones("10.251", "11.251", "12.251", "13.251", "14.251", "15.251"))));
        say(METRICS, matrix(sampled("node_load1", NODE, """
            [1795500011.781,"0.25"],[1795500012.781,"0.5"],[1795500015.781,"0.75"]\
            """)));

        SeriesSamples load = read(window(at(10), at(16))).get(0);

        assertThat(load.at(at(11))).as("before its first sample").isEmpty();
        assertThat(load.at(at(12))).hasValue(0.25);
        assertThat(load.at(at(13))).hasValue(0.5);
        assertThat(load.at(at(13.781) - 1))
                .as("just before the scrape without it")
                .hasValue(0.5);
        assertThat(load.at(at(13.781))).as("at that scrape").isEmpty();
        assertThat(load.at(at(14))).isEmpty();
        assertThat(load.at(at(15))).isEmpty();
        assertThat(load.at(at(16))).as("when it is back").hasValue(0.75);
    }

    @Test
    @DisplayName("end with a target whose scrape fails")
    void endWithAFailedScrape() {
        say(UP, matrix(sampled("up", NODE, """
            [1795500010.781,"1"],[1795500011.781,"0"],[1795500012.781,"1"]\
            """)));
        say(METRICS, matrix(sampled("node_load1", NODE, """
            [1795500010.781,"0.25"],[1795500012.781,"0.75"]\
            """)));

        PrometheusMetrics metrics = metrics();
        var read = new ArrayList<SeriesSamples>();
        assertThat(metrics.read(window(at(10), at(16)), read::add))
                .containsExactly("failed scrapes of node_exporter:9100: 1");
        SeriesSamples load = read.get(0);

        assertThat(load.at(at(11))).hasValue(0.25);
        assertThat(load.at(at(12))).isEmpty();
        assertThat(load.at(at(13))).hasValue(0.75);
    }

    @Test
    @DisplayName("with times of the exporter's own have no such marks: a sample stands for 5 s")
    void haveALookbackWithTimesOfTheirOwn() {
        say(UP, matrix(sampled("up", CADVISOR, ones("10.251", "11.251", "12.251", "13.251", "14.251"))));
        say(METRICS, matrix(sampled("container_last_seen", CADVISOR, """
            [1795500010.1,"3"],[1795500010.61,"4"]\
            """)));

        SeriesSamples seen = read(window(at(10), at(20))).get(0);

        assertThat(seen.at(at(14.251))).hasValue(4);
        assertThat(seen.at(at(15.61))).hasValue(4);
        assertThat(seen.at(at(15.61) + 1)).isEmpty();
    }

    @Test
    @DisplayName("name the targets whose scrapes failed in the window, and how many did")
    void nameFailedScrapes() {
        say(
                UP,
                matrix(
                        sampled("up", CADVISOR, ones("09.251", "10.251", "11.251", "12.251")),
                        sampled("up", NODE, """
                            [1795500009.781,"0"],[1795500010.781,"0"],[1795500011.781,"1"],[1795500012.781,"0"],\
                            [1795500013.781,"0"],[1795500014.781,"1"]\
                            """)));
        PrometheusMetrics metrics = metrics();

        assertThat(metrics.read(window(at(10), at(13.781)), series -> {}))
                .containsExactly("failed scrapes of node_exporter:9100: 3");
        assertThat(metrics.read(window(at(10.782), at(12.78)), series -> {})).isEmpty();
    }

    @Test
    @DisplayName("cannot be read from half a reply; what came whole was handed over")
    void cannotBeReadFromHalfAReply() {
        String whole = matrix(
                sampled("container_last_seen", CADVISOR, "[1795500010.1,\"3\"]"),
                sampled("node_load1", NODE, "[1795500010.781,\"0.25\"],[1795500011.781,\"0.5\"]"));
        say(METRICS, whole.substring(0, whole.indexOf("1795500011")));
        PrometheusMetrics metrics = metrics();
        WindowCapture window = window(at(10), at(30));
        var read = new ArrayList<SeriesSamples>();

        assertThatThrownBy(() -> metrics.read(window, read::add))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith("metrics: Prometheus at %s cannot be read: ", base)
                .message()
                .hasLineCount(1);
        assertThat(read).extracting(series -> series.series().metric()).containsExactly("container_last_seen");
    }

    @Test
    @DisplayName("cannot be read where Prometheus refuses, and why is told")
    void cannotBeReadWhenRefused() {
        replies.put(METRICS, new Reply(422, """
            {"status":"error","errorType":"execution","error":"query timed out in expression evaluation"}\
            """));
        PrometheusMetrics metrics = metrics();
        WindowCapture window = window(at(10), at(30));

        assertThatThrownBy(() -> metrics.read(window, series -> {}))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith(
                        "metrics: Prometheus at %s cannot be read: %s/api/v1/query answers 422; expected 200: ",
                        base, base)
                .hasMessageContaining("query timed out");
    }

    @Test
    @DisplayName("cannot be read from a Prometheus that is not ready")
    void cannotBeReadWhenNotReady() {
        PrometheusMetrics metrics = metrics();
        replies.put(UP, new Reply(503, "Service Unavailable"));
        WindowCapture window = window(at(10), at(30));

        assertThatThrownBy(() -> metrics.read(window, series -> {}))
                .isInstanceOf(CaptureException.class)
                .hasMessage(
                        "metrics: Prometheus at %s cannot be read: %s/api/v1/query answers 503; expected 200:"
                                + " Service Unavailable",
                        base, base);
    }

    private PrometheusMetrics metrics() {
        return new PrometheusMetrics(HTTP, base, List.of("node_load1", "container_last_seen"), clock);
    }

    private List<SeriesSamples> read(WindowCapture window) {
        var read = new ArrayList<SeriesSamples>();
        assertThat(metrics().read(window, read::add)).as("missing").isEmpty();
        return read;
    }

    private static WindowCapture window(long startNanos, long endNanos) {
        WindowCapture window = new SignalRouter().open(startNanos, new RecordedSignals());
        window.end(endNanos);
        return window;
    }

    /** Be a Prometheus that has a sample of two series for each second, and answers for so many ms at a time. */
    private void sampleEachSecond(long mostMillis) {
        sampling = query -> {
            if (!query.query().contains("[")) {
                return replies.getOrDefault(query.selector(), replies.get(NAMES));
            }
            long length = Long.parseLong(query.query().replaceFirst(".*\\[(\\d+)ms\\]$", "$1"));
            if (length > mostMillis) {
                return new Reply(422, """
                    {"status":"error","errorType":"execution","error":"query processing would load too many samples into memory"}\
                    """);
            }
            long to = new BigDecimal(query.time()).movePointRight(3).longValueExact();
            String values = LongStream.rangeClosed(Math.floorDiv(to - length + 999, 1000L), Math.floorDiv(to, 1000L))
                    .mapToObj("[%s,\"1\"]"::formatted)
                    .collect(Collectors.joining(","));
            return new Reply(
                    200,
                    matrix(Stream.of("container_last_seen", "node_load1", "up")
                            .filter(metric -> query.query().contains(metric))
                            .map(metric -> sampled(metric, NODE, values))
                            .toArray(String[]::new)));
        };
    }

    private void say(String selector, String reply) {
        replies.put(selector, new Reply(200, reply));
    }

    private static String vector(String... results) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}"
                .formatted(String.join(",", results));
    }

    private static String scraped(String labels, String time) {
        return "{\"metric\":{%s},\"value\":[1795500031.003,\"%s\"]}".formatted(labels, time);
    }

    private static String matrix(String... results) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[%s]}}"
                .formatted(String.join(",", results));
    }

    private static String sampled(String metric, String labels, String values) {
        return "{\"metric\":{\"__name__\":\"%s\",%s},\"values\":[%s]}".formatted(metric, labels, values);
    }

    private static String ones(String... seconds) {
        return Stream.of(seconds).map("[17955000%s,\"1\"]"::formatted).collect(Collectors.joining(","));
    }

    private static Series series(String metric, String... labels) {
        var all = new TreeMap<String, String>();
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        return new Series(metric, all);
    }

    private static Instant instant(double second) {
        return EpochClock.toInstant(at(second));
    }

    private static long at(double second) {
        return BASE * 1_000_000_000L + Math.round(second * 1e9);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Query query = query(exchange);
            if (query.path().endsWith("/metadata")) {
                send(exchange, Objects.requireNonNull(replies.get(METADATA)));
                return;
            }
            queries.add(query);
            String key = query.path().endsWith("/__name__/values") ? NAMES : query.selector();
            Reply reply = sampling != null
                    ? sampling.apply(query)
                    : replies.getOrDefault(key, new Reply(400, """
                        {"status":"error","errorType":"bad_data","error":"no reply to %s"}\
                        """.formatted(key)));
            send(exchange, reply);
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Query query(HttpExchange exchange) throws IOException {
        var form = new TreeMap<String, String>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String field : body.split("&", -1)) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) {
                form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return new Query(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                form.getOrDefault("query", ""),
                form.getOrDefault("time", ""));
    }
}
