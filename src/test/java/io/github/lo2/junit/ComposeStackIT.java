package io.github.lo2.junit;

import static io.github.lo2.junit.DockerCommand.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.assertions.DatasetAssertions;
import io.github.lo2.capture.SignalWriter;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.OpenScenario;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.PreparedScenario;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.PortRule;
import io.github.lo2.plan.Scenario;
import io.github.lo2.plan.StackKind;
import io.github.lo2.recording.RunRecording;
import io.github.lo2.recording.RunRequest;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Span;
import io.github.lo2.stack.ComposeRequirements;
import io.github.lo2.stack.ComposeStack;
import io.github.lo2.stack.LogPassage;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.StackException;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.suite.StackChoice;
import io.github.lo2.suite.Suite;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Compose stack as it is: what is captured is what its parts say themselves, and it bears the loss of any of them. */
@Tag("compose")
@EnabledIfSystemProperty(named = "lo2.stack", matches = "compose")
@DisplayName("The Compose stack")
class ComposeStackIT {
    private static final Path COMPOSE_FILE =
            Layout.current(Path.of("light-oauth2")).composeFiles().get(0);
    private static final HttpsClient HTTP = new HttpsClient();
    private static final int SPAN_LIMIT = 19_999;

    private static Suite suite;
    private static ObservedStack observed;
    private static ComposeStack stack;

    @TempDir
    Path folder;

    private final Signals signals = new Signals();

    @BeforeAll
    static void start() {
        suite = Suite.open(Layout.current(Path.of("light-oauth2")));
        observed = suite.stacks()
                .observed(new StackChoice(StackKind.COMPOSE, List.of(), PortRule.DEFINITION), System.out::println);
        stack = (ComposeStack) observed.stack();
    }

    @AfterAll
    static void end() {
        suite.close();
        assertThat(DockerCommand.keptOfRuns()).as("left behind").isEmpty();
    }

    @BeforeEach
    void isWhole() {
        stack.repair();
    }

    @AfterEach
    void isMadeWholeAgain() {
        stack.repair();
        assertThat(stack.trouble()).isEmpty();
    }

    @Test
    @DisplayName("gives the values at full seconds that Prometheus' query_range gives, also around a failed exporter")
    void agreesWithRangeQueries() throws Exception {
        PreparedScenario prepared = runFolder(planOf("correct")).prepare(scenario("correct"));
        Path metrics = prepared.requests().resolveSibling("metrics");
        String exporter = id("light-oauth2-node_exporter-1");
        long start = suite.clock().nanos();
        try (WindowCapture window = suite.router().open(start, signals)) {
            awaitNanos(start + Duration.ofSeconds(4).toNanos());
            docker("kill", exporter);
            awaitNanos(start + Duration.ofSeconds(8).toNanos());
            docker("start", exporter);
            awaitNanos(start + Duration.ofSeconds(14).toNanos());
            long end = suite.clock().nanos();
            window.end(end);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(observed.metrics().missing(end)).isEmpty());
            List<String> missing;
            try (OpenScenario scenario = prepared.open(stack.containers(), Map.of());
                    var files = scenario.metrics(start, end)) {
                missing = observed.metrics().read(window, files::write);
            }

            assertThat(missing).singleElement().asString().matches("failed scrapes of node_exporter:9100: [2-7]");
            Map<String, Set<JsonNode>> expected = rangeQuery(firstSecond(start), end / 1_000_000_000);
            Map<String, Set<JsonNode>> written = read(metrics);
            assertThat(written).hasSizeGreaterThan(300);
            assertThat(differences(expected, written)).isEmpty();
            assertThat(secondsOf(written, "node_load1"))
                    .as("seconds with a value while the exporter was gone")
                    .hasSizeBetween(6, 13);
        }
    }

    @Test
    @DisplayName("captures the spans that Jaeger has, of each service")
    void agreesWithJaeger() {
        long start = suite.clock().nanos();
        try (WindowCapture window = suite.router().open(start, signals)) {
            for (int i = 0; i < 20; i++) {
                stack.services().forEach(service -> HTTP.get(service.health(), Map.of()));
            }
            long end = suite.clock().nanos();
            window.end(end);
            assertThat(observed.arrival().awaitRest(observed.arrival().awaitLogs(window)))
                    .isEmpty();

            for (Service service : stack.services()) {
                Set<String> captured = signals.spans.stream()
                        .filter(span -> span.serviceName().equals(service.serviceName()))
                        .map(Span::spanId)
                        .collect(Collectors.toSet());
                assertThat(captured).as(service.name()).hasSizeGreaterThanOrEqualTo(20);
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(() -> assertThat(jaegerSpans(service, start, end))
                                .as(service.name())
                                .isEqualTo(captured));
            }
        }
    }

    @Test
    @DisplayName("captures the log lines that the engine has, byte for byte")
    void agreesWithTheEngine() {
        long start = suite.clock().nanos();
        try (WindowCapture window = suite.router().open(start, signals)) {
            for (int i = 0; i < 50; i++) {
                stack.services().forEach(service -> HTTP.get(service.uri().resolve(unknown(service)), Map.of()));
            }
            long end = suite.clock().nanos();
            window.end(end);
            LogPassage passage = stack.passLogs(start, end);
            await().until(() -> passage.behind().isEmpty());
            assertThat(passage.gaps()).isEmpty();
            window.closeLogs();

            assertThat(signals.lines).hasSizeGreaterThan(300);
            for (String container : stack.containers()) {
                List<String> captured = signals.lines(container);
                assertThat(engineLines(id(container), start))
                        .as(container)
                        .startsWith(captured.toArray(String[]::new))
                        .hasSizeLessThan(captured.size() + 50);
            }
        }
    }

    @Test
    @DisplayName("brings its seed data back, and started afresh it goes on under the same names, all signals too")
    void startsAfresh() {
        assertThat(stack.restoreObstacle()).isEmpty();
        stack.restoreData();
        SortedMap<String, Long> rows = stack.database().orElseThrow().rows();
        Map<String, String> before = stack.containerIds();

        long start = suite.clock().nanos();
        try (WindowCapture window = suite.router().open(start, signals)) {
            stack.restart();
            long end = suite.clock().nanos();
            window.end(end);
            assertThat(observed.arrival().awaitRest(observed.arrival().awaitLogs(window)))
                    .isEmpty();
        }

        assertThat(stack.trouble()).isEmpty();
        assertThat(stack.database().orElseThrow().rows()).isEqualTo(rows);
        assertThat(stack.containerIds()).containsOnlyKeys(before.keySet());
        assertThat(stack.containerIds().values()).doesNotContainAnyElementsOf(before.values());
        assertThat(signals.lines)
                .extracting(LogLine::container)
                .containsAll(stack.services().stream().map(Service::container).toList());
        assertThat(stack.restoreObstacle()).isEmpty();
    }

    @Test
    @DisplayName("tells the clocks of engine and database, which are this machine's")
    void tellsClocks() {
        assertThat(stack.clocks())
                .containsOnlyKeys("engine", "mysqldb")
                .allSatisfy((name, offset) -> assertThat(Math.abs(offset.offsetNanos()))
                        .as(name + " " + offset)
                        .isLessThanOrEqualTo(offset.uncertaintyNanos() + 1_000));
        System.out.println(stack.clocks());
    }

    @Test
    @DisplayName("refuses a second one at the same time, says why, and goes on")
    void refusesASecondOne() {
        try (Suite second = Suite.open(Layout.current(Path.of("light-oauth2")))) {
            assertThatThrownBy(() -> second.stacks()
                            .observed(new StackChoice(StackKind.COMPOSE, List.of(), PortRule.DEFINITION), line -> {}))
                    .isInstanceOf(StackException.class)
                    .hasMessage(
                            "one Compose stack at a time can be up on an engine, since its cAdvisor measures all"
                                    + " containers: the stack of another run (pid %d) is up; wait for it or end it;"
                                    + " nothing was started",
                            ProcessHandle.current().pid());
        }
        assertThat(stack.trouble()).isEmpty();
        assertThat(stack.services())
                .allSatisfy(service -> assertThat(HTTP.get(service.health(), Map.of()))
                        .as(service.name())
                        .hasValue(200));
    }

    @Test
    @DisplayName("names the image that is missing and the command that gets it")
    void namesAMissingImage() throws Exception {
        Path file = folder.resolve("docker-compose-missing.yml");
        Files.writeString(file, "services: {mysqldb: {image: 'lo2/not-there:1'}}\n");

        assertThat(ComposeRequirements.unusable(suite.system(), List.of(file), suite.processes()))
                .hasValue("the engine does not have lo2/not-there:1; run compose/setup.sh");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("keeps and marks the scenario in which a part of it ends, and is whole again in the next")
    @ValueSource(
            strings = {
                "light-oauth2-prometheus-1",
                "jaeger-container",
                "light-oauth2-cadvisor-1",
                "light-oauth2-oauth2-key-1"
            })
    void bearsTheLossOf(String container) throws Throwable {
        var given = Map.of(
                "lo2.stack", "compose",
                "lo2.results", folder.toString(),
                "lo2.scenarios", "correct,update_user_404_no_user",
                "lo2.duration", "8",
                "lo2.wait", "1",
                "lo2.warmup", "0");
        // A seed of its own: with the same one the load would register again what it registered before in this
        // database.
        try (RunRecording run = RunRecording.begin(
                new RunRequest(given, Set.of(), () -> Integer.toUnsignedLong(container.hashCode())), suite)) {
            Scenario first = run.plan().scenarios().get(0);
            Thread fault = new Thread(() -> {
                Path requests = run.path().resolve(".part").resolve(first.tag()).resolve("requests.jsonl");
                await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(requests) && Files.size(requests) > 0);
                docker("kill", id(container));
            });
            fault.start();
            assertThatThrownBy(() -> run.record(
                            first,
                            recording -> DatasetAssertions.assertThat(recording.captured())
                                    .passesAllVerdicts()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(container + " has ended with status 137");
            fault.join();
            assertThat(run.path().resolve(first.tag()))
                    .as("the marked scenario")
                    .isDirectoryContaining("glob:**.log");
            assertThat(Files.readString(run.path().resolve("run_log.log")))
                    .contains("SIGNALS failed: ", container + " has ended with status 137");

            assertThatCode(() -> run.record(
                            run.plan().scenarios().get(1),
                            recording -> DatasetAssertions.assertThat(recording.captured())
                                    .passesAllVerdicts()))
                    .as("the next scenario")
                    .doesNotThrowAnyException();
        }
    }

    @Test
    @DisplayName("tells of a removed container as of one that ended, loses no time over its log, and replaces it")
    void replacesARemovedContainer() {
        String container = "light-oauth2-oauth2-key-1";
        String removed = id(container);
        long start = suite.clock().nanos();
        docker("rm", "-f", removed);

        assertThat(stack.trouble()).hasValue(container + " was removed, and its log with it");
        assertThat(stack.trouble()).as("asked again").hasValue(container + " was removed, and its log with it");
        LogPassage passage = stack.passLogs(start, suite.clock().nanos());
        await().atMost(Duration.ofSeconds(5)).until(() -> passage.behind().isEmpty());

        stack.repair();
        assertThat(id(container)).isNotEqualTo(removed);
        assertThat(stack.trouble()).isEmpty();
    }

    /** Name something that a service does not have, which it logs. */
    private static String unknown(Service service) {
        return "/oauth2/%s/none".formatted(service.name().replace("oauth2-", "").replace('-', '_'));
    }

    private static String id(String container) {
        return Objects.requireNonNull(stack.containerIds().get(container), container);
    }

    private RunFolder runFolder(Plan plan) {
        var given = Map.of("lo2.stack", "compose", "lo2.results", folder.toString());
        return RunFolder.create(
                PlanFile.of(plan, suite.system().facts(), Parameters.ofRun(given)),
                Parameters.from(given),
                suite.logFormats(),
                suite.clock(),
                System.out);
    }

    private static Plan planOf(String... tags) {
        return new Plan(1, Stream.of(tags).map(ComposeStackIT::scenario).toList());
    }

    private static Scenario scenario(String tag) {
        return new Scenario(tag.equals("correct") ? 1 : 2, tag, Duration.ofSeconds(8), Duration.ofSeconds(1));
    }

    private static void awaitNanos(long nanos) {
        await().atMost(Duration.ofSeconds(30)).until(() -> suite.clock().nanos() >= nanos);
    }

    private static long firstSecond(long nanos) {
        return (nanos - 1) / 1_000_000_000 + 1;
    }

    /** Ask Prometheus itself for the listed metrics at each full second. */
    private static Map<String, Set<JsonNode>> rangeQuery(long first, long last) throws IOException {
        String names = Files.readAllLines(COMPOSE_FILE.resolveSibling("prometheus_metrics.txt")).stream()
                .collect(Collectors.joining("|"));
        var form = Map.of(
                "query",
                "{__name__=~\"" + names + "\"}",
                "start",
                Long.toString(first),
                "end",
                Long.toString(last),
                "step",
                "1");
        var metrics = new TreeMap<String, Set<JsonNode>>();
        try (InputStream reply = HTTP.post(stack.prometheus().resolve("/api/v1/query_range"), form)) {
            for (JsonNode series : Json.MAPPER.readTree(reply).path("data").path("result")) {
                metrics.computeIfAbsent(series.path("metric").path("__name__").asText(), name -> new HashSet<>())
                        .add(series);
            }
        }
        return metrics;
    }

    private static Map<String, Set<JsonNode>> read(Path folder) throws IOException {
        var metrics = new TreeMap<String, Set<JsonNode>>();
        try (var files = Files.newDirectoryStream(folder, "metric_*.json")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replaceAll("^metric_|\\.json$", "");
                var series = new HashSet<JsonNode>();
                Json.MAPPER.readTree(file.toFile()).forEach(series::add);
                metrics.put(name, series);
            }
        }
        return metrics;
    }

    /** Name each metric whose series are not the same, with the first of them; all of them would be megabytes. */
    private static List<String> differences(Map<String, Set<JsonNode>> expected, Map<String, Set<JsonNode>> written) {
        var metrics = new TreeSet<>(expected.keySet());
        metrics.addAll(written.keySet());
        var differences = new ArrayList<String>();
        for (String metric : metrics) {
            var missing = new HashSet<>(expected.getOrDefault(metric, Set.of()));
            var added = new HashSet<>(written.getOrDefault(metric, Set.of()));
            missing.removeAll(written.getOrDefault(metric, Set.of()));
            added.removeAll(expected.getOrDefault(metric, Set.of()));
            if (!missing.isEmpty() || !added.isEmpty()) {
                differences.add("%s: %s expected and not there, the first %s; %s there and not expected, the first %s"
                        .formatted(
                                metric,
                                missing.size(),
                                missing.stream().findFirst(),
                                added.size(),
                                added.stream().findFirst()));
            }
        }
        return differences.stream().limit(5).toList();
    }

    private static List<Long> secondsOf(Map<String, Set<JsonNode>> metrics, String metric) {
        return Objects.requireNonNull(metrics.get(metric)).stream()
                .flatMap(series -> series.path("values").valueStream())
                .map(value -> value.path(0).asLong())
                .toList();
    }

    private static Set<String> jaegerSpans(Service service, long start, long end) throws IOException {
        URI query = stack.jaeger()
                .resolve("/api/traces?service=%s&start=%s&end=%s&limit=%s"
                        .formatted(service.serviceName(), start / 1_000, end / 1_000, SPAN_LIMIT));
        var ids = new HashSet<String>();
        try (InputStream reply = HTTP.open(query)) {
            for (JsonNode trace : Json.MAPPER.readTree(reply).path("data")) {
                trace.path("spans").forEach(span -> {
                    long startNanos = span.path("startTime").asLong() * 1_000;
                    if (startNanos >= start && startNanos <= end) {
                        ids.add(span.path("spanID").asText());
                    }
                });
            }
        }
        return ids;
    }

    /** Read the lines that the engine stamped after a moment. */
    private static List<String> engineLines(String id, long since) {
        return docker("logs", "--timestamps", id).stream()
                .map(line -> line.split(" ", 2))
                .filter(line -> EpochClock.toNanos(Instant.parse(line[0])) >= since)
                .map(line -> line[1])
                .toList();
    }

    /** Keeps lines and spans. */
    private static final class Signals implements SignalWriter {
        @Override
        public Path folder() {
            return Path.of("target");
        }

        private final Collection<LogLine> lines = new ConcurrentLinkedQueue<>();
        private final Collection<Span> spans = new ConcurrentLinkedQueue<>();

        @Override
        public void log(LogLine line) {
            lines.add(line);
        }

        @Override
        public void span(Span span) {
            spans.add(span);
        }

        List<String> lines(String container) {
            return lines.stream()
                    .filter(line -> line.container().equals(container))
                    .map(line -> new String(line.bytes(), StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
