package io.github.lo2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.table.SampleTables;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Properties;
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
        assertThat(status("datapack", "")).isEqualTo(Command.PASSED);
        assertThat(status("datapack", folder.resolve("other").toString())).isEqualTo(Command.PASSED);

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
    @DisplayName("refuses a layout that it does not know")
    void refusesAnUnknownLayout() {
        assertThat(status("jaeger", "")).isEqualTo(Command.REFUSED);

        assertThat(said()).isEqualTo("-Dto is 'jaeger'; expected lo2 or datapack; give one of them%n".formatted());
    }

    @Test
    @DisplayName("refuses to write over a folder")
    void refusesAnExistingFolder() throws Exception {
        Path there = Files.createDirectory(folder.resolve("there"));

        assertThat(status("lo2", there.toString())).isEqualTo(Command.REFUSED);

        assertThat(said())
                .isEqualTo("%s is there already; expected a folder to make; delete it or choose another with -Dout=…%n"
                        .formatted(there));
    }

    @Test
    @DisplayName("refuses a run without tables, for either layout")
    void refusesARunWithoutTables() throws Exception {
        Path logs = run.resolve("tables").resolve("logs.parquet");
        Files.delete(logs);

        assertThat(status("lo2", "")).isEqualTo(Command.REFUSED);
        assertThat(status("datapack", "")).isEqualTo(Command.REFUSED);

        String line =
                "%s is not there; expected the tables of a complete run; record one with parquet among -Dlo2.formats%n"
                        .formatted(logs);
        assertThat(said()).isEqualTo(line + line);
        assertThat(folder).isDirectoryNotContaining("glob:**-exports");
    }

    @Test
    @DisplayName("needs to know which run")
    void needsARun() {
        assertThat(status("", "lo2", "")).isEqualTo(Command.REFUSED);

        assertThat(said()).startsWith("-Drun is not given; expected the folder of a run");
    }

    private int status(String to, String out) {
        return status(run.toString(), to, out);
    }

    private int status(String of, String to, String out) {
        var properties = new Properties();
        properties.putAll(Map.of("run", of, "to", to, "out", out));
        return Command.status(
                ExportCommand::export, new Given(properties), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
