package io.github.lo2.stack;

import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.process.OutputLine;
import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import io.github.lo2.system.DatabaseDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A MariaDB server out of a Maven artifact, with a fresh data directory.
 *
 * <p>It runs as one of the suite's child processes, so that its output is captured and its end is certain like those of all
 * others.
 */
final class MariaDb implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DatabaseDefinition definition;
    private final ChildProcess server;
    private final int port;
    private final String password;
    private final Database database;

    private MariaDb(
            DatabaseDefinition definition, DatabaseDialect dialect, ChildProcess server, int port, String password) {
        this.definition = definition;
        this.server = server;
        this.port = port;
        this.password = password;
        this.database = new Database(definition, dialect, port, password);
    }

    /**
     * Start a server on a free port of the loopback interface.
     *
     * @param dialect how it is spoken to
     * @param programs where the unpacked programs are kept from one start to the next
     * @param work the folder of the data directory, empty
     * @throws StackException when it does not get ready
     */
    static MariaDb start(
            DatabaseDefinition definition,
            DatabaseDialect dialect,
            ChildProcesses processes,
            Path programs,
            Path work,
            Consumer<OutputLine> log) {
        int port = Ports.free();
        String password = drawPassword();
        Path data = work.resolve("data");
        MariaDbPrograms unpacked;
        List<String> options;
        try {
            Files.createDirectories(work);
            unpacked = MariaDbPrograms.unpack(programs, work.resolve("programs"), processes);
            Path temporary = Files.createDirectories(work.resolve("tmp"));
            unpacked.makeData(data, temporary, processes);
            options = options(definition, password, work, data, temporary, port);
        } catch (IOException e) {
            throw new StackException(
                    "%s cannot be written: %s; free disk space there".formatted(work, e.getMessage()), e);
        }
        // It logs on its standard error.
        ChildProcess server = processes.startGathering(unpacked.server(definition.name(), options), log);
        var database = new MariaDb(definition, dialect, server, port, password);
        try {
            database.awaitReady();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Say how it is reached. */
    Database database() {
        return database;
    }

    int port() {
        return port;
    }

    /** Say with what the definition's user comes in. */
    String password() {
        return password;
    }

    ChildProcess process() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }

    /** Draw a password: whoever is on this machine reaches the port. */
    private static String drawPassword() {
        byte[] bits = new byte[24];
        new SecureRandom().nextBytes(bits);
        return Base64.getUrlEncoder().encodeToString(bits);
    }

    private static List<String> options(
            DatabaseDefinition definition, String password, Path work, Path data, Path temporary, int port)
            throws IOException {
        return List.of(
                "--datadir=" + data,
                "--tmpdir=" + temporary,
                "--socket=" + work.resolve("database.sock"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                // Or the server makes a key of 4096 bits at each start, which takes up to 20 s.
                "--skip-ssl",
                "--init-file=" + writeUser(definition, password, work),
                // Nobody has the right to files; if somebody had, it would be to those in an empty folder.
                "--secure-file-priv=" + Files.createDirectories(work.resolve("no-files")),
                "--local-infile=0",
                "--character-set-server=utf8mb4");
    }

    /**
     * Write what the server does when it starts: leave no account but the definition's user, who may do anything in the
     * schema and nothing elsewhere. The server runs as the user of this machine, who may be root: the right to read and write
     * files would be his.
     */
    private static Path writeUser(DatabaseDefinition definition, String password, Path work) throws IOException {
        return Files.writeString(work.resolve("user.sql"), """
                DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';
                DELETE FROM mysql.db;
                FLUSH PRIVILEGES;
                CREATE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
                GRANT ALL PRIVILEGES ON `%3$s`.* TO '%1$s'@'127.0.0.1';
                """.formatted(
                        definition.user(), password, definition.schema().replace("_", "\\_")));
    }

    private void awaitReady() {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("it ended", () -> !server.isAlive())
                    .until(database::answers);
        } catch (TerminalFailureException e) {
            throw notReady("ended while it started", e);
        } catch (ConditionTimeoutException e) {
            throw notReady("does not answer on port %s after %s s".formatted(port, PATIENCE.toSeconds()), e);
        }
    }

    private StackException notReady(String what, Throwable cause) {
        return new StackException(
                "%s %s; its last lines: %s".formatted(definition.name(), what, String.join(" | ", server.lastLines())),
                cause);
    }
}
