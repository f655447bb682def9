package io.github.lo2.table;

import io.github.lo2.signal.Request;
import java.util.List;

/** Declares the columns of the table of requests: a row is a request, the ground truth. */
final class RequestColumns {
    static final List<Column<Request>> ALL = List.of(
            Column.<Request>read("time", "TIMESTAMPTZ_NS").source("when it was sent"),
            Column.<Request>read("due", "TIMESTAMPTZ_NS")
                    .source("when it was to be sent; `time` is later when its user still waited for an answer")
                    .nullWhen("the load has no rate"),
            Column.<Request>read("duration", "BIGINT").unit("ns").source("until its answer was read"),
            Column.<Request>given("run").source("name of the run's folder when it was recorded"),
            Column.<Request>read("scenario", "VARCHAR")
                    .source("the scenario it was sent in")
                    .nullWhen("user class of your own ¹"),
            Column.<Request>read("phase", "VARCHAR")
                    .source("phase of the scenario that it was sent in: `baseline`, `fault` or `recovery`")
                    .nullWhen("Locust was run by hand"),
            Column.<Request>read("request_id", "VARCHAR").source("drawn for it").nullWhen("¹"),
            Column.<Request>read("trace_id", "VARCHAR").source("drawn for it").nullWhen("¹"),
            Column.<Request>read("span_id", "VARCHAR").source("drawn for it").nullWhen("¹"),
            Column.<Request>read("user", "VARCHAR").source("Locust user").nullWhen("¹"),
            Column.<Request>read("task", "VARCHAR").source("Locust task").nullWhen("¹"),
            Column.<Request>read("tag", "VARCHAR")
                    .source("the task's tag; `correct` for normal ones")
                    .nullWhen("¹"),
            Column.<Request>read("anomaly", "BOOLEAN").source("this very request is the faulty one that `tag` names"),
            Column.<Request>read("background", "BOOLEAN")
                    .source("it is the faulty one that `tag` names, sent as part of normal traffic: no anomaly"),
            Column.<Request>read("chosen", "BOOLEAN")
                    .source("Locust chose it, before it was sent, to be hit by its scenario's fault of the stack"),
            Column.<Request>given("hit", "BOOLEAN")
                    .source("that fault hit it, as the place in the service that did so noted by the trace id"),
            Column.<Request>given("exposed", "BOOLEAN")
                    .source(
                            "it was under way at what another fault was done to, while that was there; never true with `hit`"),
            Column.<Request>computed("confirmed", "BOOLEAN", RequestTruth.CONFIRMED)
                    .source("it is the faulty one, and got status and code of its scenario's tag"),
            Column.<Request>read("service_name", "VARCHAR")
                    .source("service asked")
                    .nullWhen("¹"),
            Column.<Request>read("method", "VARCHAR").source("HTTP"),
            Column.<Request>read("route", "VARCHAR").source("path, variable parts as `{name}`"),
            Column.<Request>read("expected_status", "INTEGER")
                    .source("what the task expects")
                    .nullWhen("the task judges in another way"),
            Column.<Request>read("expected_code", "VARCHAR")
                    .source("error code in the answer's body that the task expects")
                    .nullWhen("no error is expected"),
            Column.<Request>read("status", "INTEGER").source("HTTP status received; 0: no answer"),
            Column.<Request>read("code", "VARCHAR")
                    .source("error code received")
                    .nullWhen("the answer had none"),
            Column.<Request>read("bytes", "BIGINT").unit("bytes").source("length of the answer's body"),
            Column.<Request>read("error", "VARCHAR")
                    .source("why Locust counted it as failed")
                    .nullWhen("it got what was expected"));

    private RequestColumns() {}
}
