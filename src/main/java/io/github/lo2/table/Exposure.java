package io.github.lo2.table;

import java.util.Optional;

/**
 * What requests were exposed to: a fault that was there for a while, at what they asked.
 *
 * @param serviceName {@code service.name} of the service that it was done to; empty: it was the database
 * @param fromNanos from when on it was there, ns since the epoch (UTC)
 * @param toNanos until when
 */
public record Exposure(Optional<String> serviceName, long fromNanos, long toNanos) {

    /**
     * SQL over requests and spans that lists the trace ids of those that were exposed, with the times at which these were sent.
     *
     * <p>One that was sent to the service was exposed while it was under way. One that came to the service by way of others was
     * exposed by its spans there. One that asked the database at all was exposed while it was under way: it may have waited for a
     * connection before its first span of the database began.
     */
    String sql(String requests, String spans) {
        String underWay = overlaps("request");
        String exposed = serviceName
                .map(DuckDb::literal)
                .map(name ->
                        "(request.service_name = %1$s AND %2$s) OR request.trace_id IN (SELECT span.trace_id FROM %3$s span WHERE span.service_name = %1$s AND %4$s)"
                                .formatted(name, underWay, spans, overlaps("span")))
                .orElse(
                        "%s AND request.trace_id IN (SELECT span.trace_id FROM %s span WHERE span.kind = 'client' AND contains(span.attributes, '\"db.'))"
                                .formatted(underWay, spans));
        return "SELECT DISTINCT epoch_ns(request.time), request.trace_id FROM (%s) request WHERE request.trace_id IS NOT NULL AND (%s) ORDER BY ALL"
                .formatted(requests, exposed);
    }

    private String overlaps(String row) {
        return "epoch_ns(%1$s.time) < %3$s AND epoch_ns(%1$s.time) + %1$s.duration >= %2$s"
                .formatted(row, fromNanos, toNanos);
    }
}
