package io.github.lo2.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tables of a run, with their columns in order. Times are UTC in ns, durations ns; {@code docs/dataset.md} says more.
 */
public enum Table {
    /** A row is a scenario. */
    SCENARIOS(
            "scenario VARCHAR",
            "ordinal INTEGER",
            "tag VARCHAR",
            "seed BIGINT",
            "planned_duration BIGINT",
            "duration BIGINT",
            "wait BIGINT",
            "beyond BIGINT",
            "start_time TIMESTAMPTZ_NS",
            "end_time TIMESTAMPTZ_NS",
            "requests BIGINT",
            "failures BIGINT",
            "anomalies BIGINT",
            "confirmed BIGINT",
            "log_records BIGINT",
            "spans BIGINT",
            "samples BIGINT",
            "passed BOOLEAN",
            "objections VARCHAR"),
    /** A row is a request: the ground truth. */
    REQUESTS(
            "time TIMESTAMPTZ_NS",
            "duration BIGINT",
            "scenario VARCHAR",
            "request_id VARCHAR",
            "trace_id VARCHAR",
            "span_id VARCHAR",
            "user VARCHAR",
            "task VARCHAR",
            "tag VARCHAR",
            "anomaly BOOLEAN",
            "service_name VARCHAR",
            "method VARCHAR",
            "route VARCHAR",
            "expected_status INTEGER",
            "expected_code VARCHAR",
            "status INTEGER",
            "code VARCHAR",
            "bytes BIGINT",
            "error VARCHAR"),
    /** A row is a record of a log; the lines that continue it belong to it. */
    LOGS(
            "time TIMESTAMPTZ_NS",
            "scenario VARCHAR",
            "service_name VARCHAR",
            "container VARCHAR",
            "line BIGINT",
            "level VARCHAR",
            "logger VARCHAR",
            "method VARCHAR",
            "thread VARCHAR",
            "prefix VARCHAR",
            "message VARCHAR",
            "raw BLOB",
            "request_id VARCHAR",
            "trace_id VARCHAR"),
    /** A row is a span. */
    SPANS(
            "time TIMESTAMPTZ_NS",
            "duration BIGINT",
            "scenario VARCHAR",
            "trace_id VARCHAR",
            "span_id VARCHAR",
            "parent_span_id VARCHAR",
            "service_name VARCHAR",
            "span_name VARCHAR",
            "kind VARCHAR",
            "status VARCHAR",
            "attributes VARCHAR",
            "scope_name VARCHAR",
            "scope_version VARCHAR",
            "request_id VARCHAR"),
    /** A row is a sample of a series; without a value it says that the series had ended by then. */
    METRICS(
            "time TIMESTAMPTZ_NS",
            "scenario VARCHAR",
            "metric VARCHAR",
            "value DOUBLE",
            "service_name VARCHAR",
            "labels VARCHAR");

    private static final String SEPARATOR = ", ";

    /** Names and types, as SQL defines columns. */
    private final String definition;

    Table(String... columns) {
        definition = String.join(SEPARATOR, columns);
    }

    /** List the columns in their order. */
    public List<Column> columns() {
        return Arrays.stream(definition.split(SEPARATOR))
                .map(column -> column.split(" ", 2))
                .map(parts -> new Column(parts[0], parts[1]))
                .toList();
    }

    /** Name the table as SQL does, and its file without the ending. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name the table's file in a run's {@code tables/}. */
    public String fileName() {
        return tableName() + ".parquet";
    }

    /**
     * Write the query that makes rows of this table of what Java hands over: times in ns since the epoch, bytes in Base64.
     *
     * @param source what stands behind {@code FROM}
     * @param same literals of the columns that have the same value in all rows, and are not handed over
     */
    String rowsOf(String source, Map<String, String> same) {
        return columns().stream()
                .map(column -> "%s::%s AS %s"
                        .formatted(same.getOrDefault(column.name(), column.handedOver()), column.type(), column.name()))
                .collect(Collectors.joining(SEPARATOR, "SELECT ", " FROM " + source));
    }
}
