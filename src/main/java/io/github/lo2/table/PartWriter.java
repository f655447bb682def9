package io.github.lo2.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Writes the parts of one table, a Parquet file each: {@code <table>-<number>.parquet}. For one thread. */
final class PartWriter<T> {
    /** How many rows make a part: so many are held in memory, uncompressed. */
    private static final int PART_ROWS = 1 << 16;

    private final DuckDBConnection connection;
    private final Path folder;
    private final String name;
    private final String definition;
    private final String rows;
    private final RowFormat<T> format;
    private int pending;
    private int parts;

    /**
     * @param name the table's name
     * @param definition the columns that are appended
     * @param rows the query that makes the table's rows of them; {@code pending_<name>} holds what was appended
     */
    PartWriter(
            DuckDBConnection connection, Path folder, String name, String definition, String rows, RowFormat<T> format)
            throws SQLException {
        this.connection = connection;
        this.folder = folder;
        this.name = name;
        this.definition = definition;
        this.rows = rows;
        this.format = format;
        empty();
    }

    void append(List<T> values) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "pending_" + name)) {
            var row = new Row(appender);
            for (T value : values) {
                appender.beginRow();
                format.append(value, row);
                appender.endRow();
            }
        }
        pending += values.size();
        if (pending >= PART_ROWS) {
            writePart();
        }
    }

    /** Write what has been appended since the last part; a table without any row gets a part without rows. */
    void finish() throws SQLException {
        if (pending > 0 || parts == 0) {
            writePart();
        }
    }

    /** Delete all parts, and forget what has been appended since the last. */
    void discard() throws SQLException, IOException {
        for (; parts > 0; parts--) {
            Files.deleteIfExists(part(parts));
        }
        empty();
    }

    private void writePart() throws SQLException {
        parts++;
        Path part = part(parts);
        try (Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + rows + ")" + DuckDb.toPart(part));
        }
        empty();
    }

    private Path part(int number) {
        return folder.resolve("%s-%05d.parquet".formatted(name, number));
    }

    private void empty() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE pending_" + name + " (" + definition + ")");
        }
        pending = 0;
    }
}
