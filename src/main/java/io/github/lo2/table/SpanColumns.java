package io.github.lo2.table;

import io.github.lo2.signal.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declares the columns of the table of spans: a row is a span. */
final class SpanColumns {
    /** SQL that tells whether the span is the one that its request is the parent of. */
    private static final String OF_REQUEST = "part.kind = 'server' AND part.parent_span_id = request.span_id";

    static final List<Column<Span>> ALL = List.of(
            Column.time("time", Span::startNanos).source("the agent: its start"),
            Column.whole("duration", (Span span) -> span.endNanos() - span.startNanos())
                    .unit("ns")
                    .source("its end less its start"),
            Column.<Span>given("run").source("name of the run's folder when it was recorded"),
            Column.<Span>given("scenario"),
            Column.text("trace_id", Span::traceId).source("the agent"),
            Column.text("span_id", Span::spanId).source("the agent"),
            Column.text("parent_span_id", (Span span) -> span.parentSpanId().isEmpty() ? null : span.parentSpanId())
                    .source("the agent")
                    .nullWhen("it is the root of its trace"),
            Column.text("service_name", Span::serviceName).source("its resource's `service.name`"),
            Column.text("span_name", Span::name)
                    .orOfRequest(
                            "if(%s AND part.route IS NULL, concat_ws(' ', part.span_name, request.route), part.span_name)"
                                    .formatted(OF_REQUEST))
                    .source("the agent; the server span of a request is named after method and route"),
            Column.text("route", SpanColumns::route)
                    .orOfRequest("if(%s, coalesce(part.route, request.route), part.route)".formatted(OF_REQUEST))
                    .source(
                            "OpenTelemetry's `http.route`: the agent's; else, of the server span of a request, the request's")
                    .nullWhen("neither tells one"),
            Column.text("kind", Span::kind).source("`server`, `client`, `internal`, `producer`, `consumer`"),
            Column.text("status", Span::status)
                    .source(
                            "`UNSET`, `OK`, `ERROR`, by OpenTelemetry's rules: a server span is `ERROR` from status 500 on or when the service threw, a client span from 400 on or when its call failed; so a 404 that a service means to give is `UNSET`"),
            Column.text("attributes", (Span span) -> CompactJson.of(span.attributes()))
                    .source("JSON object"),
            Column.text("scope_name", Span::scopeName).source("the instrumentation that made it"),
            Column.text("scope_version", Span::scopeVersion).source("its version"),
            Column.<Span>ofRequest("request_id", "request.request_id")
                    .source("of the request that began the trace")
                    .nullWhen("no request did"),
            Column.<Span>ofRequest("origin", "if(request.found, 'request', 'unknown')")
                    .source(
                            "what caused it: `request`, one of the table `requests`; `unknown`: a thread made it that no trace reaches, such as one of a cache's, often because of a request, faulty ones too. Do not take it for normal"));

    private SpanColumns() {}

    private static @Nullable String route(Span span) {
        return span.attributes().get("http.route") instanceof String route ? route : null;
    }
}
