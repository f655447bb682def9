package io.github.lo2.lightoauth2;

import io.github.lo2.plan.PortRule;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.StackDefinition;
import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The database process of an embedded stack, which is killed here and started again on its data and its port. */
final class RestartableDatabase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DatabaseDefinition definition;
    private final String password;
    private final List<String> command;
    private final String environment;
    private final String port;
    private ProcessHandle server;

    private RestartableDatabase(DatabaseDefinition definition, String password, ProcessHandle server)
            throws IOException {
        this.definition = definition;
        this.password = password;
        this.server = server;
        this.command = new ArrayList<>(List.of(read(server, "cmdline").split("\0", -1)));
        // It makes the user, who is there already.
        command.removeIf(argument -> argument.isEmpty() || argument.startsWith("--init-file="));
        this.environment = read(server, "environ");
        this.port = option("--port=");
    }

    static RestartableDatabase of(EmbeddedStack stack) throws IOException {
        StackDefinition definition =
                StackDefinition.read(Path.of("compose", "light-oauth2", "embedded.json"), PortRule.DEFINITION);
        DatabaseDefinition database = definition.databaseDefinition().orElseThrow();
        long pid = stack.processIds().entrySet().stream()
                .filter(process -> process.getKey().contains(database.name()))
                .findFirst()
                .orElseThrow()
                .getValue();
        return new RestartableDatabase(
                database, passwordOf(stack), ProcessHandle.of(pid).orElseThrow());
    }

    /** Kill the server, as a crash would. */
    void kill() {
        server.destroyForcibly();
        server.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Start the server again and wait until it answers. */
    void start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        for (String variable : environment.split("\0", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        server = builder.start().toHandle();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::answers);
    }

    /** End the server that {@link #start} started. */
    void stop() {
        server.destroy();
        server.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Return the first column of all rows. */
    List<String> texts(String sql) throws SQLException {
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(Optional.ofNullable(rows.getString(1)).orElse(""));
            }
            return texts;
        }
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:%s/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
                        .formatted(port, definition.schema()),
                definition.user(),
                password);
    }

    /** Look into the environment of a service, which got the password that was drawn. */
    private static String passwordOf(EmbeddedStack stack) throws IOException {
        String given = "DATASOURCE_PASSWORD=";
        for (long pid : stack.processIds().values()) {
            for (String variable :
                    read(ProcessHandle.of(pid).orElseThrow(), "environ").split("\0", -1)) {
                if (variable.startsWith(given)) {
                    return variable.substring(given.length());
                }
            }
        }
        throw new IllegalStateException("no service has a variable " + given);
    }

    private String option(String name) {
        return command.stream()
                .filter(argument -> argument.startsWith(name))
                .map(argument -> argument.substring(name.length()))
                .findFirst()
                .orElseThrow();
    }

    private static String read(ProcessHandle process, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.UTF_8);
    }
}
