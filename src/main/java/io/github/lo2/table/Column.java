package io.github.lo2.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A column of a table, declared once: its name and type, what {@code docs/dataset.md} says of it, and where its values come
 * from. What writes, merges, reads and describes a table follows from its columns.
 *
 * @param <T> what the table's rows are made of
 */
public final class Column<T> {
    private static final String TIME = "TIMESTAMPTZ_NS";
    private static final String TEXT = "VARCHAR";
    private static final String WHOLE = "BIGINT";

    private final Shape shape;
    private final Words words;
    private final Origin<T> origin;

    private Column(Shape shape, Words words, Origin<T> origin) {
        this.shape = shape;
        this.words = words;
        this.origin = origin;
    }

    /**
     * What a reader of a file sees of a column.
     *
     * @param name its name
     * @param type its type, in DuckDB's words
     */
    public record Shape(String name, String type) {}

    /**
     * What the documentation says of a column, in Markdown; empty where nothing is to be said.
     *
     * @param unit of its values
     * @param source where they come from, or what they mean
     * @param nullWhen when there is none
     */
    public record Words(String unit, String source, String nullWhen) {
        private static final Words NONE = new Words("", "", "never");
    }

    /** Where values come from. */
    private sealed interface Origin<T> {
        /** Each row has its own, handed over by Java. */
        record HandedOver<T>(Field<T> field) implements Origin<T> {}

        /** It stands in the file that the rows are read from. */
        record Read<T>() implements Origin<T> {}

        /** SQL that is the same for all rows of a scenario. */
        record Given<T>() implements Origin<T> {}

        /** SQL of other columns of the row. */
        record Computed<T>(String sql) implements Origin<T> {}

        /** SQL of the row, {@code part}, and of its request, {@code request}. */
        record OfRequest<T>(Optional<Field<T>> own, String sql) implements Origin<T> {}
    }

    /** Declare a text, or nothing. */
    static <T> Column<T> text(String name, Field.TextOf<T> value) {
        return handedOver(TEXT, new Field.Text<>(name, value));
    }

    /** Declare a time, ns since the epoch (UTC). */
    static <T> Column<T> time(String name, ToLongFunction<T> value) {
        return handedOver(TIME, new Field.Whole<>(name, value));
    }

    /** Declare a time, ns since the epoch (UTC), or nothing. */
    static <T> Column<T> timeOrNone(String name, Field.WholeOf<T> value) {
        return handedOver(TIME, new Field.WholeOrNone<>(name, value));
    }

    /** Declare a whole number. */
    static <T> Column<T> whole(String name, ToLongFunction<T> value) {
        return handedOver(WHOLE, new Field.Whole<>(name, value));
    }

    /** Declare a whole number of at most 32 bits. */
    static <T> Column<T> integer(String name, ToLongFunction<T> value) {
        return handedOver("INTEGER", new Field.Whole<>(name, value));
    }

    /** Declare a number, or nothing. */
    static <T> Column<T> real(String name, Field.RealOf<T> value) {
        return handedOver("DOUBLE", new Field.Real<>(name, value));
    }

    /** Declare a truth value. */
    static <T> Column<T> truth(String name, Predicate<T> value) {
        return handedOver("BOOLEAN", new Field.Truth<>(name, value));
    }

    /** Declare bytes, or nothing; handed over in Base64. */
    static <T> Column<T> bytes(String name, Field.TextOf<T> value) {
        return handedOver("BLOB", new Field.Text<>(name, value));
    }

    /** Declare a member of the file that the table's rows are read from; times stand there in ns since the epoch. */
    static <T> Column<T> read(String name, String type) {
        return new Column<>(new Shape(name, type), Words.NONE, new Origin.Read<>());
    }

    /** Declare a text that SQL gives, the same for all rows of a scenario. */
    static <T> Column<T> given(String name) {
        return given(name, TEXT);
    }

    /** Declare what SQL gives, the same for all rows of a scenario. */
    static <T> Column<T> given(String name, String type) {
        return new Column<>(new Shape(name, type), Words.NONE, new Origin.Given<>());
    }

    /** Declare what SQL makes of the other columns of a row. */
    static <T> Column<T> computed(String name, String type, String sql) {
        return new Column<>(new Shape(name, type), Words.NONE, new Origin.Computed<>(sql));
    }

    /**
     * Declare a text that tells of the request.
     *
     * @param sql what it is, of the row {@code part} and the row {@code request}, which has no values where there is none, else
     *     {@code found} that is true
     */
    static <T> Column<T> ofRequest(String name, String sql) {
        return new Column<>(new Shape(name, TEXT), Words.NONE, new Origin.OfRequest<>(Optional.empty(), sql));
    }

    private static <T> Column<T> handedOver(String type, Field<T> field) {
        return new Column<>(new Shape(field.name(), type), Words.NONE, new Origin.HandedOver<>(field));
    }

    /** Show how Java hands over those columns that it does. */
    static <T> List<Field<T>> fields(List<Column<T>> columns) {
        return columns.stream().flatMap(column -> column.field().stream()).toList();
    }

    /** Let a row that has nothing of its own have what its request has in the column of the same name. */
    Column<T> orOfRequest() {
        return orOfRequest("coalesce(part.%1$s, request.%1$s)".formatted(name()));
    }

    /** Let what a row has of its own be completed by what its request has; {@code sql} as of {@link #ofRequest}. */
    Column<T> orOfRequest(String sql) {
        return new Column<>(shape, words, new Origin.OfRequest<>(field(), sql));
    }

    /** Say the unit. */
    Column<T> unit(String unit) {
        return said(new Words(unit, words.source(), words.nullWhen()));
    }

    /** Say where values come from, or what they mean. */
    Column<T> source(String source) {
        return said(new Words(words.unit(), source, words.nullWhen()));
    }

    /** Say when there is no value; a column of which this is not said has one in each row. */
    Column<T> nullWhen(String nullWhen) {
        return said(new Words(words.unit(), words.source(), nullWhen));
    }

    /** Name it. */
    public String name() {
        return shape.name();
    }

    /** Name its type, in DuckDB's words. */
    public String type() {
        return shape.type();
    }

    /** Show what a reader of a file sees of it. */
    public Shape shape() {
        return shape;
    }

    /** Show what the documentation says of it. */
    public Words words() {
        return type().equals(TIME) ? new Words("UTC", words.source(), words.nullWhen()) : words;
    }

    /** Tell whether it stands in the file that the table's rows are read from. */
    public boolean isRead() {
        return origin instanceof Origin.Read;
    }

    /** Tell whether a row may have no value. */
    boolean mayBeNull() {
        return !words.nullWhen().equals(Words.NONE.nullWhen());
    }

    /** Show how Java hands it over; empty for what is read or given, or only known of the request. */
    Optional<Field<T>> field() {
        if (origin instanceof Origin.HandedOver<T> handedOver) {
            return Optional.of(handedOver.field());
        }
        return origin instanceof Origin.OfRequest<T> ofRequest ? ofRequest.own() : Optional.empty();
    }

    /**
     * Write the query that fills in what the requests tell.
     *
     * @param rows names the rows that Java has handed over, as SQL does
     * @param key the column by which a row's request is found: both have it
     * @param requests names the requests
     */
    static String filled(List<? extends Column<?>> columns, String rows, String key, String requests) {
        var values = new ArrayList<String>();
        for (Column<?> column : columns) {
            if (column.origin instanceof Origin.OfRequest<?> ofRequest) {
                values.add("(%s) AS %s".formatted(ofRequest.sql(), column.quoted()));
            }
        }
        return values.isEmpty()
                ? "SELECT * FROM " + rows
                : """
                SELECT part.* REPLACE (%1$s) FROM %2$s part LEFT JOIN (
                    SELECT DISTINCT ON (%3$s) true AS found, request_id, trace_id, span_id, route
                    FROM %4$s WHERE %3$s IS NOT NULL) request
                USING (%3$s)\
                """.formatted(String.join(", ", values), rows, key, requests);
    }

    /** Name its type in the file that it is read from. */
    String typeInFile() {
        return type().equals(TIME) ? WHOLE : type();
    }

    /**
     * Write what it is of what is handed over or read, which has neither times with a zone nor bytes.
     *
     * @param given SQL of the columns that are given, by their names
     */
    String sql(Map<String, String> given) {
        if (origin instanceof Origin.Given) {
            return Objects.requireNonNull(given.get(name()), () -> "nothing is given for " + this);
        }
        if (origin instanceof Origin.Computed<T> computed) {
            return computed.sql();
        }
        if (field().isEmpty() && !isRead()) {
            return "NULL";
        }
        return switch (type()) {
            case TIME -> "make_timestamp_ns(%s)".formatted(quoted());
            case "BLOB" -> "from_base64(%s)".formatted(quoted());
            default -> quoted();
        };
    }

    /** Name it in SQL: some names are words of SQL. */
    String quoted() {
        return '"' + name() + '"';
    }

    private Column<T> said(Words said) {
        return new Column<>(shape, said, origin);
    }

    @Override
    public String toString() {
        return name() + " " + type();
    }
}
