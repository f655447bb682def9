package io.github.lo2.report;

import io.github.lo2.table.RequestTruth;
import io.github.lo2.table.TableViews;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From the ground truth to the telemetry: of each scenario some requests, with their spans and their log records.
 *
 * <p>They are the first faulty ones, the first that its fault hit, the first that were exposed to it, the slowest, and the first
 * that no server span or no log record joins.
 */
final class RequestTrails {
    private static final int FAULTY = 4;
    private static final int HIT = 4;
    private static final int EXPOSED = 4;
    private static final int SLOWEST = 3;
    private static final int UNJOINED = 3;

    /** Of a request that caused more, the first are shown. */
    private static final int MOST_SPANS = 60;

    private static final int MOST_RECORDS = 60;
    private static final int MOST_CHARACTERS = 600;

    private static final String REQUESTS = """
        WITH traced AS (SELECT DISTINCT trace_id FROM spans WHERE kind = 'server'),
        logged AS (SELECT DISTINCT request_id FROM logs WHERE request_id IS NOT NULL),
        judged AS (
          SELECT requests.*, %1$s AS is_faulty, traced.trace_id IS NOT NULL AS is_traced, logged.request_id IS NOT NULL AS is_logged
          FROM requests LEFT JOIN traced ON traced.trace_id = requests.trace_id
            LEFT JOIN logged ON logged.request_id = requests.request_id),
        placed AS (
          SELECT *,
            is_faulty AND row_number() OVER (PARTITION BY scenario, is_faulty ORDER BY time, request_id) <= %2$s AS first_faulty,
            hit AND row_number() OVER (PARTITION BY scenario, hit ORDER BY time, request_id) <= %5$s AS first_hit,
            exposed AND row_number() OVER (PARTITION BY scenario, exposed ORDER BY time, request_id) <= %6$s AS first_exposed,
            row_number() OVER (PARTITION BY scenario ORDER BY duration DESC, request_id) <= %3$s AS slowest,
            status <> 0 AND request_id IS NOT NULL AND NOT (is_traced AND is_logged)
              AND row_number() OVER (PARTITION BY scenario, is_traced AND is_logged, status <> 0 ORDER BY time, request_id) <= %4$s
              AS unjoined
          FROM judged)
        SELECT scenario,
          concat_ws(' ', CASE WHEN first_faulty THEN 'faulty' END, CASE WHEN first_hit THEN 'hit' END,
            CASE WHEN first_exposed THEN 'exposed' END, CASE WHEN slowest THEN 'slowest' END,
            CASE WHEN unjoined THEN 'unjoined' END) AS why,
          epoch_ns(time), duration, request_id, trace_id, span_id, service_name, method, route, task, expected_status,
          expected_code, status, code, bytes, error, confirmed, is_faulty, is_traced, is_logged, phase, chosen, hit, exposed
        FROM placed WHERE request_id IS NOT NULL AND why <> ''
        ORDER BY scenario, NOT first_faulty, time, request_id\
        """.formatted(RequestTruth.FAULTY, FAULTY, SLOWEST, UNJOINED, HIT, EXPOSED);

    private static final String SPANS = """
        SELECT trace_id, span_id, parent_span_id, epoch_ns(time), duration, service_name, span_name, kind, status,
          left(coalesce(json_extract_string(attributes, '$."db.statement"'), json_extract_string(attributes, '$."db.query.text"'),
            json_extract_string(attributes, '$."exception.message"'), json_extract_string(attributes, '$."url.path"')), 300),
          json_extract_string(attributes, '$."http.response.status_code"')
        FROM spans WHERE trace_id IN (SELECT unnest(string_split(?, ',')))
        QUALIFY row_number() OVER (PARTITION BY trace_id ORDER BY time, span_id) <= %s
        ORDER BY time, span_id\
        """.formatted(MOST_SPANS);

    private static final String RECORDS = """
        SELECT request_id, epoch_ns(time), container, line, level, logger, left(message, %1$s), length(message) > %1$s
        FROM logs WHERE request_id IN (SELECT unnest(string_split(?, ',')))
        QUALIFY row_number() OVER (PARTITION BY request_id ORDER BY time, container, line) <= %2$s
        ORDER BY time, container, line\
        """.formatted(MOST_CHARACTERS, MOST_RECORDS);

    private RequestTrails() {}

    /**
     * A request with what belongs to it. Times are ns since the epoch, durations ns.
     *
     * @param why for what it was chosen, in words
     */
    record Trail(String why, Asked request, List<SpanRow> spans, List<RecordRow> records) {}

    record Asked(
            String requestId,
            String traceId,
            String spanId,
            long time,
            long duration,
            @Nullable String service,
            @Nullable String method,
            @Nullable String route,
            @Nullable String task,
            @Nullable Integer expectedStatus,
            @Nullable String expectedCode,
            int status,
            @Nullable String code,
            long bytes,
            @Nullable String error,
            boolean confirmed,
            boolean faulty,
            boolean traced,
            boolean logged,
            @Nullable String phase,
            boolean chosen,
            boolean hit,
            boolean exposed) {}

    record SpanRow(
            String id,
            @Nullable String parent,
            long time,
            long duration,
            String service,
            String name,
            String kind,
            String status,
            @Nullable String detail,
            @Nullable String answer) {}

    record RecordRow(
            long time,
            String container,
            long line,
            @Nullable String level,
            @Nullable String logger,
            String message,
            boolean cut,
            boolean tells) {
        RecordRow telling() {
            return new RecordRow(time, container, line, level, logger, message, cut, true);
        }
    }

    /**
     * Follow them.
     *
     * @return by scenario
     * @throws io.github.lo2.table.TableException when the tables cannot be read
     */
    static Map<String, List<Trail>> of(TableViews tables) {
        var trails = new LinkedHashMap<String, List<Trail>>();
        tables.ask(
                REQUESTS,
                row -> trails.computeIfAbsent(row.getString(1), tag -> new ArrayList<>())
                        .add(new Trail(row.getString(2), asked(row), List.of(), List.of())));
        Map<String, List<SpanRow>> spans = spans(tables, trails);
        Map<String, List<RecordRow>> records = records(tables, trails);
        trails.replaceAll((tag, found) -> found.stream()
                .map(trail -> new Trail(
                        trail.why(),
                        trail.request(),
                        spans.getOrDefault(trail.request().traceId(), List.of()),
                        marked(
                                records.getOrDefault(trail.request().requestId(), List.of()),
                                trail.request().code())))
                .toList());
        return trails;
    }

    private static Asked asked(ResultSet row) throws SQLException {
        return new Asked(
                row.getString(5),
                text(row, 6),
                text(row, 7),
                row.getLong(3),
                row.getLong(4),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getObject(12) == null ? null : row.getInt(12),
                row.getString(13),
                row.getInt(14),
                row.getString(15),
                row.getLong(16),
                row.getString(17),
                row.getBoolean(18),
                row.getBoolean(19),
                row.getBoolean(20),
                row.getBoolean(21),
                row.getString(22),
                row.getBoolean(23),
                row.getBoolean(24),
                row.getBoolean(25));
    }

    private static Map<String, List<SpanRow>> spans(TableViews tables, Map<String, List<Trail>> trails) {
        var found = new LinkedHashMap<String, List<SpanRow>>();
        String traces = trails.values().stream()
                .flatMap(List::stream)
                .map(trail -> trail.request().traceId())
                .collect(Collectors.joining(","));
        tables.ask(
                SPANS,
                row -> found.computeIfAbsent(row.getString(1), trace -> new ArrayList<>())
                        .add(new SpanRow(
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getLong(5),
                                text(row, 6),
                                text(row, 7),
                                text(row, 8),
                                text(row, 9),
                                row.getString(10),
                                row.getString(11))),
                traces);
        return found;
    }

    private static Map<String, List<RecordRow>> records(TableViews tables, Map<String, List<Trail>> trails) {
        var found = new LinkedHashMap<String, List<RecordRow>>();
        String requests = trails.values().stream()
                .flatMap(List::stream)
                .map(trail -> trail.request().requestId())
                .collect(Collectors.joining(","));
        tables.ask(
                RECORDS,
                row -> found.computeIfAbsent(row.getString(1), request -> new ArrayList<>())
                        .add(new RecordRow(
                                row.getLong(2),
                                text(row, 3),
                                row.getLong(4),
                                row.getString(5),
                                row.getString(6),
                                text(row, 7),
                                row.getBoolean(8),
                                false)),
                requests);
        return found;
    }

    /** Mark the record that tells the error: the first of an error's level, one with the answer's code if there is one. */
    private static List<RecordRow> marked(List<RecordRow> records, @Nullable String code) {
        int telling = -1;
        for (int i = 0; i < records.size(); i++) {
            RecordRow row = records.get(i);
            boolean isError = "ERROR".equals(row.level()) || "FATAL".equals(row.level());
            if (isError && code != null && row.message().contains(code)) {
                telling = i;
                break;
            }
            if (isError && telling < 0) {
                telling = i;
            }
        }
        var marked = new ArrayList<>(records);
        if (telling >= 0) {
            marked.set(telling, marked.get(telling).telling());
        }
        return marked;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
