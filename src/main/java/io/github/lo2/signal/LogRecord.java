package io.github.lo2.signal;

import org.jspecify.annotations.Nullable;

/** Placeholder until the parser is merged. */
@SuppressWarnings("ArrayRecordComponent")
public record LogRecord(
        String container,
        long line,
        long epochNanos,
        String prefix,
        String message,
        @Nullable String level,
        @Nullable String logger,
        @Nullable String method,
        @Nullable String thread,
        @Nullable String requestId,
        @Nullable String traceId,
        byte @Nullable [] raw) {}
