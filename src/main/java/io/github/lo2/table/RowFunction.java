package io.github.lo2.table;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * Rows of Java as a table function of DuckDB, which asks for them when it needs them; for one query.
 *
 * <p>So they are copied once, into what is being written; rows of an appender go by way of a table, which takes nearly twice
 * as long.
 */
final class RowFunction<T> implements DuckDBTableFunction<List<Field<T>>, List<Field<T>>, Object> {
    private final List<Field<T>> fields;
    private final Callable<List<T>> more;
    private List<T> rest = List.of();

    private RowFunction(List<Field<T>> fields, Callable<List<T>> more) {
        this.fields = fields;
        this.more = more;
    }

    /**
     * Make rows readable in SQL: {@code FROM <name>()}.
     *
     * @param name another one each time
     * @param fields the columns
     * @param more gives the next rows, none after the last
     */
    static <T> void register(DuckDBConnection connection, String name, List<Field<T>> fields, Callable<List<T>> more)
            throws SQLException {
        try (var builder = DuckDBFunctions.tableFunction()) {
            builder.withName(name)
                    .withFunction(new RowFunction<>(List.copyOf(fields), more))
                    .register(connection);
        }
    }

    @Override
    public List<Field<T>> bind(DuckDBTableFunctionBindInfo info) {
        fields.forEach(field -> info.addResultColumn(field.name(), field.type()));
        return fields;
    }

    @Override
    public List<Field<T>> init(DuckDBTableFunctionInitInfo info) {
        info.setMaxThreads(1);
        return fields;
    }

    /** Fill a chunk, and say how many rows are in it. */
    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) throws Exception {
        if (rest.isEmpty()) {
            rest = more.call();
        }
        int count = (int) Math.min(rest.size(), chunk.capacity());
        List<T> rows = rest.subList(0, count);
        for (int i = 0; i < fields.size() && count > 0; i++) {
            fields.get(i).write(rows, chunk.vector(i));
        }
        rest = rest.subList(count, rest.size());
        return count;
    }
}
