package io.github.lo2.export;

/**
 * The files of a datapack as queries on the tables of a run.
 *
 * <p>Words in braces are put in: tables, {@code {scenario}}, {@code {from}} and {@code {until}}, the part of it that the period is (ns
 * since the epoch), and {@code {shift}}, the ns by which its times are moved back.
 */
final class DatapackSql {
    private static final String TIME = "make_timestamp_ns(epoch_ns(time) - {shift})::TIMESTAMPTZ_NS AS time";

    private static final String IN_PERIOD =
            "scenario = '{scenario}' AND epoch_ns(time) >= {from} AND epoch_ns(time) < {until}";

    /** Which container is which service: only the log records have both. */
    static final String CONTAINERS = """
        CREATE OR REPLACE TEMP TABLE datapack_containers AS
        SELECT service_name, min(container) AS container FROM {logs} GROUP BY service_name
        """;

    /**
     * The requests are spans too: their ids were sent with them, so they are the parents of the services' spans. Those are
     * named after method and route, which the instrumentation does not know. What a datapack cannot hold, such as a duration
     * below 0, is null there.
     */
    static final String TRACES = """
        SELECT %s, trace_id, span_id, parent_span_id, service_name, span_name, TRY_CAST(duration AS UBIGINT) AS duration,
            span_kind AS "attr.span_kind", status_code AS "attr.status_code",
            http_method AS "attr.http.request.method",
            TRY_CAST(http_status AS USMALLINT) AS "attr.http.response.status_code",
            TRY_CAST(sent AS UBIGINT) AS "attr.http.request.content_length",
            TRY_CAST(received AS UBIGINT) AS "attr.http.response.content_length",
            coalesce(container, service_name) AS "attr.k8s.pod.name",
            service_name AS "attr.k8s.service.name", '{dataset}' AS "attr.k8s.namespace.name",
            attributes AS "attr.attributes"
        FROM (
            SELECT s.time, s.trace_id, s.span_id, coalesce(s.parent_span_id, '') AS parent_span_id, s.service_name,
                if(r.span_id IS NULL, s.span_name, r."method" || ' ' || r.route) AS span_name, s.duration,
                upper(left(s.kind, 1)) || lower(substr(s.kind, 2)) AS span_kind,
                CASE upper(s.status) WHEN 'OK' THEN 'Ok' WHEN 'ERROR' THEN 'Error' ELSE 'Unset' END AS status_code,
                json_extract_string(s.attributes, '$."http.request.method"') AS http_method,
                json_extract_string(s.attributes, '$."http.response.status_code"') AS http_status,
                json_extract_string(s.attributes, '$."http.request.body.size"') AS sent,
                json_extract_string(s.attributes, '$."http.response.body.size"') AS received,
                s.attributes
            FROM {spans} s LEFT JOIN {requests} r
                ON r.scenario = s.scenario AND r.trace_id = s.trace_id AND r.span_id = s.parent_span_id
            WHERE s.scenario = '{scenario}' AND epoch_ns(s.time) >= {from} AND epoch_ns(s.time) < {until}
            UNION ALL
            SELECT time, trace_id, span_id, '', '{load}', "method" || ' ' || route, duration, 'Client',
                if(status BETWEEN 1 AND 399, 'Unset', 'Error'), "method", nullif(status, 0)::VARCHAR, NULL,
                bytes::VARCHAR, '{}'
            FROM {requests}
            WHERE %s AND trace_id IS NOT NULL AND span_id IS NOT NULL)
        LEFT JOIN datapack_containers USING (service_name)
        ORDER BY time
        """.formatted(TIME, IN_PERIOD);

    /** Counts the spans of a scenario, requests too, that ended before they began: a clock was set back. */
    static final String UNTIMED = """
        SELECT (SELECT count(*) FROM {spans} WHERE %1$s AND duration < 0)
            + (SELECT count(*) FROM {requests} WHERE %1$s AND duration < 0
                AND trace_id IS NOT NULL AND span_id IS NOT NULL)
        """.formatted(IN_PERIOD);

    /** A record belongs to the one server span of its trace in its service. */
    static final String LOGS = """
        SELECT %s, coalesce(trace_id, '') AS trace_id, coalesce(span_id, '') AS span_id,
            upper(coalesce("level", '')) AS "level", service_name, coalesce(message, '') AS message,
            container AS "attr.k8s.pod.name", service_name AS "attr.k8s.service.name",
            '{dataset}' AS "attr.k8s.namespace.name"
        FROM {logs} LEFT JOIN (
            SELECT trace_id, service_name, min(span_id) AS span_id
            FROM {spans}
            WHERE scenario = '{scenario}' AND lower(kind) = 'server'
            GROUP BY trace_id, service_name
            HAVING count(*) = 1) USING (trace_id, service_name)
        WHERE %s
        ORDER BY time, container, line
        """.formatted(TIME, IN_PERIOD);

    /** What only grows. The type is the source's word; a summary's quantiles go up and down, its count and sum do not. */
    private static final String COUNTER =
            "coalesce(type IN ('counter', 'histogram') OR (type = 'summary' AND regexp_matches(metric,"
                    + " '_(sum|count)$')), false)";

    /** Rows without a value say that a series had ended, which a datapack has no word for. */
    private static final String SAMPLES = """
        SELECT %s, metric, "value", coalesce(service_name, '') AS service_name,
            NULL::VARCHAR AS "attr.k8s.node.name", '{dataset}' AS "attr.k8s.namespace.name",
            NULL::VARCHAR AS "attr.k8s.statefulset.name", NULL::VARCHAR AS "attr.k8s.deployment.name",
            NULL::VARCHAR AS "attr.k8s.replicaset.name",
            coalesce(named, container) AS "attr.k8s.pod.name",
            coalesce(named, container) AS "attr.k8s.container.name",
            labels AS "attr.labels"
        FROM (SELECT *, if(starts_with(metric, 'container_'), json_extract_string(labels, '$.name'), NULL) AS named
            FROM {metrics} WHERE %s AND "value" IS NOT NULL AND %s)
        LEFT JOIN datapack_containers USING (service_name)
        ORDER BY time, metric
        """;

    static final String GAUGES = SAMPLES.formatted(TIME, IN_PERIOD, "NOT " + COUNTER);

    static final String COUNTERS = SAMPLES.formatted(TIME, IN_PERIOD, COUNTER);

    /** Count and sum are series of their own in the run. Nothing here may be without a pod and a service. */
    static final String HISTOGRAMS = """
        SELECT %s, metric, service_name, "count", "sum", NULL::DOUBLE AS "min", NULL::DOUBLE AS "max",
            pod AS "attr.k8s.pod.name", service_name AS "attr.k8s.service.name",
            '{dataset}' AS "attr.k8s.namespace.name",
            json_extract_string(labels, '$.jvm_gc_action') AS "attr.jvm.gc.action",
            json_extract_string(labels, '$.jvm_gc_name') AS "attr.jvm.gc.name", labels AS "attr.labels"
        FROM (
            SELECT c.time, regexp_replace(c.metric, '_count$', '') AS metric, c.labels, c."value" AS "count",
                s."value" AS "sum",
                coalesce(c.service_name, json_extract_string(c.labels, '$.job')) AS service_name,
                coalesce(container, json_extract_string(c.labels, '$.instance')) AS pod
            FROM {metrics} c
            JOIN {metrics} s ON s.scenario = c.scenario AND s.time = c.time AND s.labels = c.labels
                AND s.metric = regexp_replace(c.metric, '_count$', '_sum')
            LEFT JOIN datapack_containers n ON n.service_name = c.service_name
            WHERE c.scenario = '{scenario}' AND epoch_ns(c.time) >= {from} AND epoch_ns(c.time) < {until} AND c.type IN ('histogram', 'summary') AND ends_with(c.metric, '_count') AND ends_with(s.metric, '_sum')
                AND c."value" IS NOT NULL AND s."value" IS NOT NULL)
        WHERE service_name IS NOT NULL AND pod IS NOT NULL
        ORDER BY time, metric
        """.formatted(TIME);

    /** Which service is at fault in which scenario. */
    static final String ROOTS = "CREATE OR REPLACE TEMP TABLE datapack_roots (scenario VARCHAR, service_name VARCHAR)";

    static final String INDEX =
            "SELECT DISTINCT '{dataset}' AS dataset, scenario AS datapack FROM datapack_roots ORDER BY ALL";

    static final String LABELS = """
        SELECT DISTINCT '{dataset}' AS dataset, scenario AS datapack, 'service' AS "gt.level",
            service_name AS "gt.name" FROM datapack_roots ORDER BY ALL
        """;

    private DatapackSql() {}
}
