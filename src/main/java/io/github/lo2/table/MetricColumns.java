package io.github.lo2.table;

import java.util.List;

/**
 * Declares the columns of the tables of metrics: a row is a sample of a series; without a value it says that the series had
 * ended by then.
 */
final class MetricColumns {
    static final List<Column<SeriesValue>> ALL = List.of(
            Column.time("time", SeriesValue::epochNanos)
                    .source("Compose: Prometheus or the exporter (ms); embedded: the agent or OSHI"),
            Column.<SeriesValue>given("run").source("name of the run's folder when it was recorded"),
            Column.<SeriesValue>given("scenario"),
            Column.text("metric", (SeriesValue value) -> value.series().metric())
                    .source("Prometheus' name"),
            Column.text("type", (SeriesValue value) -> value.series().type())
                    .source(
                            "`counter`, `gauge`, `histogram` or `summary`, as the metric's source says: OTLP's data points, Prometheus' metadata, or OSHI")
                    .nullWhen("the source does not say"),
            Column.integer("series", (SeriesValue value) -> value.series().number())
                    .unit("from 1")
                    .source("number of the series in its scenario, for `metric` and `labels` in short"),
            Column.real("value", SeriesValue::value)
                    .unit("that which the metric's name ends with")
                    .source("may be NaN or infinite")
                    .nullWhen("the series had ended by then"),
            Column.text("service_name", (SeriesValue value) -> value.series().serviceName())
                    .source("service of the container in the label `name`, or `job` where that is a service")
                    .nullWhen("it is of the host, the database or what observes"),
            Column.text("labels", (SeriesValue value) -> value.series().labels())
                    .source("JSON object, sorted by name"));

    private MetricColumns() {}
}
