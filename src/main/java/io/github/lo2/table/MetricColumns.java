package io.github.lo2.table;

import java.util.List;

/**
 * Declares the columns of the tables of metrics: a row is a sample of a series; without a value it says that the series had
 * ended by then.
 */
final class MetricColumns {
    static final List<Column<SeriesValue>> ALL = List.of(
            Column.time("time", SeriesValue::epochNanos)
                    .source("Compose: Prometheus or the exporter (ms); embedded: the agent or OSHI")
                    .example("`2026-11-24 13:50:13.001548049+00`"),
            Column.<SeriesValue>given("run")
                    .source("name of the run's folder when it was recorded")
                    .example("`LO2_run_1795528159`"),
            Column.<SeriesValue>given("scenario").example("`correct`"),
            Column.text("metric", (SeriesValue value) -> value.series().metric())
                    .source("Prometheus' name")
                    .example("`process_resident_memory_bytes`"),
            Column.integer("series", (SeriesValue value) -> value.series().number())
                    .unit("from 1")
                    .source("number of the series in its scenario, for `metric` and `labels` in short")
                    .example("`831`"),
            Column.real("value", SeriesValue::value)
                    .unit("that which the metric's name ends with")
                    .source("may be NaN or infinite")
                    .nullWhen("the series had ended by then")
                    .example("`243494912.0`"),
            Column.text("service_name", (SeriesValue value) -> value.series().serviceName())
                    .source("service of the container in the label `name`, or `job` where that is a service")
                    .nullWhen("it is of the host, the database or what observes")
                    .example("`oauth2-client-service`"),
            Column.text("labels", (SeriesValue value) -> value.series().labels())
                    .source("JSON object, sorted by name")
                    .example("`{\"instance\":\"light-oauth2-oauth2-client-1\",\"job\":\"oauth2-client-service\"}`"));

    private MetricColumns() {}
}
