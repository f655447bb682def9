package io.github.lo2.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.json.Json;
import io.github.lo2.table.TableException;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the page draws: lines, figures a service, and the trails of some requests, as compact JSON.
 *
 * @param json the text, in which no {@code <} stands
 */
public record RunCharts(String json) {
    /** As exact as a line of a chart can be read. */
    private static final MathContext DIGITS = new MathContext(4);

    private static final String OF_SERVICES = """
        SELECT scenario, service_name, count(*), count(*) FILTER (status = 0 OR status >= 400),
          quantile_cont(duration, 0.5) / 1e6, quantile_cont(duration, 0.95) / 1e6
        FROM requests WHERE service_name IS NOT NULL GROUP BY scenario, service_name ORDER BY scenario, service_name\
        """;

    /** How long each source of metrics brought nothing at the most; what is said of its scrapes does not count. */
    private static final String OF_SOURCES = """
        WITH %s,
        sample AS (
          SELECT DISTINCT scenario, coalesce(json_extract_string(labels, '$.instance'), service_name) AS source,
            epoch_ns(time) AS nanos
          FROM metrics WHERE metric <> 'up' AND NOT starts_with(metric, 'scrape_')),
        gap AS (
          SELECT scenario, source, first, last, nanos,
            coalesce(lead(nanos) OVER (PARTITION BY scenario, source ORDER BY nanos), last) - nanos AS after
          FROM sample JOIN bins USING (scenario) WHERE source IS NOT NULL)
        SELECT scenario, source, greatest(max(after), min(nanos) - any_value(first)) / 1e9
        FROM gap GROUP BY scenario, source ORDER BY scenario, source\
        """;

    private static final String OF_FAULTS = """
        SELECT scenario, count(*) FILTER (hit), count(*) FILTER (exposed) FROM requests GROUP BY scenario\
        """;

    private record OfFault(long hit, long exposed) {
        static final OfFault NONE = new OfFault(0, 0);
    }

    private record OfSource(String scenario, String source, double gap) {}

    private record OfService(String scenario, String service, long requests, long errors, double p50, double p95) {}

    /** Draw nothing, and say why. */
    public static RunCharts none(String why) {
        return new RunCharts(text(json -> {
            json.writeStartObject();
            json.writeStringField("none", why);
            json.writeEndObject();
        }));
    }

    /**
     * Ask a run's tables. Where they cannot be read, the page says so in the place of its charts.
     *
     * @param scenarios what is known of them, in the order of the plan
     * @param tables the run's
     */
    public static RunCharts of(List<ScenarioFacts> scenarios, TableViews tables) {
        try {
            List<ChartBins> bins = ChartBins.of(scenarios);
            Map<String, Map<String, SortedMap<String, double[]>>> charts = ScenarioCharts.of(bins, tables);
            Map<String, List<RequestTrails.Trail>> trails = RequestTrails.of(tables);
            List<OfService> services = tables.ask(
                    OF_SERVICES,
                    row -> new OfService(
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getDouble(5),
                            row.getDouble(6)));
            List<OfSource> sources = bins.isEmpty()
                    ? List.of()
                    : tables.ask(
                            OF_SOURCES.formatted(ChartBins.table(bins)),
                            row -> new OfSource(row.getString(1), row.getString(2), row.getDouble(3)));
            var faults = new HashMap<String, OfFault>();
            tables.ask(OF_FAULTS, row -> faults.put(row.getString(1), new OfFault(row.getLong(2), row.getLong(3))));
            return new RunCharts(text(json -> {
                json.writeStartObject();
                json.writeArrayFieldStart("scenarios");
                for (int i = 0; i < scenarios.size(); i++) {
                    OfFault ofFault = faults.getOrDefault(scenarios.get(i).tag(), OfFault.NONE);
                    write(json, scenarios, i, bins.get(i), charts, trails, services, sources, ofFault);
                }
                json.writeEndArray();
                json.writeEndObject();
            }));
        } catch (TableException e) {
            return none(String.valueOf(e.getMessage()));
        }
    }

    private static void write(
            JsonGenerator json,
            List<ScenarioFacts> scenarios,
            int place,
            ChartBins bins,
            Map<String, Map<String, SortedMap<String, double[]>>> charts,
            Map<String, List<RequestTrails.Trail>> trails,
            List<OfService> services,
            List<OfSource> sources,
            OfFault ofFault)
            throws IOException {
        ScenarioFacts facts = scenarios.get(place);
        long origin = scenarios.get(0).startTime();
        json.writeStartObject();
        json.writeStringField("tag", facts.tag());
        json.writeNumberField("ordinal", facts.ordinal());
        json.writeNumberField("start", facts.startTime() / 1_000_000);
        number(json, "at", (facts.startTime() - origin) / 1e9);
        number(json, "seconds", (facts.endTime() - facts.startTime()) / 1e9);
        number(json, "beyond", facts.beyond() / 1e6);
        number(json, "width", bins.width() / 1e9);
        json.writeNumberField("bins", bins.count());
        json.writeArrayFieldStart("failed");
        for (Verdict objection : facts.objections()) {
            json.writeString(objection.kind().name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("phases");
        for (ScenarioFacts.PhaseFacts phase : facts.phases()) {
            json.writeStartObject();
            json.writeStringField("name", phase.phase());
            number(json, "from", (phase.startTime() - facts.startTime()) / 1e9);
            number(json, "to", (phase.endTime() - facts.startTime()) / 1e9);
            json.writeEndObject();
        }
        json.writeEndArray();
        FaultFacts fault = facts.fault();
        if (fault != null) {
            write(json, facts, fault);
        }
        json.writeObjectFieldStart("gaps");
        for (OfSource source : sources) {
            if (source.scenario.equals(facts.tag())) {
                number(json, source.source, source.gap);
            }
        }
        json.writeEndObject();
        json.writeObjectFieldStart("counts");
        json.writeNumberField("requests", facts.counts().requests());
        json.writeNumberField("failures", facts.counts().failures());
        json.writeNumberField("faulty", facts.counts().anomalies());
        json.writeNumberField("confirmed", facts.counts().confirmed());
        json.writeNumberField("hit", ofFault.hit);
        json.writeNumberField("exposed", ofFault.exposed);
        json.writeNumberField("logs", facts.counts().logRecords());
        json.writeNumberField("spans", facts.counts().spans());
        json.writeNumberField("samples", facts.counts().samples());
        json.writeEndObject();
        json.writeObjectFieldStart("charts");
        for (var chart : charts.getOrDefault(facts.tag(), Map.of()).entrySet()) {
            json.writeObjectFieldStart(chart.getKey());
            for (var line : chart.getValue().entrySet()) {
                json.writeArrayFieldStart(line.getKey());
                for (double value : line.getValue()) {
                    number(json, value);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("services");
        for (OfService service : services) {
            if (service.scenario.equals(facts.tag())) {
                json.writeArrayFieldStart(service.service);
                json.writeNumber(service.requests);
                json.writeNumber(service.errors);
                number(json, service.p50);
                number(json, service.p95);
                json.writeEndArray();
            }
        }
        json.writeEndObject();
        json.writeArrayFieldStart("trails");
        for (RequestTrails.Trail trail : trails.getOrDefault(facts.tag(), List.of())) {
            write(json, facts.startTime(), trail);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** When the fault was there, as the tool says that brought it about and took it back. */
    private static void write(JsonGenerator json, ScenarioFacts facts, FaultFacts fault) throws IOException {
        json.writeObjectFieldStart("fault");
        json.writeStringField("kind", fault.kind());
        json.writeStringField("target", fault.target());
        number(json, "dose", fault.dose());
        ToolWord injected = fault.injected();
        if (injected != null) {
            ToolWord recovered = fault.recovered();
            long end = recovered == null ? facts.endTime() : recovered.time();
            number(json, "from", (injected.time() - facts.startTime()) / 1e9);
            number(json, "to", (end - facts.startTime()) / 1e9);
            json.writeBooleanField("recovered", recovered != null);
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, long start, RequestTrails.Trail trail) throws IOException {
        RequestTrails.Asked request = trail.request();
        json.writeStartObject();
        json.writeStringField("why", trail.why());
        json.writeStringField("id", request.requestId());
        json.writeStringField("trace", request.traceId());
        json.writeStringField("span", request.spanId());
        number(json, "at", (request.time() - start) / 1e9);
        number(json, "ms", request.duration() / 1e6);
        optional(json, "service", request.service());
        optional(json, "method", request.method());
        optional(json, "route", request.route());
        optional(json, "task", request.task());
        if (request.expectedStatus() != null) {
            json.writeNumberField("expected", request.expectedStatus());
        }
        optional(json, "expectedCode", request.expectedCode());
        json.writeNumberField("status", request.status());
        optional(json, "code", request.code());
        json.writeNumberField("bytes", request.bytes());
        optional(json, "error", request.error());
        json.writeBooleanField("confirmed", request.confirmed());
        json.writeBooleanField("faulty", request.faulty());
        json.writeBooleanField("traced", request.traced());
        json.writeBooleanField("logged", request.logged());
        optional(json, "phase", request.phase());
        json.writeBooleanField("chosen", request.chosen());
        json.writeBooleanField("hit", request.hit());
        json.writeBooleanField("exposed", request.exposed());
        json.writeArrayFieldStart("spans");
        for (RequestTrails.SpanRow span : trail.spans()) {
            json.writeStartObject();
            json.writeStringField("id", span.id());
            optional(json, "parent", span.parent());
            number(json, "at", (span.time() - request.time()) / 1e6);
            number(json, "ms", span.duration() / 1e6);
            json.writeStringField("service", span.service());
            json.writeStringField("name", span.name());
            json.writeStringField("kind", span.kind());
            json.writeStringField("status", span.status());
            optional(json, "detail", span.detail());
            optional(json, "answer", span.answer());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("logs");
        for (RequestTrails.RecordRow row : trail.records()) {
            json.writeStartObject();
            number(json, "at", (row.time() - request.time()) / 1e6);
            json.writeStringField("container", row.container());
            json.writeNumberField("line", row.line());
            optional(json, "level", row.level());
            optional(json, "logger", row.logger());
            json.writeStringField("message", row.cut() ? row.message() + " …" : row.message());
            if (row.tells()) {
                json.writeBooleanField("tells", true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        number(json, value, new MathContext(7));
    }

    private static void number(JsonGenerator json, double value) throws IOException {
        number(json, value, DIGITS);
    }

    private static void number(JsonGenerator json, double value, MathContext digits) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
            return;
        }
        BigDecimal rounded = new BigDecimal(value, digits).stripTrailingZeros();
        json.writeNumber(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }

    @FunctionalInterface
    private interface Writing {
        void on(JsonGenerator json) throws IOException;
    }

    private static String text(Writing writing) {
        var text = new StringWriter();
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(text)) {
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            writing.on(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // In a page, "</script" and "<!--" would end the data or begin a comment, whatever stands around them.
        return text.toString().replace("<", "\\u003c");
    }
}
