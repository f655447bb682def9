package io.github.lo2.table;

import io.github.lo2.signal.Request;
import java.util.List;

/** Declares the columns of the table of requests: a row is a request, the ground truth. */
final class RequestColumns {
    static final List<Column<Request>> ALL = List.of(
            Column.<Request>read("time", "TIMESTAMPTZ_NS")
                    .source("when it was sent")
                    .example("`2026-11-24 13:50:25.968000892+00`"),
            Column.<Request>read("duration", "BIGINT")
                    .unit("ns")
                    .source("until its answer was read")
                    .example("`216707560`"),
            Column.<Request>given("run")
                    .source("name of the run's folder when it was recorded")
                    .example("`LO2_run_1795528159`"),
            Column.<Request>read("scenario", "VARCHAR")
                    .source("the scenario it was sent in")
                    .nullWhen("user class of your own ¹")
                    .example("`update_user_404_no_user`"),
            Column.<Request>read("request_id", "VARCHAR")
                    .source("drawn for it")
                    .nullWhen("¹")
                    .example("`phkiUIrhvEvJqvgDYpIakw`"),
            Column.<Request>read("trace_id", "VARCHAR")
                    .source("drawn for it")
                    .nullWhen("¹")
                    .example("`d5428f3feb065cab20e956975696b17e`"),
            Column.<Request>read("span_id", "VARCHAR")
                    .source("drawn for it")
                    .nullWhen("¹")
                    .example("`493a2048636039f8`"),
            Column.<Request>read("user", "VARCHAR")
                    .source("Locust user")
                    .nullWhen("¹")
                    .example("`UserRegistration-1`"),
            Column.<Request>read("task", "VARCHAR")
                    .source("Locust task")
                    .nullWhen("¹")
                    .example("`update_unknown_user`"),
            Column.<Request>read("tag", "VARCHAR")
                    .source("the task's tag; `correct` for normal ones")
                    .nullWhen("¹")
                    .example("`update_user_404_no_user`"),
            Column.<Request>read("anomaly", "BOOLEAN")
                    .source("this very request is the faulty one that `tag` names")
                    .example("`true`"),
            Column.<Request>read("service_name", "VARCHAR")
                    .source("service asked")
                    .nullWhen("¹")
                    .example("`oauth2-user-service`"),
            Column.<Request>read("method", "VARCHAR").source("HTTP").example("`PUT`"),
            Column.<Request>read("route", "VARCHAR")
                    .source("path, variable parts as `{name}`")
                    .example("`/oauth2/user`"),
            Column.<Request>read("expected_status", "INTEGER")
                    .source("what the task expects")
                    .nullWhen("the task judges in another way")
                    .example("`404`"),
            Column.<Request>read("expected_code", "VARCHAR")
                    .source("error code in the answer's body that the task expects")
                    .nullWhen("no error is expected")
                    .example("`ERR12013`"),
            Column.<Request>read("status", "INTEGER")
                    .source("HTTP status received; 0: no answer")
                    .example("`404`"),
            Column.<Request>read("code", "VARCHAR")
                    .source("error code received")
                    .nullWhen("the answer had none")
                    .example("`ERR12013`"),
            Column.<Request>read("bytes", "BIGINT")
                    .unit("bytes")
                    .source("length of the answer's body")
                    .example("`154`"),
            Column.<Request>read("error", "VARCHAR")
                    .source("why Locust counted it as failed")
                    .nullWhen("it got what was expected"));

    private RequestColumns() {}
}
