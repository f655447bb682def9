package io.github.lo2.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tables of a run, with their columns in order. Times are UTC in ns, durations ns; {@code docs/dataset.md} says more.
 */
public enum Table {
    /** A row is a scenario. */
    SCENARIOS(ScenarioColumns.ALL),
    /** A row is a request: the ground truth. */
    REQUESTS(RequestColumns.ALL),
    /** A row is a record of a log; the lines that continue it belong to it. */
    LOGS(LogColumns.ALL),
    /** A row is a span. */
    SPANS(SpanColumns.ALL),
    /** A row is a sample of a series in the window; without a value it says that the series had ended by then. */
    METRICS(MetricColumns.ALL),
    /** A row is a sample from before the window, which gives the value of its first seconds. */
    METRICS_BEFORE(MetricColumns.ALL);

    /** Those that each scenario adds rows to. */
    public static final List<Table> OF_SCENARIO = List.of(REQUESTS, LOGS, SPANS, METRICS, METRICS_BEFORE);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of(), and no column changes
    private final List<? extends Column<?>> columns;

    Table(List<? extends Column<?>> columns) {
        this.columns = columns;
    }

    /** List the columns in their order. */
    public List<? extends Column<?>> columns() {
        return columns;
    }

    /** Show what a reader of a file of this table sees of its columns. */
    public List<Column.Shape> shape() {
        return columns.stream().map(Column::shape).toList();
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
     * Write the query that makes rows of this table of what Java hands over or a file holds: times in ns since the epoch,
     * bytes in Base64.
     *
     * @param source what stands behind {@code FROM}
     * @param given SQL of the columns that are given, by their names
     */
    String rowsOf(String source, Map<String, String> given) {
        return columns.stream()
                .map(column -> "(%s)::%s AS %s".formatted(column.sql(given), column.type(), column.quoted()))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + source));
    }
}
