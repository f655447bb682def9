package io.github.lo2.table;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of some Parquet files, asked in SQL by their names: {@code requests}, {@code logs}, {@code spans}, … And
 * {@code samples}: those of the windows with those from before them.
 */
public final class TableViews implements AutoCloseable {
    private final Connection connection;
    private final String where;
    private final Set<Table> tables;

    private TableViews(Connection connection, String where, Set<Table> tables) {
        this.connection = connection;
        this.where = where;
        this.tables = tables;
    }

    /**
     * Open tables; one without files has no view.
     *
     * @param folder what they belong to: said in errors, and spilled to
     * @param files the Parquet files of each table, in the order of their rows; of requests also files of the ground truth,
     *     which are read anew with each question
     * @throws TableException when a file is no Parquet file or misses a column
     */
    public static TableViews open(Path folder, Map<Table, List<Path>> files) {
        return of(TableDatabase.connection(folder), folder, files);
    }

    /** Open tables by a connection that nothing else uses, and that is closed with them. */
    static TableViews of(Connection connection, Path folder, Map<Table, List<Path>> files) {
        try {
            var views = new TableViews(
                    connection,
                    folder.toString(),
                    files.keySet().stream()
                            .filter(table ->
                                    !files.getOrDefault(table, List.of()).isEmpty())
                            .collect(Collectors.toUnmodifiableSet()));
            try {
                views.create(folder, files);
                return views;
            } catch (SQLException e) {
                try (connection) {
                    throw e;
                }
            }
        } catch (SQLException e) {
            throw failure(folder.toString(), e);
        }
    }

    /** Tell whether a table has files. */
    public boolean has(Table table) {
        return tables.contains(table);
    }

    /** Makes a value of the row that a result set stands at. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes the row that a result set stands at. */
    @FunctionalInterface
    public interface RowVisitor {
        void visit(ResultSet row) throws SQLException, IOException;
    }

    /**
     * Ask, and take the rows one after the other: they are not held in memory.
     *
     * @param sql the question, with {@code ?} where parameters stand
     * @throws TableException when it cannot be answered
     * @throws IOException what the visitor throws
     */
    public void visit(String sql, RowVisitor visitor, Object... parameters) throws IOException {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                visitor.visit(rows);
            }
        } catch (SQLException e) {
            throw failure(where, e);
        }
    }

    /**
     * Ask.
     *
     * @param sql the question, with {@code ?} where parameters stand
     * @throws TableException when it cannot be answered
     */
    public <T> List<T> ask(String sql, RowReader<T> reader, Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            var answer = new ArrayList<T>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    answer.add(reader.read(rows));
                }
            }
            return answer;
        } catch (SQLException e) {
            throw failure(where, e);
        }
    }

    /** Ask for one row. */
    public <T> T askOne(String sql, RowReader<T> reader, Object... parameters) {
        List<T> rows = ask(sql, reader, parameters);
        if (rows.size() != 1) {
            throw new TableException("%s: %s rows instead of one for: %s".formatted(where, rows.size(), sql), null);
        }
        return rows.get(0);
    }

    /** Show the columns that a table's files have. */
    public List<Column.Shape> shape(Table table) {
        return ask(
                "SELECT column_name, column_type FROM (DESCRIBE %s)".formatted(table.tableName()),
                row -> new Column.Shape(row.getString(1), row.getString(2)));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(where, e);
        }
    }

    private void create(Path folder, Map<Table, List<Path>> files) throws SQLException {
        for (Map.Entry<Table, List<Path>> entry : files.entrySet()) {
            if (!entry.getValue().isEmpty()) {
                execute("CREATE TEMP VIEW %s AS %s"
                        .formatted(entry.getKey().tableName(), rows(folder, entry.getValue())));
            }
        }
        String samples = Stream.of(Table.METRICS_BEFORE, Table.METRICS)
                .filter(table -> !files.getOrDefault(table, List.of()).isEmpty())
                .map(table -> "SELECT * FROM " + table.tableName())
                .collect(Collectors.joining(" UNION ALL "));
        if (!samples.isEmpty()) {
            execute("CREATE TEMP VIEW samples AS " + samples);
        }
    }

    private static String rows(Path folder, List<Path> files) {
        Map<Boolean, List<Path>> byForm = files.stream()
                .collect(Collectors.partitioningBy(file -> file.toString().endsWith(GroundTruth.ENDING)));
        var queries = new ArrayList<String>();
        List<Path> parquet = byForm.getOrDefault(false, List.of());
        if (!parquet.isEmpty()) {
            queries.add("SELECT * FROM " + DuckDb.parquet(parquet));
        }
        List<Path> groundTruth = byForm.getOrDefault(true, List.of());
        if (!groundTruth.isEmpty()) {
            String run = DuckDb.literal(String.valueOf(folder.getFileName()));
            queries.add(GroundTruth.rows(groundTruth, Map.of("run", run)));
        }
        return String.join(" UNION ALL ", queries);
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static TableException failure(String where, SQLException cause) {
        return new TableException("the tables in %s cannot be read: %s".formatted(where, cause.getMessage()), cause);
    }
}
