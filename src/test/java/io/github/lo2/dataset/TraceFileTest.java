package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.load.LocustEnvironment;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A trace file")
class TraceFileTest {
    private static final String HEADER = "Trace ID,Span ID,Operation Name,Start Time,End Time,Tags\n";
    private static final String TRACE = "96dcc8bde0f941b1eeb1bf1306871059";
    /** What the standard library reads back: a JSON array of [operation name, tags]. */
    private static final String READ = """
            import ast, csv, json, sys
            with open(sys.argv[1], encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            print(json.dumps([[row["Operation Name"], ast.literal_eval(row["Tags"])] for row in rows]))
            """;

    @TempDir
    Path folder;

    @Test
    @DisplayName("has the reference's columns, times and tags")
    void hasTheLinesOfTheReference() throws Exception {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("http.request.method", "POST");
        attributes.put("server.port", 6882L);
        var span = new Span(
                "oauth2-token-service",
                TRACE,
                "4de63ffd694aa801",
                "",
                "POST",
                "server",
                1_739_743_599_635_115_999L,
                1_739_743_599_640_980_000L,
                "UNSET",
                "io.opentelemetry.undertow-1.4",
                "2.33.1-alpha",
                attributes);

        assertThat(written(span))
                .hasContent(
                        HEADER + TRACE
                                + ",4de63ffd694aa801,POST,2025-02-16T22:06:39.635115+00:00,2025-02-16T22:06:39.640980+00:00,"
                                + "\"{'http.request.method': 'POST', 'server.port': 6882, 'span.kind': 'server', "
                                + "'otel.scope.name': 'io.opentelemetry.undertow-1.4', 'otel.scope.version': '2.33.1-alpha'}\"\n");
    }

    @Test
    @DisplayName("names parent and failure as Jaeger does")
    void namesParentAndFailure() throws Exception {
        var span = new Span(
                "s",
                TRACE,
                "4de63ffd694aa801",
                "37a2e598a8e346f5",
                "POST",
                "client",
                0,
                1,
                "ERROR",
                "x",
                "1",
                Map.of());

        assertThat(Files.readString(written(span)))
                .endsWith(
                        "\"{'span.kind': 'client', 'parent_span_id': '37a2e598a8e346f5', 'otel.status_code': 'ERROR', 'error': True, "
                                + "'otel.scope.name': 'x', 'otel.scope.version': '1'}\"\n");
    }

    @Test
    @DisplayName("without spans is a header")
    void isAHeaderWithoutSpans() throws Exception {
        assertThat(Files.readString(written())).isEqualTo(HEADER);
    }

    @Test
    @DisplayName("gives names and tags back to Python's csv and ast.literal_eval, whatever is in them")
    void givesTagsBackToPython() throws Exception {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put(
                "db.statement", "SELECT \"a\", 'b'\nFROM c\r\nWHERE d = '\\';\t-- größe \u20ac \ud83c\udf50\u2028");
        attributes.put("control", "\0\u0001\u001f\u007f\u0085");
        attributes.put("apostrophe's", "it's");
        attributes.put("quote", "say \"a\"");
        attributes.put("backslash at the end", "C:\\");
        attributes.put("empty", "");
        attributes.put("true", true);
        attributes.put("false", false);
        attributes.put("long", Long.MIN_VALUE);
        attributes.put("double", 1.5e-10);
        attributes.put("large", 1e300);
        attributes.put("list", List.of("a,b", "c'd", "e\"f", List.of(1L, true)));
        String name = "GET \"/a\", then\r\n'/b'";
        var span = new Span("s", TRACE, "4de63ffd694aa801", "", name, "server", 0, 1, "OK", "", "", attributes);
        Path file = written(span, span);

        JsonNode rows;
        try (var processes = new ChildProcesses(EpochClock.system())) {
            var python = LocustEnvironment.prepare(
                    Path.of("locust", "light-oauth2"), Path.of("locust"), Path.of(".venv"), processes, line -> {});
            var read = python.command("Python", List.of("-c", READ, file.toString()), Map.of());
            rows = Json.MAPPER.readTree(String.join("\n", processes.run(read, Duration.ofSeconds(30))));
        }

        var expected = new LinkedHashMap<>(attributes);
        expected.put("span.kind", "server");
        expected.put("otel.status_code", "OK");
        expected.put("otel.scope.name", "");
        expected.put("otel.scope.version", "");
        List<Object> row = List.of(name, expected);
        assertThat(rows).isEqualTo(Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(List.of(row, row))));
    }

    private Path written(Span... spans) throws Exception {
        Path path = folder.resolve("traces_oauth2-token-service.csv");
        try (var file = new TraceFile(path)) {
            for (Span span : spans) {
                file.write(span);
            }
        }
        return path;
    }
}
