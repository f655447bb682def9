package io.github.lo2.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;
import org.duckdb.DuckDBConnection;

/** Makes one file of the parts of a table. */
public final class TableMerge {
    /** Parts with more bytes are not packed together: large rows gain nothing by it, and take memory. */
    private static final int PACKED_BYTES = 1 << 26;

    private TableMerge() {}

    /**
     * Write a table's file. Parts are copied as they are; those so small that several fit in one row group are packed together
     * first, for each row group has dictionaries of its own. Rows keep the order of the parts.
     *
     * @param parts its parts, in the order of the scenarios
     * @param file the file
     * @throws TableException when it cannot be written
     */
    public static void write(Table table, List<Path> parts, Path file) {
        Path packed = file.resolveSibling("." + table.tableName() + ".packed");
        try {
            Files.createDirectory(packed);
            var pieces = new ArrayList<Path>();
            for (List<Path> fitting : fitting(parts, DuckDb.rowGroupRows(table))) {
                pieces.add(
                        fitting.size() == 1
                                ? fitting.get(0)
                                : packed(table, fitting, packed.resolve(pieces.size() + ".parquet")));
            }
            RowGroups.concatenate(pieces, file);
            PathUtils.deleteDirectory(packed);
        } catch (IOException | SQLException e) {
            throw failure(file, e);
        }
    }

    /**
     * Write the file of the scenarios.
     *
     * @param run the name of the run's folder
     * @param scenarios its rows
     * @throws TableException when it cannot be written
     */
    public static void writeScenarios(String run, List<ScenarioRow> scenarios, Path file) {
        try (DuckDBConnection connection = DuckDb.open(1, DuckDb.PACKING_MEMORY, file.resolveSibling(".spill"));
                Statement statement = connection.createStatement()) {
            Iterator<List<ScenarioRow>> all =
                    List.of(scenarios, List.<ScenarioRow>of()).iterator();
            RowFunction.register(connection, "scenario_rows", Column.fields(ScenarioColumns.ALL), all::next);
            statement.execute("COPY (" + Table.SCENARIOS.rowsOf("scenario_rows()", Map.of("run", DuckDb.literal(run)))
                    + ")" + DuckDb.toTable(Table.SCENARIOS, file));
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    /** Divide parts into such as stand side by side and have together no more rows than a row group, nor many bytes. */
    private static List<List<Path>> fitting(List<Path> parts, int rowGroupRows) throws IOException {
        List<RowGroups.Size> sizes = RowGroups.sizes(parts);
        var all = new ArrayList<List<Path>>();
        long rows = 0;
        long bytes = 0;
        for (int i = 0; i < parts.size(); i++) {
            rows += sizes.get(i).rows();
            bytes += sizes.get(i).bytes();
            if (all.isEmpty() || rows > rowGroupRows || bytes > PACKED_BYTES) {
                all.add(new ArrayList<>());
                rows = sizes.get(i).rows();
                bytes = sizes.get(i).bytes();
            }
            all.get(all.size() - 1).add(parts.get(i));
        }
        return all;
    }

    /** Write one file of several parts. One thread keeps the order of the rows. */
    private static Path packed(Table table, List<Path> parts, Path file) throws SQLException {
        try (DuckDBConnection connection = DuckDb.open(1, DuckDb.PACKING_MEMORY, file.resolveSibling("spill"));
                Statement statement = connection.createStatement()) {
            statement.execute("SET disabled_optimizers = " + DuckDb.literal(DuckDb.ONE_FORM));
            statement.execute("COPY (SELECT * FROM " + DuckDb.parquet(parts) + ")" + DuckDb.toTable(table, file));
        }
        return file;
    }

    private static TableException failure(Path file, Exception cause) {
        return new TableException(
                "%s cannot be written: %s; free disk space there and resume the run"
                        .formatted(file, cause.getMessage()),
                cause);
    }
}
