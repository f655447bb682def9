package io.github.lo2.table;

import java.util.List;

/** Declares the columns of the table of scenarios: a row is a scenario. */
final class ScenarioColumns {
    static final List<Column<ScenarioRow>> ALL = List.of(
            Column.<ScenarioRow>given("run")
                    .source("name of the run's folder when it was recorded")
                    .example("`LO2_run_1795528159`"),
            Column.text("scenario", ScenarioRow::scenario)
                    .source("its tag; the key of all tables")
                    .example("`get_client_404_no_client`"),
            Column.integer("ordinal", ScenarioRow::ordinal)
                    .unit("from 1")
                    .source("plan: place in the order")
                    .example("`2`"),
            Column.text("tag", ScenarioRow::tag).source("plan: Locust tag").example("`get_client_404_no_client`"),
            Column.whole("seed", ScenarioRow::seed).source("plan").example("`845327296`"),
            Column.whole("planned_duration", ScenarioRow::plannedDuration)
                    .unit("ns")
                    .source("plan")
                    .example("`5000000000`"),
            Column.whole("duration", ScenarioRow::duration)
                    .unit("ns")
                    .source("`end_time` less `start_time`; longer than planned by the last answers")
                    .example("`5087595665`"),
            Column.whole("wait", ScenarioRow::pause)
                    .unit("ns")
                    .source("plan: how long to wait after its load")
                    .example("`1000000000`"),
            Column.whole("beyond", ScenarioRow::beyond)
                    .unit("ns")
                    .source("how much later than due its load began; 0 for one that nothing was before")
                    .example("`213556`"),
            Column.time("start_time", ScenarioRow::startTime)
                    .source("host's clock, before the first request is sent")
                    .example("`2026-11-24 13:50:19.653186249+00`"),
            Column.time("end_time", ScenarioRow::endTime)
                    .source("Locust: the last request is answered")
                    .example("`2026-11-24 13:50:24.740781914+00`"),
            Column.whole("requests", ScenarioRow::requests)
                    .unit("rows")
                    .source("ground truth")
                    .example("`453`"),
            Column.whole("failures", ScenarioRow::failures)
                    .unit("rows")
                    .source("requests not meant to be faulty that got another answer than expected")
                    .example("`0`"),
            Column.whole("anomalies", ScenarioRow::anomalies)
                    .unit("rows")
                    .source("faulty requests of the tag")
                    .example("`21`"),
            Column.whole("confirmed", ScenarioRow::confirmed)
                    .unit("rows")
                    .source("those that got the tag's status and code")
                    .example("`21`"),
            Column.whole("log_records", ScenarioRow::logRecords)
                    .unit("rows")
                    .source("of all logs, Locust's too")
                    .example("`6353`"),
            Column.whole("spans", ScenarioRow::spans).unit("rows").example("`990`"),
            Column.whole("samples", ScenarioRow::samples)
                    .unit("rows")
                    .source("with a value")
                    .example("`7693`"),
            Column.truth("passed", ScenarioRow::passed)
                    .source("all verdicts passed")
                    .example("`true`"),
            Column.text("objections", ScenarioRow::objections)
                    .source("statements of the verdicts that did not pass, a line each")
                    .nullWhen("it passed"));

    private ScenarioColumns() {}
}
