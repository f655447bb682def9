package io.github.lo2.table;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type its type, in DuckDB's words
 */
public record Column(String name, String type) {
    /** Write what it is of a value that Java hands over, which has neither times with a zone nor bytes. */
    String handedOver() {
        return switch (type) {
            case "TIMESTAMPTZ_NS" -> "make_timestamp_ns(%s)".formatted(name);
            case "BLOB" -> "from_base64(%s)".formatted(name);
            default -> name;
        };
    }
}
