package io.github.lo2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.validate.RecordedRun;
import io.github.lo2.validate.ScenarioRows;
import io.github.lo2.verdict.VerdictKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The commands for a recorded run")
class RunCommandsTest {
    @TempDir
    static Path recorded;

    private static Path whole = Path.of("");

    @TempDir
    Path results;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(output, true, StandardCharsets.UTF_8);
    private Path run = Path.of("");

    @BeforeAll
    static void record() throws IOException {
        whole = RecordedRun.complete(recorded, "lo2,parquet", List.of(ScenarioRows.faulty(), ScenarioRows.correct()));
    }

    @BeforeEach
    void copy() throws IOException {
        run = results.resolve(whole.getFileName());
        PathUtils.copyDirectory(whole, run);
    }

    @Test
    @DisplayName("validate one and print a line a scenario, the hardness and a last line")
    void validate() {
        assertThat(status("validate", run.toString())).isEqualTo(ExitStatus.PASSED);

        assertThat(lines())
                .startsWith(
                        "passed get_client_404_no_client: " + kinds(),
                        "passed correct: " + kinds(),
                        "passed PLAN: 2 of 2 planned scenarios are there, the run is complete")
                .contains("Hardness not judged: fewer than 2 scenarios have anomalous windows, or normal ones;"
                        + " -Dlo2.phases gives each of both")
                .endsWith("The run passed: 2 of 2 scenarios passed, 2 of 2 verdicts about the run");
    }

    @Test
    @DisplayName("say what fails, with the rows")
    void sayWhatFails() throws IOException {
        Files.delete(run.resolve("correct/locust.log"));

        assertThat(status("validate", run.toString())).isEqualTo(ExitStatus.FAILED);

        assertThat(lines())
                .contains(
                        "FAILED FILES: 1 things are not as they were written",
                        "    correct/locust.log: missing; expected as listed in SHA256SUMS")
                .endsWith("The run FAILED: 2 of 2 scenarios passed, 1 of 2 verdicts about the run");
    }

    @Test
    @DisplayName("say in one line when there is no run")
    void sayWhenThereIsNone() {
        assertThat(status("validate", run + "x")).isEqualTo(ExitStatus.REFUSED);
        assertThat(status("report", run + "x")).isEqualTo(ExitStatus.REFUSED);

        assertThat(lines())
                .containsExactly(
                        run + "x is no folder; expected that of a run, such as one in results/",
                        run + "x is no folder; expected that of a run, such as one in results/");
    }

    @Test
    @DisplayName("refuse a run of another format by its name, and say what recorded it")
    void refuseAnotherFormat() throws IOException {
        Path manifest = run.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace(Manifest.FORMAT, "LO2 run, version 1"));

        assertThat(status("validate", run.toString())).isEqualTo(ExitStatus.REFUSED);
        assertThat(status("report", run.toString())).isEqualTo(ExitStatus.REFUSED);
        assertThat(status("export", run.toString())).isEqualTo(ExitStatus.REFUSED);

        assertThat(lines())
                .hasSize(3)
                .startsWith(
                        "%s has the format 'LO2 run, version 1'; expected 'LO2 run, version 4'; read the run with the suite that recorded it: version 1.0.0, commit unknown"
                                .formatted(manifest));
    }

    @Test
    @DisplayName("write a report beside it and leave the run as it is")
    void report() throws IOException {
        assertThat(status("report", run.toString())).isEqualTo(ExitStatus.PASSED);

        assertThat(lines()).containsExactly(run + ".html; the run passed");
        assertThat(results.resolve(run.getFileName() + ".html"))
                .content()
                .contains(
                        "get_client_404_no_client",
                        "mvn verify",
                        "Hardness not judged: fewer than 2 scenarios have anomalous windows")
                .doesNotContain("What fails");
        assertThat(status("validate", run.toString())).isEqualTo(ExitStatus.PASSED);
    }

    @Test
    @DisplayName("compare it with another one, from the rows of both")
    void compare() throws IOException {
        Path other = RecordedRun.complete(results, "parquet", List.of(ScenarioRows.correct()));

        assertThat(status("report", run.toString(), other.toString())).isEqualTo(ExitStatus.PASSED);

        Path page = results.resolve("%s-and-%s.html".formatted(run.getFileName(), other.getFileName()));
        assertThat(lines()).containsExactly(page + "; 1 scenarios compared");
        assertThat(page)
                .content()
                .contains(
                        "1 scenarios only in A: get_client_404_no_client",
                        "0 of 2 endpoints have a p95",
                        "oauth2-client-service GET /oauth2/client/{clientId}",
                        "<dt>recorded</dt>",
                        "Loggers: 0 only in A, 0 only in B")
                .doesNotContain("Rows are not compared");
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "correct, plan.json manifest.json correct/scenario.json",
        "correct, manifest.json",
        "correct, correct/scenario.json",
        "light-oauth2, plan.json manifest.json",
        "LO2_run_, plan.json manifest.json",
        "oauth2-client-service, manifest.json"
    })
    @DisplayName("report a hostile run, whose names lead out of its folder, without reading or writing there")
    void reportAHostileRun(String name, String files) throws IOException {
        Path outside = results.resolve("outside");
        PathUtils.copyDirectory(run.resolve("correct"), outside);
        Path facts = outside.resolve("scenario.json");
        Files.writeString(facts, Files.readString(facts).replace("embedded", "from outside"));
        for (String file : files.split(" ", -1)) {
            String text = Files.readString(run.resolve(file));
            assertThat(text).contains('"' + name + '"');
            Files.writeString(run.resolve(file), text.replace('"' + name + '"', "\"../outside\""));
        }

        assertThat(status("report", run.toString())).isEqualTo(ExitStatus.PASSED);

        assertThat(lines()).containsExactly(run + ".html; the run FAILED");
        assertThat(results.resolve(run.getFileName() + ".html"))
                .content()
                .contains("../outside")
                .doesNotContain("from outside");
        assertThat(results)
                .isDirectoryNotContaining(file -> !Set.of(run, outside, results.resolve(run.getFileName() + ".html"))
                        .contains(file));
        assertThat(Files.readString(facts)).contains("from outside");
    }

    @Test
    @DisplayName("report a run that has no manifest, too")
    void reportUnfinished() throws IOException {
        Files.delete(run.resolve("manifest.json"));

        assertThat(status("report", run.toString())).isEqualTo(ExitStatus.PASSED);

        assertThat(results.resolve(run.getFileName() + ".html"))
                .content()
                .contains("none that can be read", "the run is unfinished; go on with -Dlo2.resume&#61;");
    }

    @Test
    @DisplayName("report a run of nothing but tables whose pages were overwritten, too, and say what is wrong")
    void reportOverwritten() throws IOException {
        Path tables = RecordedRun.complete(results.resolve("tables"), "parquet", List.of(ScenarioRows.faulty()));
        RecordedRun.overwritePages(tables);

        assertThat(status("report", tables.toString())).isEqualTo(ExitStatus.PASSED);

        assertThat(lines()).containsExactly(tables + ".html; the run FAILED");
        assertThat(tables.resolveSibling(tables.getFileName() + ".html"))
                .content()
                .contains("tables/scenarios.parquet: expected rows that can be");
    }

    @Test
    @DisplayName("collect a run that failed with status 1, and 0 for an engine that would do it again")
    void collectForAnEngine() throws IOException {
        Files.delete(run.resolve("correct/locust.log"));

        String dataset = recorded.resolve("dataset").toString();
        assertThat(status("collect", results.toString(), "--to", dataset)).isEqualTo(ExitStatus.FAILED);
        assertThat(status("collect", results.toString(), "--to", dataset, "--exit-zero"))
                .isEqualTo(ExitStatus.PASSED);

        assertThat(recorded.resolve("dataset/index.csv")).content().contains(",damaged,");
    }

    private static String kinds() {
        return VerdictKind.ofScenario().stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    private int status(String command, String... given) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(given));
        if (command.equals("export")) {
            arguments.addAll(List.of("--to", "lo2"));
        }
        return Lo2.commandLine(terminal).execute(arguments.toArray(String[]::new));
    }

    private List<String> lines() {
        return output.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
