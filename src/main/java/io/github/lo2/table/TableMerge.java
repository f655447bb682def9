package io.github.lo2.table;

import io.github.lo2.system.LogId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/** Makes one file of the parts of a table, and fills in what only the whole scenario tells. */
public final class TableMerge {
    private static final String MEMORY = "1GB";

    private TableMerge() {}

    /**
     * Write a table's file.
     *
     * <p>Rows keep the order of the parts. Log records get the trace id of their request. Spans get the id of the request that
     * began their trace.
     *
     * @param table which table
     * @param logId by which id log records belong to requests
     * @param parts its parts, in the order of the scenarios
     * @param requests the parts of the requests
     * @param file the file
     * @throws TableException when it cannot be written
     */
    public static void write(Table table, LogId logId, Collection<Path> parts, Collection<Path> requests, Path file) {
        // Of one thread, since the rows of a join that several make come in any order.
        try (Connection connection = DuckDb.open(1, MEMORY, file.resolveSibling(".spill"));
                Statement statement = connection.createStatement()) {
            // Nor does it where it begins with the requests because there are more of them.
            statement.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'");
            statement.execute("COPY (" + filled(table, logId, parts, requests) + ")" + DuckDb.toTable(table, file));
        } catch (SQLException e) {
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

    private static TableException failure(Path file, SQLException cause) {
        return new TableException(
                "%s cannot be written: %s; free disk space there and resume the run"
                        .formatted(file, cause.getMessage()),
                cause);
    }

    /** Fill in what the requests tell. Ids are drawn at random, 128 bits: one of another scenario cannot be meant. */
    private static String filled(Table table, LogId logId, Collection<Path> parts, Collection<Path> requests) {
        String rows = DuckDb.parquet(parts);
        for (Column<?> column : table.columns()) {
            // Of log records one id is read, and tells the other.
            Optional<String> key = column.requestKey().filter(id -> table != Table.LOGS || id.equals(logId.column()));
            if (key.isPresent()) {
                rows = """
                        (SELECT part.* REPLACE (coalesce(part.%1$s, request.%1$s) AS %1$s)
                         FROM %3$s part
                         LEFT JOIN (SELECT DISTINCT ON (%2$s) %1$s, %2$s FROM %4$s WHERE %2$s IS NOT NULL) request
                         USING (%2$s))
                        """.formatted(column.name(), key.get(), rows, DuckDb.parquet(requests));
            }
        }
        return "SELECT * FROM " + rows;
    }
}
