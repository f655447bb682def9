package io.github.lo2.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.cli.DocumentedCommands;
import io.github.lo2.collect.Collection;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Parameters;
import io.github.lo2.process.ChildProcessException;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.python.PythonEnvironment;
import io.github.lo2.table.Column;
import io.github.lo2.table.Table;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the newest run says of itself with the libraries that publish data sets. */
@Tag("readers")
@DisplayName("What a run just recorded says of itself")
class RunPublishingIT {
    private static final Path SCRIPTS = Path.of("src", "test", "python");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Where the libraries keep what they have read. */
    @TempDir
    Path home;

    /** What the libraries found. */
    record Found(
            String license,
            List<String> tags,
            List<String> size,
            Map<String, Loaded> tables,
            Map<String, List<String>> records,
            List<String> issues,
            List<String> warnings) {}

    /** A table as {@code datasets} loads it. */
    record Loaded(long rows, Map<String, String> columns) {}

    @Test
    @DisplayName("is read by datasets, huggingface_hub and mlcroissant, offline, without a complaint")
    void isRead() throws IOException {
        Path run = newest();

        requireWhole(read(run), Manifest.of(run));
    }

    @Test
    @DisplayName("is read so as a data set of runs that were gathered, too")
    void isReadWhenGathered(@TempDir Path folder) throws IOException {
        Path run = newest();
        Path results = Files.createDirectory(folder.resolve("results"));
        PathUtils.copyDirectory(run, results.resolve(run.getFileName()));
        Path gathered = folder.resolve("gathered");

        Collection.of(results, gathered, false, 1, line -> {});

        requireWhole(read(gathered), Manifest.of(run));
    }

    @Test
    @DisplayName("is uploaded by the command in docs/publishing.md, which lacks nothing but the network")
    void isUploaded() throws IOException {
        String upload = DocumentedCommands.beginning("hf upload").replaceAll("<you>/<name>", "somebody/runs");
        Path run = newest();

        assertThatThrownBy(() -> hf(upload.replaceFirst("results/LO2_run_…", run.toString())))
                .isInstanceOf(ChildProcessException.class)
                .hasMessageContaining("offline mode is enabled");
        assertThatThrownBy(() -> hf(upload))
                .as("a folder that is not there")
                .isInstanceOf(ChildProcessException.class)
                .hasMessageContaining("No such file or directory");
    }

    /** Call Hugging Face's client, which finds no network. */
    private void hf(String command) {
        try (var processes = new ChildProcesses(EpochClock.system())) {
            PythonEnvironment python = libraries(processes);
            var arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.set(0, python.folder().resolve("bin/hf").toString());
            run(command, arguments, python, processes);
        }
    }

    /** Let the libraries read a folder, which is a data set to them. */
    private Found read(Path folder) throws IOException {
        try (var processes = new ChildProcesses(EpochClock.system())) {
            String script = SCRIPTS.resolve("read_card.py").toAbsolutePath().toString();
            List<String> printed = run(
                    "read_card.py",
                    List.of("-W", "ignore", script, folder.toString()),
                    libraries(processes),
                    processes);
            return Json.MAPPER.readValue(printed.get(printed.size() - 1), Found.class);
        }
    }

    private List<String> run(String name, List<String> arguments, PythonEnvironment python, ChildProcesses processes) {
        return processes.run(
                python.command(
                        name,
                        arguments,
                        Path.of("").toAbsolutePath(),
                        Map.of("HF_HUB_OFFLINE", "1", "HF_HOME", home.toString())),
                PATIENCE);
    }

    private static PythonEnvironment libraries(ChildProcesses processes) {
        return PythonEnvironment.prepare(
                "the publishing of runs",
                SCRIPTS.resolve("publishing.txt"),
                Path.of("target", "publishing"),
                processes,
                line -> {});
    }

    private static void requireWhole(Found found, Manifest manifest) {
        assertThat(found.issues()).isEmpty();
        assertThat(found.warnings()).isEmpty();
        assertThat(found.license()).isEqualTo("cc-by-4.0");
        assertThat(found.tables().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Table.values()).map(Table::tableName).toList());
        found.tables().forEach((name, table) -> {
            List<String> columns = Table.valueOf(name.toUpperCase(Locale.ROOT)).columns().stream()
                    .map(Column::name)
                    .toList();
            assertThat(table.columns().keySet()).containsExactlyElementsOf(columns);
            assertThat(found.records().get(name)).containsExactlyInAnyOrderElementsOf(columns);
            assertThat(table.columns().getOrDefault("time", "timestamp[ns, tz=UTC]"))
                    .isEqualTo("timestamp[ns, tz=UTC]");
        });
        assertThat(rows(found, "requests"))
                .isEqualTo(manifest.scenarios().stream()
                        .map(ScenarioFacts::counts)
                        .mapToLong(ScenarioFacts.Counts::requests)
                        .sum());
        assertThat(rows(found, "scenarios")).isEqualTo(manifest.scenarios().size());
    }

    private static long rows(Found found, String table) {
        return Optional.ofNullable(found.tables().get(table)).map(Loaded::rows).orElseThrow();
    }

    private static Path newest() throws IOException {
        Map<String, String> given = Parameters.given(System.getProperties(), name -> Optional.empty());
        try (Stream<Path> runs = Files.list(Parameters.from(given).results().toAbsolutePath())) {
            return runs.filter(run -> Files.exists(run.resolve(Manifest.FILE_NAME)))
                    .max(Comparator.comparing(run -> run.getFileName().toString()))
                    .orElseThrow();
        }
    }
}
