package io.github.lo2.collect;

import io.github.lo2.dataset.Disk;
import io.github.lo2.dataset.WholeFile;
import io.github.lo2.table.DuckDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A small table, written as CSV for people and as Parquet for programs.
 *
 * @param columns each with its type and what makes its value of a row; an empty text is none
 */
record PlainTable<R>(LinkedHashMap<String, Column<R>> columns) {
    private static final String MEMORY = "64MB";

    /** A column. */
    record Column<R>(String type, Function<R, @Nullable Object> value) {}

    /** Write the table's two files, {@code <name>.csv} and {@code <name>.parquet}. */
    void write(Path folder, String name, List<R> rows) {
        Path csv = folder.resolve(name + ".csv");
        String text = rows.stream()
                .map(row -> columns.values().stream()
                        .map(column -> field(column.value().apply(row)))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining(
                        "\n", String.join(",", columns.keySet()) + "\n", rows.isEmpty() ? "" : "\n"));
        WholeFile.write(csv, text);
        Path hidden = folder.resolve("." + name + ".parquet.part");
        String types = columns.entrySet().stream()
                .map(column -> "'%s': '%s'"
                        .formatted(column.getKey(), column.getValue().type()))
                .collect(Collectors.joining(", ", "{", "}"));
        try (DuckDBConnection connection = DuckDb.open(1, MEMORY, folder.resolve(".spill"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT * FROM read_csv(%s, header = true, columns = %s, nullstr = '', quote = '\"', escape = '\"', auto_detect = false)) TO %s (FORMAT parquet, COMPRESSION zstd)"
                            .formatted(literal(csv), types, literal(hidden)));
            Disk.publish(hidden, folder.resolve(name + ".parquet"));
        } catch (SQLException | IOException e) {
            throw new CollectException("%s cannot be written: %s".formatted(hidden, e.getMessage()), e);
        }
    }

    private static String field(@Nullable Object value) {
        String text = value == null ? "" : String.valueOf(value).replaceAll("\\R", " ");
        return text.matches("[^\",]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String literal(Path file) {
        return "'" + file.toString().replace("'", "''") + "'";
    }

    /** Make a table of its columns. */
    static <R> PlainTable<R> of(Map<String, Column<R>> columns) {
        return new PlainTable<>(new LinkedHashMap<>(columns));
    }
}
