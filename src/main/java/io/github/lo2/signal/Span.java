package io.github.lo2.signal;

import java.util.Map;

/**
 * A finished span.
 *
 * @param serviceName {@code service.name} of its resource
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param parentSpanId 16 hexadecimal digits, empty for a root
 * @param name the span's name
 * @param kind {@code server}, {@code client}, {@code internal}, {@code producer} or {@code consumer}
 * @param startNanos ns since the epoch (UTC)
 * @param endNanos ns since the epoch (UTC)
 * @param status {@code UNSET}, {@code OK} or {@code ERROR}
 * @param scopeName the instrumentation that made it
 * @param scopeVersion its version
 * @param attributes in the order received; values are strings, longs, doubles, booleans or lists of these
 */
public record Span(
        String serviceName,
        String traceId,
        String spanId,
        String parentSpanId,
        String name,
        String kind,
        long startNanos,
        long endNanos,
        String status,
        String scopeName,
        String scopeVersion,
        Map<String, Object> attributes) {}
