package io.github.lo2.stack;

import io.github.lo2.stack.KeptFacts.DatabaseAccess;
import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import io.github.lo2.system.DatabaseDialect;
import io.github.lo2.time.ClockOffset;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The database of a stack, reached by JDBC over the loopback interface.
 *
 * <p>It holds no connection open: each call makes one, so that nothing of the suite is in the database under load. A fault that is
 * done to it is.
 */
public final class Database {
    private final DatabaseDefinition definition;
    private final DatabaseDialect dialect;
    private final int port;
    private final String password;

    Database(DatabaseDefinition definition, DatabaseDialect dialect, int port, String password) {
        this.definition = definition;
        this.dialect = dialect;
        this.port = port;
        this.password = password;
    }

    /** Say how it is reached, for another process. */
    DatabaseAccess access() {
        return new DatabaseAccess(definition, port, password);
    }

    /** Name it, as the stack does. */
    public String name() {
        return definition.name();
    }

    /**
     * Ask which product and version it is.
     *
     * @throws StackException when the database does not answer
     */
    public String version() {
        try (Connection connection = open()) {
            DatabaseMetaData data = connection.getMetaData();
            return data.getDatabaseProductName() + " " + data.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw failed("does not say what it is", e);
        }
    }

    /**
     * Count the rows of each table of the schema, exactly.
     *
     * @return the counts by the name of the table
     * @throws StackException when the database does not answer
     */
    public SortedMap<String, Long> rows() {
        try (Connection connection = open()) {
            return Collections.unmodifiableSortedMap(rows(connection));
        } catch (SQLException e) {
            throw failed("does not count its rows", e);
        }
    }

    /**
     * Measure how far its clock is from this machine's, by the quickest of several questions.
     *
     * @param clock this machine's
     * @return the database's time minus this machine's; it tells whole µs
     * @throws StackException when the database does not answer
     */
    public ClockOffset clockOffset(EpochClock clock) {
        try (Connection connection = open();
                PreparedStatement time = connection.prepareStatement(dialect.clock())) {
            return ClockOffset.measure(clock, () -> {
                try (ResultSet answer = time.executeQuery()) {
                    answer.next();
                    return EpochClock.toNanos(
                            answer.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC));
                }
            });
        } catch (SQLException e) {
            throw failed("does not tell the time", e);
        }
    }

    /**
     * Connect as the services do, in the schema. The caller closes it.
     *
     * @throws SQLException what the database or its driver says
     */
    public Connection connect() throws SQLException {
        Connection connection = open();
        try {
            connection.setCatalog(definition.schema());
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    /** List the scripts that make the schema and the data it starts with, in the order in which they run. */
    List<Path> scripts() {
        return definition.scripts().stream().map(Path::of).toList();
    }

    /**
     * Run the scripts.
     *
     * @throws StackException naming the script that fails
     */
    void runScripts() {
        for (Path script : scripts()) {
            try (Connection connection = open()) {
                if (hasSchema(connection)) {
                    // As images of databases run them.
                    connection.setCatalog(definition.schema());
                }
                run(connection, Files.readString(script));
            } catch (SQLException e) {
                throw failed(script, firstLine(e), e);
            } catch (IOException e) {
                throw failed(script, String.valueOf(e.getMessage()), e);
            }
        }
    }

    /**
     * Drop all tables of the schema and run the scripts again.
     *
     * @throws StackException naming what fails
     */
    void startOver() {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            List<String> tables = tables(connection);
            if (!tables.isEmpty()) {
                statement.execute(dialect.dropFreely());
                statement.execute("DROP TABLE " + String.join(", ", quoted(connection, tables)));
            }
        } catch (SQLException e) {
            throw failed("does not drop its tables", e);
        }
        runScripts();
    }

    boolean answers() {
        try (Connection connection = open()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void run(Connection connection, String script) throws SQLException {
        // A statement keeps the schema that its connection had when it was made.
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // Each statement's result must be fetched, or an error in a later one is not seen.
            }
        }
    }

    private SortedMap<String, Long> rows(Connection connection) throws SQLException {
        var rows = new TreeMap<String, Long>();
        try (Statement statement = connection.createStatement()) {
            for (String table : tables(connection)) {
                try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM "
                        + quoted(connection, List.of(table)).get(0))) {
                    count.next();
                    rows.put(table, count.getLong(1));
                }
            }
        }
        return rows;
    }

    private List<String> tables(Connection connection) throws SQLException {
        return texts(
                connection,
                "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE"
                        + " TABLE'");
    }

    private boolean hasSchema(Connection connection) throws SQLException {
        return !texts(connection, "SELECT schema_name FROM information_schema.schemata WHERE schema_name = ?")
                .isEmpty();
    }

    /** Ask for one column of text; the parameter is the schema. */
    private List<String> texts(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, definition.schema());
            try (ResultSet rows = statement.executeQuery()) {
                var texts = new ArrayList<String>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        }
    }

    private List<String> quoted(Connection connection, List<String> tables) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString();
        UnaryOperator<String> quoted = name -> quote + name.replace(quote, quote + quote) + quote;
        return tables.stream()
                .map(table -> quoted.apply(definition.schema()) + "." + quoted.apply(table))
                .toList();
    }

    /** Connect as the services do; in no schema. */
    private Connection open() throws SQLException {
        return DriverManager.getConnection(dialect.url(port), definition.user(), password);
    }

    private StackException failed(String what, SQLException e) {
        return new StackException(
                "database %s (127.0.0.1:%s, schema %s) %s: %s"
                        .formatted(definition.name(), port, definition.schema(), what, firstLine(e)),
                e);
    }

    private StackException failed(Path script, String why, Exception e) {
        return new StackException("%s: script %s failed: %s".formatted(definition.name(), script, why), e);
    }

    /** The driver adds a paragraph about packets where a connection fails. */
    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
