package io.github.lo2.table;

import java.sql.SQLException;

/** How a value becomes a row of its table. */
@FunctionalInterface
interface RowFormat<T> {
    void append(T value, Row row) throws SQLException;
}
