package io.github.lo2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.table.SampleTables;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command that exports a run")
class ExportCommandTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void writeTables() throws Exception {
        run = folder.resolve("results").resolve("LO2_run_1795519000");
        try (var database = DriverManager.getConnection("jdbc:duckdb:")) {
            SampleTables.write(run.resolve("tables"), database);
        }
    }

    @Test
    @DisplayName("writes under the run's name into a place that holds no runs, or where it is told to")
    void writesIntoAPlaceOfItsOwn() {
        assertThat(status("datapack", "")).isEqualTo(ExitStatus.PASSED);
        assertThat(status("datapack", folder.resolve("other").toString())).isEqualTo(ExitStatus.PASSED);

        Path exported = folder.resolve("results-exports").resolve("datapack").resolve("LO2_run_1795519000");
        assertThat(exported.resolve("data")).isNotEmptyDirectory();
        assertThat(run.getParent())
                .as("what readers take for runs")
                .isDirectoryNotContaining(entry -> !entry.equals(run));
        assertThat(folder.resolve("other").resolve("data")).isNotEmptyDirectory();
        assertThat(said())
                .isEqualTo("2 scenarios in %s%n2 scenarios in %s%n".formatted(exported, folder.resolve("other")));
    }

    @Test
    @DisplayName("refuses to write over a folder")
    void refusesAnExistingFolder() throws Exception {
        Path there = Files.createDirectory(folder.resolve("there"));

        assertThat(status("lo2", there.toString())).isEqualTo(ExitStatus.REFUSED);

        assertThat(said())
                .isEqualTo("%s is there already; expected a folder to make; delete it or choose another with --out%n"
                        .formatted(there));
    }

    @Test
    @DisplayName("refuses a run without tables, for either layout")
    void refusesARunWithoutTables() throws Exception {
        Path logs = run.resolve("tables").resolve("logs.parquet");
        Files.delete(logs);

        assertThat(status("lo2", "")).isEqualTo(ExitStatus.REFUSED);
        assertThat(status("datapack", "")).isEqualTo(ExitStatus.REFUSED);

        String line =
                "%s is not there; expected the tables of a complete run; record one with parquet among -Dlo2.formats%n"
                        .formatted(logs);
        assertThat(said()).isEqualTo(line + line);
        assertThat(folder).isDirectoryNotContaining("glob:**-exports");
    }

    private int status(String to, String out) {
        var arguments = new ArrayList<>(List.of("export", run.toString(), "--to", to));
        if (!out.isEmpty()) {
            arguments.addAll(List.of("--out", out));
        }
        return Lo2.commandLine(new PrintStream(printed, true, StandardCharsets.UTF_8))
                .execute(arguments.toArray(String[]::new));
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
