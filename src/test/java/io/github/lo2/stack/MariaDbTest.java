package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The embedded database")
class MariaDbTest {
    private static final Path PROGRAMS =
            Path.of("target", "programs", "mariadb").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    @DisplayName("runs the scripts of its definition and lets its user read what they made")
    void runsItsScripts() throws Exception {
        Path script = Files.writeString(
                folder.resolve("script.sql"),
                "CREATE DATABASE shop; USE shop; CREATE TABLE fruit (name VARCHAR(20)); INSERT INTO fruit VALUES ('pear');");
        var definition = new DatabaseDefinition("db", "shop", "reader", "fixture", List.of(script.toString()));
        try (var processes = new ChildProcesses(EpochClock.system());
                var database = MariaDb.start(definition, processes, PROGRAMS, folder.resolve("work"), line -> {})) {
            database.database().runScripts();

            String url = "jdbc:mysql://127.0.0.1:" + database.port() + "/shop";
            try (var connection = DriverManager.getConnection(url, "reader", "fixture");
                    ResultSet rows = connection.createStatement().executeQuery("SELECT name FROM fruit")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("name")).isEqualTo("pear");
            }
        }
    }

    @Test
    @DisplayName("names the script that fails")
    void namesTheScriptThatFails() throws Exception {
        Path script = Files.writeString(folder.resolve("broken.sql"), "CREATE DATABASE a; CREATE TABEL b;");
        var definition = new DatabaseDefinition("db", "a", "reader", "fixture", List.of(script.toString()));
        try (var processes = new ChildProcesses(EpochClock.system());
                var database = MariaDb.start(definition, processes, PROGRAMS, folder.resolve("work"), line -> {})) {
            assertThatThrownBy(database.database()::runScripts)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("broken.sql")
                    .hasMessageContaining("TABEL");
        }
    }
}
