package io.github.lo2.table;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * A column that is handed to DuckDB from Java: whole columns of a chunk at once, since each call costs more than what it
 * carries.
 */
sealed interface Field<T> {
    /** Name the column. */
    String name();

    /** Name its type. */
    DuckDBColumnType type();

    /** Write what it is in so many rows, from the column's first place on. */
    void write(List<T> rows, DuckDBWritableVector column);

    /** Text, or nothing. */
    record Text<T>(String name, TextOf<T> value) implements Field<T> {
        @Override
        public DuckDBColumnType type() {
            return DuckDBColumnType.VARCHAR;
        }

        @Override
        public void write(List<T> rows, DuckDBWritableVector column) {
            byte[][] texts = new byte[rows.size()][];
            String last = "";
            byte[] ofLast = {};
            for (int i = 0; i < texts.length; i++) {
                String text = value.of(rows.get(i));
                if (text != null) {
                    ofLast = text.equals(last) ? ofLast : text.getBytes(StandardCharsets.UTF_8);
                    last = text;
                    texts[i] = ofLast;
                }
            }
            column.setStringUtf8Batch(0, texts); // setStrings() would encode character by character
        }
    }

    /** A whole number; also a time, ns since the epoch (UTC). */
    record Whole<T>(String name, ToLongFunction<T> value) implements Field<T> {
        @Override
        public DuckDBColumnType type() {
            return DuckDBColumnType.BIGINT;
        }

        @Override
        public void write(List<T> rows, DuckDBWritableVector column) {
            for (int i = 0; i < rows.size(); i++) {
                column.setLong(i, value.applyAsLong(rows.get(i)));
            }
        }
    }

    /** A whole number, or nothing; also a time, ns since the epoch (UTC). */
    record WholeOrNone<T>(String name, WholeOf<T> value) implements Field<T> {
        @Override
        public DuckDBColumnType type() {
            return DuckDBColumnType.BIGINT;
        }

        @Override
        public void write(List<T> rows, DuckDBWritableVector column) {
            for (int i = 0; i < rows.size(); i++) {
                Long whole = value.of(rows.get(i));
                if (whole == null) {
                    column.setNull(i);
                } else {
                    column.setLong(i, whole);
                }
            }
        }
    }

    /** A number, or nothing. */
    record Real<T>(String name, RealOf<T> value) implements Field<T> {
        @Override
        public DuckDBColumnType type() {
            return DuckDBColumnType.DOUBLE;
        }

        @Override
        public void write(List<T> rows, DuckDBWritableVector column) {
            for (int i = 0; i < rows.size(); i++) {
                Double real = value.of(rows.get(i));
                if (real == null) {
                    column.setNull(i);
                } else {
                    column.setDouble(i, real);
                }
            }
        }
    }

    /** True or false. */
    record Truth<T>(String name, Predicate<T> value) implements Field<T> {
        @Override
        public DuckDBColumnType type() {
            return DuckDBColumnType.BOOLEAN;
        }

        @Override
        public void write(List<T> rows, DuckDBWritableVector column) {
            for (int i = 0; i < rows.size(); i++) {
                column.setBoolean(i, value.test(rows.get(i)));
            }
        }
    }

    /** Takes a text from a row. */
    @FunctionalInterface
    interface TextOf<T> {
        @Nullable
        String of(T row);
    }

    /** Takes a whole number from a row. */
    @FunctionalInterface
    interface WholeOf<T> {
        @Nullable
        Long of(T row);
    }

    /** Takes a number from a row. */
    @FunctionalInterface
    interface RealOf<T> {
        @Nullable
        Double of(T row);
    }
}
