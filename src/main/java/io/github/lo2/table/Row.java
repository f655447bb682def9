package io.github.lo2.table;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** A row that is being appended, column by column in the table's order. */
final class Row {
    private final DuckDBAppender appender;

    Row(DuckDBAppender appender) {
        this.appender = appender;
    }

    /** Append a time, ns since the epoch (UTC). */
    Row time(long epochNanos) throws SQLException {
        appender.appendEpochNanos(epochNanos);
        return this;
    }

    Row text(@Nullable String value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
        return this;
    }

    Row bytes(byte @Nullable [] value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
        return this;
    }

    Row number(int value) throws SQLException {
        appender.append(value);
        return this;
    }

    Row number(long value) throws SQLException {
        appender.append(value);
        return this;
    }

    Row number(double value) throws SQLException {
        appender.append(value);
        return this;
    }

    Row truth(boolean value) throws SQLException {
        appender.append(value);
        return this;
    }

    Row nothing() throws SQLException {
        appender.appendNull();
        return this;
    }
}
