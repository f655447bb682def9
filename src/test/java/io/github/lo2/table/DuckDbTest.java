package io.github.lo2.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A database in memory")
class DuckDbTest {
    @TempDir
    Path spill;

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("leaves no unpacked library on the disk, however many are opened, and works without it")
    void leavesNoLibrary() throws SQLException, IOException {
        for (int opened = 0; opened < 2; opened++) {
            try (Connection database = DuckDb.open(1, "64MB", spill);
                    Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                assertThat(maps.filter(line -> line.contains("/libduckdb_java")))
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line).endsWith(" (deleted)"));
                assertThat(database.createStatement().execute("SELECT 1")).isTrue();
            }
        }
    }
}
