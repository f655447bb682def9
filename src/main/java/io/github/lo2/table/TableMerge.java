package io.github.lo2.table;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** Makes one file of the parts of a table, and fills in what only the whole scenario tells. */
public final class TableMerge {
    private static final String MEMORY = "1GB";

    private static final List<Field<ScenarioRow>> SCENARIO_FIELDS = List.of(
            new Field.Text<>("scenario", ScenarioRow::scenario),
            new Field.Whole<>("ordinal", ScenarioRow::ordinal),
            new Field.Text<>("tag", ScenarioRow::tag),
            new Field.Whole<>("seed", ScenarioRow::seed),
            new Field.Whole<>("planned_duration", ScenarioRow::plannedDuration),
            new Field.Whole<>("duration", ScenarioRow::duration),
            new Field.Whole<>("wait", ScenarioRow::pause),
            new Field.Whole<>("beyond", ScenarioRow::beyond),
            new Field.Whole<>("start_time", ScenarioRow::startTime),
            new Field.Whole<>("end_time", ScenarioRow::endTime),
            new Field.Whole<>("requests", ScenarioRow::requests),
            new Field.Whole<>("failures", ScenarioRow::failures),
            new Field.Whole<>("anomalies", ScenarioRow::anomalies),
            new Field.Whole<>("confirmed", ScenarioRow::confirmed),
            new Field.Whole<>("log_records", ScenarioRow::logRecords),
            new Field.Whole<>("spans", ScenarioRow::spans),
            new Field.Whole<>("samples", ScenarioRow::samples),
            new Field.Truth<>("passed", ScenarioRow::passed),
            new Field.Text<>("objections", ScenarioRow::objections));

    private TableMerge() {}

    /**
     * Write a table's file.
     *
     * <p>Rows keep the order of the parts. Log records get the trace id of their request, spans the id of the request that began their trace.
     *
     * @param table which table
     * @param parts its parts, in the order of the scenarios
     * @param requests the parts of the requests
     * @param file the file
     * @throws TableException when it cannot be written
     */
    public static void write(Table table, Collection<Path> parts, Collection<Path> requests, Path file) {
        // Of one thread, since the rows of a join that several make come in any order.
        try (Connection connection = DuckDb.open(1, MEMORY, file.resolveSibling(".spill"));
                Statement statement = connection.createStatement()) {
            String rows = switch (table) {
                case LOGS -> filled("trace_id", "request_id", parts, requests);
                case SPANS -> filled("request_id", "trace_id", parts, requests);
                default -> "SELECT * FROM " + DuckDb.parquet(parts);
            };
            // Nor does it where it begins with the requests because there are more of them.
            statement.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'");
            statement.execute("COPY (" + rows + ")" + DuckDb.toTable(table, file));
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    /**
     * Write the file of the scenarios.
     *
     * @param scenarios its rows
     * @throws TableException when it cannot be written
     */
    public static void writeScenarios(List<ScenarioRow> scenarios, Path file) {
        try (DuckDBConnection connection = DuckDb.open(1, MEMORY, file.resolveSibling(".spill"));
                Statement statement = connection.createStatement()) {
            Iterator<List<ScenarioRow>> all =
                    List.of(scenarios, List.<ScenarioRow>of()).iterator();
            RowFunction.register(connection, "scenario_rows", SCENARIO_FIELDS, all::next);
            statement.execute("COPY (" + Table.SCENARIOS.rowsOf("scenario_rows()", Map.of()) + ")"
                    + DuckDb.toTable(Table.SCENARIOS, file));
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

    /** Ids are drawn at random, 128 bits: one of another scenario cannot be meant. */
    private static String filled(String column, String key, Collection<Path> parts, Collection<Path> requests) {
        return "SELECT part.* REPLACE (coalesce(part.%1$s, request.%1$s) AS %1$s) FROM %3$s part LEFT JOIN (SELECT DISTINCT ON (%2$s) %1$s, %2$s FROM %4$s WHERE %2$s IS NOT NULL) request USING (%2$s)"
                .formatted(column, key, DuckDb.parquet(parts), DuckDb.parquet(requests));
    }
}
