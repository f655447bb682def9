package io.github.lo2.table;

import java.util.Optional;

/**
 * What requests were exposed to: a fault that was there for a while, at what they asked.
 *
 * @param serviceName {@code service.name} of the service that it was done to; empty: to all
 * @param atDatabase whether only those met it that asked the database: it was done to that, or to the network in front of it
 * @param fromNanos from when on it was there, ns since the epoch (UTC)
 * @param toNanos until when
 */
public record Exposure(Optional<String> serviceName, boolean atDatabase, long fromNanos, long toNanos) {

    /**
     * SQL over requests and spans that lists the trace ids of those that were exposed, with the times at which these were sent.
     *
     * <p>One that was sent to the service was exposed while it was under way. One that came to the service by way of others was
     * exposed by its spans there. One that asked the database at all was exposed while it was under way: it may have waited for a
     * connection before its first span of the database began, or got none. So one without such a span was, too, if all requests of
     * its endpoint had one before. Of the network between a service and the database it is the spans of that service that count.
     */
    String sql(String requests, String spans) {
        return """
            WITH request AS (%s), span AS (SELECT * FROM %s)
            SELECT DISTINCT epoch_ns(time), trace_id FROM request WHERE trace_id IS NOT NULL AND (%s) ORDER BY ALL\
            """.formatted(
                requests,
                spans,
                atDatabase ? ofDatabase() : serviceName.map(this::ofService).orElse("false"));
    }

    private String ofService(String name) {
        String meant = "service_name = %s AND %s".formatted(DuckDb.literal(name), overlapping());
        return "(%1$s) OR trace_id IN (SELECT trace_id FROM span WHERE %1$s)".formatted(meant);
    }

    private String ofDatabase() {
        return """
            %1$s AND (%2$s OR (service_name, method, route) IN (
              SELECT (service_name, method, route) FROM request WHERE epoch_ns(time) + duration < %3$s
              GROUP BY service_name, method, route HAVING bool_and(coalesce(%2$s, false))))\
            """.formatted(
                        overlapping(),
                        "trace_id IN (SELECT trace_id FROM span WHERE kind = 'client' AND contains(attributes, '\"db.')%s)"
                                .formatted(serviceName
                                        .map(name -> " AND service_name = " + DuckDb.literal(name))
                                        .orElse("")),
                        fromNanos);
    }

    private String overlapping() {
        return "epoch_ns(time) < %2$s AND epoch_ns(time) + duration >= %1$s".formatted(fromNanos, toNanos);
    }
}
