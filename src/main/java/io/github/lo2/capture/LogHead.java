package io.github.lo2.capture;

import org.jspecify.annotations.Nullable;

/**
 * What stands in a record before its message.
 *
 * @param length of it, in characters from the record's start
 */
record LogHead(
        int length,
        @Nullable String level,
        @Nullable String logger,
        @Nullable String method,
        @Nullable String thread,
        @Nullable String requestId,
        @Nullable String traceId) {

    /** Nothing: a foreign line. */
    static final LogHead NONE = new LogHead(0, null, null, null, null, null, null);

    /** Keep the fields for a part of the record that the head does not stand in. */
    LogHead withoutText() {
        return new LogHead(0, level, logger, method, thread, requestId, traceId);
    }

    /**
     * Add what stands in the second line; where both have a field, the second line's is taken.
     *
     * @param firstLine length of the first line, in characters
     */
    LogHead with(LogHead second, int firstLine) {
        return new LogHead(
                firstLine + 1 + second.length,
                either(second.level, level),
                either(second.logger, logger),
                either(second.method, method),
                either(second.thread, thread),
                either(second.requestId, requestId),
                either(second.traceId, traceId));
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }
}
