package io.github.lo2.table;

import java.util.List;

/** Declares the columns of the table of scenarios: a row is a scenario. */
final class ScenarioColumns {
    static final List<Column<ScenarioRow>> ALL = List.of(
            Column.<ScenarioRow>given("run").source("name of the run's folder when it was recorded"),
            Column.text("scenario", ScenarioRow::scenario).source("its tag; the key of all tables"),
            Column.integer("ordinal", ScenarioRow::ordinal).unit("from 1").source("plan: place in the order"),
            Column.text("tag", ScenarioRow::tag).source("plan: Locust tag, or two with `.and.` between them"),
            Column.whole("seed", ScenarioRow::seed).source("plan"),
            Column.whole("planned_duration", ScenarioRow::plannedDuration)
                    .unit("ns")
                    .source("plan"),
            Column.whole("duration", ScenarioRow::duration)
                    .unit("ns")
                    .source("`end_time` less `start_time`; longer than planned by the last answers"),
            Column.timeOrNone("fault_start_time", ScenarioRow::faultStart)
                    .source("Locust: its phase `fault` began; what is before is `baseline`")
                    .nullWhen("it has no fault"),
            Column.timeOrNone("fault_end_time", ScenarioRow::faultEnd)
                    .source("Locust: its phase `fault` ended; what is from then on is `recovery`")
                    .nullWhen("it has no fault"),
            Column.real("dose", ScenarioRow::dose)
                    .source("plan: share of the load's tasks that are the faulty one during the fault")
                    .nullWhen("the tasks' weights decide"),
            Column.whole("wait", ScenarioRow::pause).unit("ns").source("plan: how long to wait after its load"),
            Column.whole("beyond", ScenarioRow::beyond)
                    .unit("ns")
                    .source("how much later than due its load began; 0 for one that nothing was before"),
            Column.time("start_time", ScenarioRow::startTime).source("host's clock, before the first request is sent"),
            Column.time("end_time", ScenarioRow::endTime).source("Locust: the last request is answered"),
            Column.whole("requests", ScenarioRow::requests).unit("rows").source("ground truth"),
            Column.whole("failures", ScenarioRow::failures)
                    .unit("rows")
                    .source("requests not meant to be faulty that got another answer than expected"),
            Column.whole("anomalies", ScenarioRow::anomalies).unit("rows").source("faulty requests of the tag"),
            Column.whole("confirmed", ScenarioRow::confirmed)
                    .unit("rows")
                    .source("those that got the tag's status and code"),
            Column.whole("log_records", ScenarioRow::logRecords).unit("rows").source("of all logs, Locust's too"),
            Column.whole("spans", ScenarioRow::spans).unit("rows"),
            Column.whole("samples", ScenarioRow::samples).unit("rows").source("with a value"),
            Column.truth("passed", ScenarioRow::passed).source("all verdicts passed"),
            Column.text("objections", ScenarioRow::objections)
                    .source("statements of the verdicts that did not pass, a line each")
                    .nullWhen("it passed"));

    private ScenarioColumns() {}
}
