package io.github.lo2.table;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** Makes one file of the parts of a table. */
public final class TableMerge {
    private static final String MEMORY = "1GB";

    private TableMerge() {}

    /**
     * Write a table's file.
     *
     * @param parts its parts, in the order of the scenarios
     * @param file the file
     * @throws TableException when it cannot be written
     */
    public static void write(List<Path> parts, Path file) {
        try {
            RowGroups.concatenate(parts, file);
        } catch (IOException e) {
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
        try (DuckDBConnection connection = DuckDb.open(1, MEMORY, file.resolveSibling(".spill"));
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

    private static TableException failure(Path file, Exception cause) {
        return new TableException(
                "%s cannot be written: %s; free disk space there and resume the run"
                        .formatted(file, cause.getMessage()),
                cause);
    }
}
