package io.github.lo2.table;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.Request;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.io.file.PathUtils;

/**
 * Writes the parts of made-up scenarios and merges them, and says how long each takes and how much memory the process then
 * has at the most. Started by hand:
 *
 * <pre>
 * mvn test-compile exec:java@merge -Dexec.args="&lt;folder&gt; &lt;scenarios&gt; &lt;requests of each&gt;"
 * </pre>
 *
 * <p>Each request has 14 log records and two spans, as in a full run on the embedded stack: 54 scenarios of 74,000 requests.
 */
public final class MergeBenchmark {
    private static final int LOGS_OF_REQUEST = 14;
    private static final int SERIES = 1_277;
    private static final int SAMPLES_OF_SERIES = 100;
    private static final long START = 1_795_519_309_315_513_840L;
    private static final long STEP = 1_350_000;
    private static final List<String> SERVICES =
            List.of("client", "code", "key", "refresh-token", "service", "token", "user");
    private static final ObjectWriter COMPACT = Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final int requests;
    private final Random random = new Random(42);

    private MergeBenchmark(Path folder, int requests) {
        this.folder = folder;
        this.requests = requests;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int scenarios = Integer.parseInt(arguments[1]);
        var benchmark = new MergeBenchmark(Files.createDirectories(folder), Integer.parseInt(arguments[2]));
        try {
            for (int i = 0; i < scenarios; i++) {
                benchmark.record("scenario_" + i, START + i * 200_000_000_000L);
            }
            benchmark.merge(scenarios);
        } finally {
            PathUtils.deleteDirectory(folder);
        }
    }

    private void record(String scenario, long start) throws IOException {
        Path groundTruth = folder.resolve(scenario + ".jsonl");
        var containers = new TreeMap<String, String>();
        SERVICES.forEach(name -> containers.put("light-oauth2-oauth2-" + name + "-1", "oauth2-" + name + "-service"));
        long began = System.nanoTime();
        try (TableParts parts =
                TableParts.begin(folder.resolve(scenario), "LO2_run_1795519300", scenario, LogId.REQUEST, containers)) {
            try (OutputStream lines = Files.newOutputStream(groundTruth)) {
                for (int i = 0; i < requests; i++) {
                    record(parts, scenario, start, i, lines);
                }
            }
            for (int i = 0; i < SERIES; i++) {
                parts.samples(samples(i, start), start);
            }
            parts.requests(groundTruth);
            say("rows of " + scenario, began);
            long closed = System.nanoTime();
            resetPeak();
            parts.finish();
            say("parts of " + scenario, closed);
        }
        Files.delete(groundTruth);
    }

    private void record(TableParts parts, String scenario, long start, int number, OutputStream lines)
            throws IOException {
        String service = SERVICES.get(random.nextInt(SERVICES.size()));
        String container = "light-oauth2-oauth2-%s-1".formatted(service);
        String serviceName = "oauth2-%s-service".formatted(service);
        long time = start + number * STEP;
        String requestId = hex(16).substring(0, 22);
        String traceId = hex(16);
        String spanId = hex(8);
        var request = new Request(
                time,
                null,
                4_000_000 + random.nextInt(1_000_000),
                scenario,
                "baseline",
                requestId,
                traceId,
                spanId,
                "User-1",
                "get_client",
                "correct",
                false,
                false,
                false,
                serviceName,
                "GET",
                "/oauth2/" + service,
                200,
                null,
                200,
                null,
                120,
                null);
        lines.write(COMPACT.writeValueAsBytes(request));
        lines.write('\n');
        for (int i = 0; i < LOGS_OF_REQUEST; i++) {
            parts.log(new LogRecord(
                    container,
                    (long) number * LOGS_OF_REQUEST + i,
                    time + i * 100_000L,
                    String.format(
                            Locale.ROOT,
                            "11:21:%02d.%03d [XNIO-1 task-%d]  %s DEBUG com.networknt.handler.Handler%d handle - ",
                            number / 1000 % 60,
                            number % 1000,
                            i % 8,
                            requestId,
                            i),
                    i % 3 == 0
                            ? String.format(
                                    Locale.ROOT,
                                    "{\"clientId\":\"%s\",\"scope\":\"portal.r portal.w\",\"callId\":%d}",
                                    hex(16),
                                    number)
                            : "the handler " + i + " has passed the request on to the next one of its chain",
                    "DEBUG",
                    "com.networknt.handler.Handler" + i,
                    "handle",
                    "XNIO-1 task-" + i % 8,
                    requestId,
                    null,
                    null));
        }
        String child = hex(8);
        parts.span(span(serviceName, traceId, child, spanId, "GET", "server", time, requestId));
        parts.span(span(serviceName, traceId, hex(8), child, "SELECT oauth2.client", "client", time, requestId));
    }

    private Span span(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            String kind,
            long time,
            String detail) {
        return new Span(
                service,
                trace,
                id,
                parent,
                name,
                kind,
                time + 300_000,
                time + 3_000_000,
                "UNSET",
                "io.opentelemetry.undertow-1.4",
                "2.33.1-alpha",
                Map.of(
                        "url.path",
                        "/oauth2/client/" + detail,
                        "http.request.method",
                        "GET",
                        "http.response.status_code",
                        200L,
                        "thread.id",
                        random.nextInt(64),
                        "network.peer.port",
                        30_000 + random.nextInt(30_000)));
    }

    private SeriesSamples samples(int number, long start) {
        var samples = new SeriesSamples(new Series(
                String.format(Locale.ROOT, "metric_%04d_total", number / 7),
                new TreeMap<>(Map.of("instance", SERVICES.get(number % 7), "job", "oauth2-client-service"))));
        for (int i = 0; i < SAMPLES_OF_SERIES; i++) {
            samples.add(start + i * 1_000_000_000L + random.nextInt(1_000_000), random.nextInt(1_000));
        }
        return samples;
    }

    private void merge(int scenarios) throws IOException {
        var parts = new EnumMap<Table, List<Path>>(Table.class);
        for (Table table : Table.OF_SCENARIO) {
            var files = new ArrayList<Path>();
            for (int i = 0; i < scenarios; i++) {
                files.add(folder.resolve("scenario_" + i).resolve(table.tableName() + "-00001.parquet"));
            }
            parts.put(table, files);
        }
        resetPeak();
        long began = System.nanoTime();
        for (Table table : Table.OF_SCENARIO) {
            long tableBegan = System.nanoTime();
            Path file = folder.resolve(table.fileName());
            TableMerge.write(table, parts.getOrDefault(table, List.of()), file);
            say(String.format(Locale.ROOT, "%s, %,d bytes", table.tableName(), Files.size(file)), tableBegan);
        }
        say("the merge", began);
    }

    private static void say(String what, long began) throws IOException {
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("no peak");
        System.out.printf(Locale.ROOT, "%s: %.1f s, %s%n", what, (System.nanoTime() - began) / 1e9, peak);
    }

    /** Have Linux measure the peak anew. */
    private static void resetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private String hex(int bytes) {
        var text = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16)).append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }
}
