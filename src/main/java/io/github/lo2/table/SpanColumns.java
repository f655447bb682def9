package io.github.lo2.table;

import io.github.lo2.signal.Span;
import java.util.List;

/** Declares the columns of the table of spans: a row is a span. */
final class SpanColumns {
    static final List<Column<Span>> ALL = List.of(
            Column.time("time", Span::startNanos)
                    .source("the agent: its start")
                    .example("`2026-11-24 13:50:20.052931628+00`"),
            Column.whole("duration", (Span span) -> span.endNanos() - span.startNanos())
                    .unit("ns")
                    .source("its end less its start")
                    .example("`161059967`"),
            Column.<Span>given("run")
                    .source("name of the run's folder when it was recorded")
                    .example("`LO2_run_1795528159`"),
            Column.<Span>given("scenario").example("`get_client_404_no_client`"),
            Column.text("trace_id", Span::traceId).source("the agent").example("`262188a5e3fde620fd6e3bb7b049f689`"),
            Column.text("span_id", Span::spanId).source("the agent").example("`266abe5153a2f5ac`"),
            Column.text("parent_span_id", (Span span) -> span.parentSpanId().isEmpty() ? null : span.parentSpanId())
                    .source("the agent")
                    .nullWhen("it is the root of its trace")
                    .example("`956df6b96a83d3c8`"),
            Column.text("service_name", Span::serviceName)
                    .source("its resource's `service.name`")
                    .example("`oauth2-client-service`"),
            Column.text("span_name", Span::name).example("`GET`"),
            Column.text("kind", Span::kind)
                    .source("`server`, `client`, `internal`, `producer`, `consumer`")
                    .example("`server`"),
            Column.text("status", Span::status).source("`UNSET`, `OK`, `ERROR`").example("`UNSET`"),
            Column.text("attributes", (Span span) -> CompactJson.of(span.attributes()))
                    .source("JSON object")
                    .example("`{\"url.path\":\"/oauth2/client/none\",…,\"http.response.status_code\":404,…}`"),
            Column.text("scope_name", Span::scopeName)
                    .source("the instrumentation that made it")
                    .example("`io.opentelemetry.undertow-1.4`"),
            Column.text("scope_version", Span::scopeVersion)
                    .source("its version")
                    .example("`2.33.1-alpha`"),
            Column.<Span>ofRequest("request_id", "trace_id")
                    .source("of the request that began the trace")
                    .nullWhen("no request did")
                    .example("`pglpT8VsaWrS4UA4S503dw`"));

    private SpanColumns() {}
}
