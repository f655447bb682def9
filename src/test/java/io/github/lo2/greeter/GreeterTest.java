package io.github.lo2.greeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.assertions.DatasetAssertions;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.export.DatapackExport;
import io.github.lo2.export.ReferenceExport;
import io.github.lo2.json.Json;
import io.github.lo2.junit.DatasetRun;
import io.github.lo2.junit.Run;
import io.github.lo2.plan.PortRule;
import io.github.lo2.plan.StackKind;
import io.github.lo2.recording.RunRecording;
import io.github.lo2.recording.RunRequest;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.StackChoice;
import io.github.lo2.suite.Suite;
import io.github.lo2.table.TableViews;
import io.github.lo2.validate.RunValidation;
import io.github.lo2.validate.RunVerdicts;
import io.github.lo2.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * Records a system that is a folder in {@code compose/}, a folder in {@code locust/} and a test class: two Python programs over
 * plain HTTP, without a database, with trace ids in their logs.
 */
@DisplayName("Another system")
@Timeout(120)
class GreeterTest {
    private static final Path SYSTEM = Path.of("src", "test", "resources", "systems", "greeter");

    @TempDir
    Path folder;

    @Test
    @DisplayName("is recorded, judged and exported like the project's own, without a line of the suite's that knows it")
    void isRecordedJudgedAndExported() throws IOException {
        var results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(GreeterDataset.class))
                .configurationParameters(Map.of(
                        "lo2.system", SYSTEM.toString(),
                        "lo2.stack", "embedded",
                        // Services, their load and what waits for them are told by the suite alone where they are.
                        "lo2.ports", "free",
                        "lo2.duration", "2",
                        "lo2.wait", "0",
                        "lo2.warmup", "0",
                        "lo2.users", "2",
                        "lo2.results", folder.toString()))
                .execute();

        results.allEvents().failed().assertThatEvents().isEmpty();
        results.testEvents().assertStatistics(tests -> tests.succeeded(4));
        Path run = theRun();
        assertThat(results.allEvents().reportingEntryPublished().stream()
                        .map(event ->
                                event.getRequiredPayload(ReportEntry.class).getKeyValuePairs()))
                .containsExactly(Map.of("lo2.run", run.toString(), "lo2.complete", "true"));
        assertThat(run.getFileName().toString()).matches("greeter_run_\\d+");
        assertIsWhatTheSystemSays(run);
        assertIsJoined(run);
        assertThat(RunValidation.of(run)).returns(true, RunVerdicts::passed);
        assertIsExported(run);
    }

    @Test
    @DisplayName(
            "is recorded on a stack that is kept up, with all its signals; it has one recording at a time and stays up")
    void isRecordedOnAKeptStack() throws Throwable {
        // One stack of a system is kept up on a machine: this is a system of its own, whoever else runs this test
        // there.
        Path system = folder.resolve("systems")
                .resolve("greeter" + ProcessHandle.current().pid());
        for (String part : List.of("compose", "locust")) {
            Path parts = Files.createDirectories(system.resolveSibling(part));
            PathUtils.copyDirectory(
                    SYSTEM.resolveSibling(part).resolve(SYSTEM.getFileName()), parts.resolve(system.getFileName()));
        }
        Layout layout = Layout.current(system);
        try (Suite keeper = Suite.open(layout)) {
            Stack kept =
                    keeper.stacks().keep(new StackChoice(StackKind.EMBEDDED, List.of(), PortRule.FREE), line -> {});
            try (Suite suite = Suite.open(layout);
                    RunRecording run = RunRecording.begin(onCorrect(system), suite)) {
                try (Suite other = Suite.open(layout)) {
                    assertThatThrownBy(() -> RunRecording.begin(onCorrect(system), other))
                            .hasMessageContaining("another recording, pid ");
                }
                run.record(
                        run.plan().scenarios().get(0),
                        recording -> DatasetAssertions.assertThat(recording.captured())
                                .passesAllVerdicts());

                assertThat(run.complete())
                        .get()
                        .extracting(manifest -> manifest.stack().kept())
                        .isNotNull()
                        .returns(1, Manifest.KeptFacts::recordings);
                assertThat(run.path().resolve("run_log.log")).content().contains("it stays up");
            }
            assertThat(kept.trouble()).isEmpty();
        }
    }

    private RunRequest onCorrect(Path system) {
        Map<String, String> given = Map.of(
                "lo2.system", system.toString(),
                "lo2.stack", "embedded",
                "lo2.scenarios", "correct",
                "lo2.duration", "2",
                "lo2.warmup", "0",
                "lo2.users", "2",
                "lo2.results", folder.toString());
        return new RunRequest(given, Set.of(), () -> 1);
    }

    /** What the test class of a system looks like. */
    @DatasetRun
    static class GreeterDataset {

        @Test
        void hasNoDatabase(Stack stack) {
            assertThat(stack.database()).isEmpty();
            assertThat(stack.services())
                    .extracting(service -> service.uri().getScheme())
                    .containsOnly("http");
            assertThat(stack.services())
                    .extracting(service -> service.uri().getPort())
                    .doesNotContain(18881, 18882);
        }

        @TestFactory
        Stream<DynamicTest> scenarios(Run run) {
            return run.scenarios();
        }

        @Test
        void isComplete(Run run) {
            assertThat(run.complete()).hasValueSatisfying(manifest -> {
                assertThat(manifest.scenarios())
                        .extracting(ScenarioFacts::tag)
                        .containsExactlyInAnyOrder("correct", "greet_404_unknown_name");
                assertThat(manifest.verdicts()).allMatch(Verdict::passed);
            });
        }
    }

    private Path theRun() throws IOException {
        try (Stream<Path> runs = Files.list(folder)) {
            List<Path> all = runs.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static void assertIsWhatTheSystemSays(Path run) throws IOException {
        JsonNode plan = Json.MAPPER.readTree(run.resolve("plan.json").toFile());
        assertThat(plan.at("/system/name").asText()).isEqualTo("greeter");
        assertThat(plan.at("/system/log_id").asText()).isEqualTo("trace_id");
        assertThat(plan.at("/system/logs_joined").asDouble()).isEqualTo(0.98);
        assertThat(run.resolve("run_log.log")).content().doesNotContain("to be ready", "Initializing database");
    }

    private static void assertIsJoined(Path run) {
        try (TableViews tables = RunTables.of(run)) {
            // The error's kind is a member of a member of the body.
            assertThat(tables.ask(
                            "SELECT DISTINCT status, code FROM requests WHERE anomaly",
                            row -> row.getInt(1) + " " + row.getString(2)))
                    .containsExactly("404 UNKNOWN_NAME");
            // One service asks the other: both have the trace's id in their logs, and the request's by way of it.
            assertThat(tables.ask(
                            "SELECT DISTINCT l.service_name, l.level FROM logs l JOIN requests r USING (trace_id)"
                                    + " WHERE r.anomaly AND l.request_id = r.request_id ORDER BY ALL",
                            row -> row.getString(1) + " " + row.getString(2)))
                    .containsExactly("greeter-front WARN", "greeter-names WARN");
            assertThat(tables.ask(
                            "SELECT DISTINCT service_name, kind FROM spans ORDER BY ALL",
                            row -> row.getString(1) + " " + row.getString(2)))
                    .containsExactly("greeter-front client", "greeter-front server", "greeter-names server");
        }
    }

    private void assertIsExported(Path run) {
        assertThat(new ReferenceExport(run, folder.resolve("reference")).write())
                .hasSize(2);
        assertThat(new DatapackExport(run, folder.resolve("datapack"), "greeter").write())
                .isNotEmpty();
    }
}
