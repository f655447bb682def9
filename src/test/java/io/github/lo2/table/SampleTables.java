package io.github.lo2.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Small tables of a run with three scenarios of 10 s, {@code correct} the second of them, and ten requests in each.
 *
 * <p>In the error scenarios every second request is the faulty one. Each request has a server span, and that a database
 * span; two log records, the second with two lines; and each second has two samples.
 */
public final class SampleTables {
    private static final String SCENARIOS = """
            SELECT tag AS scenario, ordinal, tag, 42::BIGINT AS seed,
                10_000_000_000 AS planned_duration, 10_000_000_000 AS duration, 2_000_000_000 AS "wait",
                make_timestamp_ns(start) AS start_time, make_timestamp_ns(start + 10_000_000_000) AS end_time,
                10::BIGINT AS requests, 0::BIGINT AS failures,
                if(tag = 'correct', 0, 5)::BIGINT AS anomalies, if(tag = 'correct', 0, 5)::BIGINT AS confirmed,
                20::BIGINT AS log_records, 20::BIGINT AS spans, 20::BIGINT AS samples, true AS passed
            FROM (SELECT tag, ordinal, 1_795_519_000_123_456_789 + ordinal * 12_000_000_000 AS start
                FROM (VALUES ('update_user_404_no_user', 1), ('correct', 2), ('get_client_404_no_client', 3)) _(tag, ordinal))
            """;
    private static final String REQUESTS = """
            SELECT make_timestamp_ns(epoch_ns(start_time) + i * 1_000_000_000 + 1_000) AS time,
                (5_000_000 + i)::BIGINT AS duration, scenario, format('{:022d}', ordinal * 100 + i) AS request_id,
                format('{:032x}', ordinal * 100 + i) AS trace_id, format('{:016x}', ordinal * 100 + i) AS span_id,
                'UserRegistration-1' AS "user", if(faulty, 'update_user_no_user', 'update_user') AS task,
                if(faulty, tag, 'correct') AS tag, faulty AS anomaly,
                if(tag = 'get_client_404_no_client' AND faulty, 'oauth2-client-service', 'oauth2-user-service')
                    AS service_name,
                'PUT' AS "method", '/oauth2/user' AS route, if(faulty, 404, 200) AS expected_status,
                if(faulty, 'ERR12013', NULL) AS expected_code, if(faulty, 404, 200) AS status,
                if(faulty, 'ERR12013', NULL) AS code, 120::BIGINT AS bytes, NULL::VARCHAR AS error
            FROM (SELECT *, tag <> 'correct' AND i % 2 = 1 AS faulty FROM scenarios, range(10) _(i))
            """;
    private static final String LOGS = """
            SELECT make_timestamp_ns(epoch_ns(time) + 1_000_000 * (part + 1)) AS time, scenario, service_name,
                'light-oauth2-' || service_name AS container, line, "level",
                'c.n.openapi.ApiNormalisedPath' AS logger, '<init>' AS "method", 'XNIO-1 task-1' AS thread,
                '' AS prefix, message, encode(message) AS raw, request_id, trace_id
            FROM (SELECT *, (row_number() OVER (PARTITION BY scenario, service_name ORDER BY time, part))::INTEGER AS line,
                    if(part = 1 AND anomaly, 'ERROR', 'DEBUG') AS "level",
                    if(part = 1, 'größe ' || status || chr(10) || chr(9) || 'at x', 'path = /oauth2/user') AS message
                FROM requests, range(2) _(part))
            """;
    private static final String SPANS = """
            SELECT make_timestamp_ns(epoch_ns(time) + 1_000_000) AS time, duration - 2_000_000 AS duration, scenario,
                trace_id, format('{:016x}', ('0x' || span_id)::BIGINT + 4096) AS span_id, span_id AS parent_span_id,
                service_name, 'PUT' AS span_name, 'server' AS kind, NULL::VARCHAR AS status,
                '{"http.request.method":"PUT","http.response.status_code":' || status || '}' AS attributes,
                'io.opentelemetry.undertow-1.4' AS scope_name, '2.33.1-alpha' AS scope_version, request_id
            FROM requests
            UNION ALL
            SELECT make_timestamp_ns(epoch_ns(time) + 1_500_000), 1_000_000, scenario,
                trace_id, format('{:016x}', ('0x' || span_id)::BIGINT + 8192),
                format('{:016x}', ('0x' || span_id)::BIGINT + 4096),
                service_name, 'SELECT oauth2.user_profile', 'client', 'ERROR',
                '{"db.system":"mysql"}', 'io.opentelemetry.jdbc', '2.33.1-alpha', request_id
            FROM requests
            """;
    private static final String METRICS = """
            SELECT make_timestamp_ns(epoch_ns(start_time) + i * 1_000_000_000) AS time, scenario, metric, 'gauge' AS type,
                series, i + 0.5::DOUBLE AS "value", service_name, labels
            FROM scenarios, range(10) _(i), (VALUES
                (1, 'container_memory_usage_bytes', 'oauth2-user-service', '{"name":"light-oauth2-oauth2-user-1"}'),
                (2, 'node_load1', NULL, '{"job":"node"}')) __(series, metric, service_name, labels)
            """;

    private SampleTables() {}

    /**
     * Write the five tables; a column that is not given here is null.
     *
     * @param folder made if it is not there
     */
    public static void write(Path folder, Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            Files.createDirectories(folder);
            for (Map.Entry<Table, String> table : tables().entrySet()) {
                String columns = table.getKey().columns().stream()
                        .map(column -> "\"%s\" %s".formatted(column.name(), column.type()))
                        .collect(Collectors.joining(", "));
                String name = table.getKey().tableName();
                statement.execute("CREATE TEMP TABLE %s (%s)".formatted(name, columns));
                statement.execute("INSERT INTO %s BY NAME SELECT '%s' AS run, * FROM (%s)"
                        .formatted(name, quoted(folder.getFileName()), table.getValue()));
                statement.execute("COPY (FROM %s) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                        .formatted(name, quoted(folder.resolve(table.getKey().fileName()))));
            }
            for (Table table : tables().keySet()) {
                statement.execute("DROP TABLE " + table.tableName());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(Path file) {
        return file.toString().replace("'", "''");
    }

    /** In the order in which one is made of the others. */
    private static Map<Table, String> tables() {
        var tables = new LinkedHashMap<Table, String>();
        tables.put(Table.SCENARIOS, SCENARIOS);
        tables.put(Table.REQUESTS, REQUESTS);
        tables.put(Table.LOGS, LOGS);
        tables.put(Table.SPANS, SPANS);
        tables.put(Table.METRICS, METRICS);
        tables.put(Table.METRICS_BEFORE, "SELECT * EXCLUDE (run) FROM metrics LIMIT 0");
        return tables;
    }
}
