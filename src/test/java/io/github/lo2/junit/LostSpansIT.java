package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.assertions.DatasetAssertions;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.json.Json;
import io.github.lo2.recording.RunRecording;
import io.github.lo2.recording.RunRequest;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.Suite;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records a scenario whose agents have room for one span, so that they drop many, as they do under too much load. */
@Tag("compose")
@DisplayName("A real loss of spans")
class LostSpansIT {
    private static final Path SYSTEM = Path.of("light-oauth2");
    private static final String ROOM = "OTEL_BSP_MAX_QUEUE_SIZE";
    private static final Pattern LOST =
            Pattern.compile("missing: (\\d+) that \\S+ counts as lost \\(processedSpans_total");

    @TempDir
    Path folder;

    private record Spans(long requests, long server, long client) {}

    @Test
    @DisplayName("is found by the agents' own counters, of SQL spans too, on the stack that lo2.stack names")
    void isFound() throws Exception {
        boolean compose = System.getProperty("lo2.stack", "embedded").equals("compose");
        var given = new TreeMap<>(Map.of(
                "lo2.stack", compose ? "compose" : "embedded",
                "lo2.results", folder.resolve("results").toString(),
                "lo2.scenarios", "correct",
                "lo2.duration", "6",
                "lo2.warmup", "0"));
        if (compose) {
            given.put("lo2.compose", crampedComposeFiles());
        }
        try (Suite suite = Suite.open(compose ? Layout.current(SYSTEM) : crampedLayout());
                RunRecording run = RunRecording.begin(new RunRequest(given, Set.of(), () -> 1), suite)) {
            assertThatThrownBy(() -> run.record(
                            run.plan().scenarios().get(0),
                            recording -> DatasetAssertions.assertThat(recording.captured())
                                    .passesAllVerdicts()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("counts as lost (processedSpans_total");

            String log = Files.readString(run.path().resolve("run_log.log"));
            long lost = LOST.matcher(log)
                    .results()
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum();
            Spans spans = spans(run.path().resolve("correct"));
            System.out.println(spans + ", lost: " + lost);
            assertThat(lost).as("spans that the agents dropped").isPositive();
            assertThat(lost)
                    .as("more than the server spans that are missing of %s: those of SQL", spans)
                    .isGreaterThan(spans.requests() - spans.server());
        }
    }

    private static Spans spans(Path scenario) {
        Path parts = scenario.resolve(".parts");
        Map<Table, List<Path>> files = Stream.of(Table.REQUESTS, Table.SPANS)
                .collect(Collectors.toMap(table -> table, table -> RunTables.parts(parts, table)));
        try (TableViews views = TableViews.open(scenario, files)) {
            return views.askOne(
                    "SELECT (SELECT count(*) FROM requests), (SELECT count(*) FROM spans WHERE kind = 'server'), (SELECT count(*) FROM spans WHERE kind = 'client')",
                    row -> new Spans(row.getLong(1), row.getLong(2), row.getLong(3)));
        }
    }

    /** Lay out the system anew, with all its files, but one variable more. */
    private Layout crampedLayout() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        for (String part : List.of("compose/images", "locust", "target")) {
            Path link = folder.resolve(part);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, root.resolve(part));
        }
        Path original = root.resolve("compose").resolve(SYSTEM);
        Path cramped = Files.createDirectories(folder.resolve("compose").resolve(SYSTEM));
        try (Stream<Path> entries = Files.list(original)) {
            for (Path entry : entries.toList()) {
                Files.createSymbolicLink(cramped.resolve(entry.getFileName()), entry);
            }
        }
        Path definition = cramped.resolve("embedded.json");
        var tree = (ObjectNode) Json.MAPPER.readTree(definition.toFile());
        ((ObjectNode) tree.path("environment")).put(ROOM, "1");
        Files.delete(definition);
        Json.MAPPER.writeValue(definition.toFile(), tree);
        return Layout.current(folder.resolve(SYSTEM));
    }

    private String crampedComposeFiles() throws IOException {
        Path file = Layout.current(SYSTEM).composeFiles().get(0);
        Matcher services = Pattern.compile("(?m)^  (oauth2-[a-z-]+):$").matcher(Files.readString(file));
        String override = services.results()
                .map(service -> "  %s: {environment: {%s: \"1\"}}\n".formatted(service.group(1), ROOM))
                .collect(Collectors.joining("", "services:\n", ""));
        return file + "," + Files.writeString(folder.resolve("cramped.yml"), override);
    }
}
