package io.github.lo2.validate;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.dataset.ScenarioFacts.PhaseFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Request;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableParts;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a scenario of 10 s in which all is as it should be: two services with 20 requests each, every fourth one to
 * the first of them the faulty one of the tag, and two sources of metrics. A test spoils what it is about.
 */
public final class ScenarioRows {
    static final String RUN = "LO2_run_1795519000";
    static final String TAG = "get_client_404_no_client";
    static final String CLIENT = "oauth2-client-service";
    static final String TOKEN = "oauth2-token-service";
    static final long SECOND = 1_000_000_000L;
    static final long START = 1_795_519_309_315_513_840L;
    static final long END = START + 10 * SECOND;

    static final Map<String, String> CONTAINERS =
            Map.of("light-oauth2-oauth2-client-1", CLIENT, "light-oauth2-oauth2-token-1", TOKEN);
    private static final ObjectWriter COMPACT = Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

    final String tag;
    final long start;
    final List<ObjectNode> requests = new ArrayList<>();
    final List<Span> spans = new ArrayList<>();
    final List<LogRecord> logs = new ArrayList<>();
    final List<SeriesSamples> metrics = new ArrayList<>();
    /** This machine's clock was set by nobody. */
    ClockCourse clock = new ClockCourse(10 * SECOND, 10 * SECOND, 0);
    /** The fault of the stack that it has. */
    Optional<FaultFacts> fault = Optional.empty();

    final List<Missing> missing = new ArrayList<>();
    /** It asks for no metrics, unless a test has it ask. */
    SystemFacts system = SystemFacts.usual("light-oauth2", "LO2_run_", LogId.REQUEST);

    String stack = "compose";
    OptionalDouble dose = OptionalDouble.empty();
    long repeats;

    private ScenarioRows(String tag, long start) {
        this.tag = tag;
        this.start = start;
        for (int i = 0; i < 20; i++) {
            boolean faulty = !tag.equals("correct") && i % 4 == 3;
            add(request(2 * i, CLIENT, "/oauth2/client/{clientId}", faulty));
            add(request(2 * i + 1, TOKEN, "/oauth2/token", false));
        }
        metrics.add(everySecond("up", "node_exporter:9100", start - SECOND / 2));
        metrics.add(everySecond("node_load1", "node_exporter:9100", start - SECOND / 2));
        metrics.add(everySecond("up", "cadvisor:8080", start - SECOND / 4));
        metrics.add(everySecond("process_open_fds", "cadvisor:8080", start - SECOND / 4));
        metrics.add(everySecond("scrape_duration_seconds", "cadvisor:8080", start - SECOND / 4));
        metrics.add(samples(
                "container_memory_rss",
                "cadvisor:8080",
                // As cAdvisor gives them: younger and older by turns, never more than 2 s apart.
                offsets(start, -0.6, 0.2, 2.0, 2.6, 4.5, 5.1, 7.0, 7.2, 9.1)));
    }

    /** Make the rows of an error tag. */
    public static ScenarioRows faulty() {
        return new ScenarioRows(TAG, START);
    }

    /** Make the rows of an error tag whose faulty requests all got another answer. */
    public static ScenarioRows unconfirmed() {
        ScenarioRows rows = faulty();
        for (int i = 0; i < rows.requests.size(); i++) {
            if (rows.requests.get(i).path("anomaly").asBoolean()) {
                rows.answer(i, 500, null);
            }
        }
        return rows;
    }

    /** Make the rows of a tag whose scenario is one of several; the first has the place 0. */
    static ScenarioRows of(String tag, int place) {
        return new ScenarioRows(tag, START + 12L * place * SECOND);
    }

    /** Make the rows of {@code correct}. */
    public static ScenarioRows correct() {
        return new ScenarioRows("correct", START + 12 * SECOND);
    }

    /** Let the scenario have another tag at once. */
    JudgedScenario judgedWith(String other) {
        String both = tag + ".and." + other;
        requests.forEach(request -> request.put("scenario", both));
        return judged(both, judged().phases());
    }

    JudgedScenario judged() {
        String phase = tag.equals("correct") ? "baseline" : "fault";
        return judged(tag, List.of(new PhaseFacts(phase, start, start + 10 * SECOND)));
    }

    /** Say that its first 5 s were the baseline, and the others the fault. */
    JudgedScenario halfFaulty() {
        long middle = start + 5 * SECOND;
        return judged(
                tag,
                List.of(
                        new PhaseFacts("baseline", start, middle),
                        new PhaseFacts("fault", middle, start + 10 * SECOND)));
    }

    /** Say that it had each phase, for a third of its time. */
    JudgedScenario inThree() {
        long third = start + 10 * SECOND / 3;
        long second = start + 20 * SECOND / 3;
        return judged(
                tag,
                List.of(
                        new PhaseFacts("baseline", start, third),
                        new PhaseFacts("fault", third, second),
                        new PhaseFacts("recovery", second, start + 10 * SECOND)));
    }

    private JudgedScenario judged(String itsTag, List<PhaseFacts> phases) {
        return new JudgedScenario(
                system,
                stack,
                itsTag,
                10 * SECOND,
                10 * SECOND,
                start,
                start + 10 * SECOND,
                Optional.of(clock),
                dose,
                phases,
                repeats,
                missing,
                fault);
    }

    /** Give a request another answer than its task expects. */
    ObjectNode answer(int index, int status, @Nullable String code) {
        return requests.get(index).put("status", status).put("code", code).put("error", "expected another");
    }

    /** Write the parts and judge. */
    Verdict verdict(VerdictKind kind, Path folder) throws IOException {
        try (TableViews views = views(folder)) {
            return ScenarioVerdicts.of(kind, judged(), views);
        }
    }

    TableViews views(Path folder) throws IOException {
        return TableViews.open(folder, writeParts(folder));
    }

    /** Write the parts into a folder, and the ground truth beside them. */
    Map<Table, List<Path>> writeParts(Path folder) throws IOException {
        Path parts = folder.resolve("parts");
        Files.createDirectories(folder);
        Path groundTruth = writeRequests(folder.resolve("requests.jsonl"));
        try (TableParts written = TableParts.begin(parts, RUN, tag, LogId.REQUEST, CONTAINERS)) {
            written.requests(groundTruth);
            spans.forEach(written::span);
            logs.forEach(written::log);
            metrics.forEach(samples -> written.samples(samples, start));
            written.finish();
        }
        var files = new EnumMap<Table, List<Path>>(Table.class);
        for (Table table : Table.OF_SCENARIO) {
            try (Stream<Path> found = Files.list(parts)) {
                files.put(
                        table,
                        found.filter(file -> file.getFileName().toString().startsWith(table.tableName() + "-"))
                                .sorted()
                                .toList());
            }
        }
        return files;
    }

    Path writeRequests(Path file) throws IOException {
        var lines = new StringBuilder();
        for (ObjectNode request : requests) {
            lines.append(COMPACT.writeValueAsString(request)).append('\n');
        }
        return Files.writeString(file, lines);
    }

    static SeriesSamples everySecond(String metric, String instance, long first) {
        return samples(
                metric,
                instance,
                Stream.iterate(first, time -> time + SECOND)
                        .limit(11)
                        .mapToLong(Long::longValue)
                        .toArray());
    }

    static SeriesSamples samples(String metric, String instance, long... times) {
        var samples = new SeriesSamples(
                new Series(metric, new TreeMap<>(Map.of("instance", instance, "job", instance.split(":", 2)[0]))));
        for (long time : times) {
            samples.add(time, 1);
        }
        return samples;
    }

    /** Make a series of something that a label tells. */
    static SeriesSamples of(String metric, String label, String value, long... times) {
        var labels = new TreeMap<>(Map.of("instance", "source:1", "job", "source"));
        labels.put(label, value);
        var samples = new SeriesSamples(new Series(metric, labels));
        for (long time : times) {
            samples.add(time, 1);
        }
        return samples;
    }

    /** Write down, beside the requests, that some were hit by a fault of the stack. */
    void writeHits(Path folder, int... places) throws IOException {
        var lines = new StringBuilder();
        for (int place : places) {
            lines.append(Json.MAPPER
                            .createObjectNode()
                            .put("time", start)
                            .put(
                                    "trace_id",
                                    requests.get(place).path("trace_id").asText())
                            .put("hit", true)
                            .put("exposed", false)
                            .toString())
                    .append('\n');
        }
        Files.writeString(folder.resolve("faults.jsonl"), lines);
    }

    /** Make times of seconds after a start. */
    static long[] offsets(long start, double... seconds) {
        long[] times = new long[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            times[i] = start + Math.round(seconds[i] * SECOND);
        }
        return times;
    }

    private Request request(int number, String service, String route, boolean faulty) {
        return new Request(
                start + number * SECOND / 4,
                null,
                4_000_000,
                tag,
                tag.equals("correct") ? "baseline" : "fault",
                String.format(Locale.ROOT, "request%015d", number),
                String.format(Locale.ROOT, "%s%031x", tag.equals("correct") ? "c" : "f", number + 1),
                String.format(Locale.ROOT, "%016x", number + 1),
                "ClientRegistration-1",
                faulty ? "get_unknown_client" : "get_client",
                faulty ? tag : "correct",
                faulty,
                false,
                false,
                service,
                "GET",
                route,
                faulty ? 404 : 200,
                faulty ? "ERR12014" : null,
                faulty ? 404 : 200,
                faulty ? "ERR12014" : null,
                100,
                null);
    }

    /** Add a request with its span and log record. */
    private void add(Request request) {
        String id = String.valueOf(request.spanId());
        requests.add(Json.MAPPER.valueToTree(request));
        spans.add(new Span(
                String.valueOf(request.serviceName()),
                String.valueOf(request.traceId()),
                "a" + id.substring(1),
                id,
                "GET",
                "server",
                request.time() + 400_000,
                // The client has its answer before the server has done with it.
                request.time() + request.duration() + 90_000_000,
                "UNSET",
                "undertow",
                "1",
                Map.of()));
        logs.add(new LogRecord(
                CLIENT.equals(request.serviceName()) ? "light-oauth2-oauth2-client-1" : "light-oauth2-oauth2-token-1",
                logs.size() + 1L,
                request.time() + 900_000,
                "",
                "answered",
                "DEBUG",
                "a.B",
                "c",
                "XNIO-1 task-5",
                request.requestId(),
                null,
                null));
    }
}
