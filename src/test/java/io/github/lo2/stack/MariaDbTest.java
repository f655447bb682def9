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
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
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
        var definition = new DatabaseDefinition("db", "shop", "reader", List.of(script.toString()));
        try (var processes = new ChildProcesses(EpochClock.system());
                var database = MariaDb.start(
                        definition, Dialects.PROJECTS, processes, PROGRAMS, folder.resolve("work"), line -> {})) {
            database.database().runScripts();

            String url = "jdbc:mysql://127.0.0.1:" + database.port() + "/shop";
            try (var connection = DriverManager.getConnection(url, "reader", database.password());
                    ResultSet rows = connection.createStatement().executeQuery("SELECT name FROM fruit")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("name")).isEqualTo("pear");
            }
        }
    }

    @Test
    @DisplayName("lets nobody read or write the machine's files, nor anybody in but its user, whose password is drawn")
    void givesNoFilesAway() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "pear");
        Path script = Files.writeString(folder.resolve("script.sql"), "CREATE DATABASE shop;");
        Path work = folder.resolve("work");
        var definition = new DatabaseDefinition("db", "shop", "reader", List.of(script.toString()));
        try (var processes = new ChildProcesses(EpochClock.system());
                var database = MariaDb.start(definition, Dialects.PROJECTS, processes, PROGRAMS, work, line -> {})) {
            database.database().runScripts();
            String url = "jdbc:mysql://127.0.0.1:" + database.port() + "/";

            try (var connection = DriverManager.getConnection(url, "reader", database.password());
                    var statement = connection.createStatement()) {
                for (Path target : List.of(folder.resolve("written.txt"), work.resolve("no-files/written.txt"))) {
                    assertThatThrownBy(() -> statement.execute("SELECT 'x' INTO OUTFILE '%s'".formatted(target)))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("Access denied");
                    assertThat(target).doesNotExist();
                }
                try (ResultSet read = statement.executeQuery("SELECT LOAD_FILE('%s')".formatted(secret))) {
                    assertThat(read.next()).isTrue();
                    assertThat(read.getString(1)).isNull();
                }
                assertThatThrownBy(() -> statement.execute("SELECT * FROM mysql.global_priv"))
                        .isInstanceOf(SQLException.class);
                try (ResultSet folderForFiles = statement.executeQuery("SELECT @@secure_file_priv")) {
                    assertThat(folderForFiles.next()).isTrue();
                    assertThat(Path.of(folderForFiles.getString(1))).isEmptyDirectory();
                }
            }
            assertThat(database.password()).hasSizeGreaterThan(20);
            for (String user : List.of("root", "", "mysql", "mariadb.sys", "reader")) {
                assertThatThrownBy(() -> DriverManager.getConnection(url, user, ""))
                        .as("user '%s' without a password", user)
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    @DisplayName("leaves alone what another server keeps in the machine's folder for temporary files")
    void leavesOtherServersAlone() throws Exception {
        Path shared = Path.of(Objects.requireNonNullElse(System.getenv("TMPDIR"), "/tmp"));
        Path tableOfAnother = shared.resolve("#sql-temptable-%s-1-0.MAI"
                .formatted(Long.toHexString(ProcessHandle.current().pid())));
        Files.createFile(tableOfAnother);
        var definition = new DatabaseDefinition("db", "shop", "reader", List.of());
        try (var processes = new ChildProcesses(EpochClock.system());
                var database = MariaDb.start(
                        definition, Dialects.PROJECTS, processes, PROGRAMS, folder.resolve("work"), line -> {})) {
            assertThat(database.process().isAlive()).isTrue();
            assertThat(tableOfAnother).exists();
        } finally {
            Files.deleteIfExists(tableOfAnother);
        }
    }

    @Test
    @DisplayName("runs from a folder with a blank in its name")
    void runsFromAFolderWithABlank() {
        var definition = new DatabaseDefinition("db", "shop", "reader", List.of());
        Path blank = folder.resolve("my programs").resolve("mariadb");
        try (var processes = new ChildProcesses(EpochClock.system());
                var database = MariaDb.start(
                        definition, Dialects.PROJECTS, processes, blank, folder.resolve("work"), line -> {})) {
            assertThat(database.process().isAlive()).isTrue();
        }
    }

    @Test
    @DisplayName("names a library that the system lacks, by the package that has it")
    void namesAMissingLibrary() {
        assertThat(MariaDbPrograms.missing(List.of(
                        "\tlibaio.so.1 => not found",
                        "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f9b)",
                        "\tlinux-vdso.so.1 (0x00007fff)")))
                .containsExactly("libaio.so.1");
        assertThat(List.of("libaio.so.1", "libgcc_s.so.1", "libstdc++.so.6", "libncurses5.so.5"))
                .extracting(MariaDbPrograms::packageOf)
                .containsExactly("libaio1", "libgcc-s1", "libstdc++6", "libncurses5-5");
    }

    @Test
    @DisplayName("names the script that fails")
    void namesTheScriptThatFails() throws Exception {
        Path script = Files.writeString(folder.resolve("broken.sql"), "CREATE DATABASE a; CREATE TABEL b;");
        var definition = new DatabaseDefinition("db", "a", "reader", List.of(script.toString()));
        try (var processes = new ChildProcesses(EpochClock.system());
                var database = MariaDb.start(
                        definition, Dialects.PROJECTS, processes, PROGRAMS, folder.resolve("work"), line -> {})) {
            assertThatThrownBy(database.database()::runScripts)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("broken.sql")
                    .hasMessageContaining("TABEL");
        }
    }
}
