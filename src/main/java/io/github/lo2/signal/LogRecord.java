package io.github.lo2.signal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record of a container's log: a line that begins one, and the lines that continue it.
 *
 * <p>All records of a window, one after the other, are its log file, byte by byte; see {@link #bytes()}. A record's bytes are
 * {@code prefix + message} in UTF-8 and a line feed. Where they are no UTF-8, they are {@code raw} and a line feed.
 *
 * <p>A record without prefix, {@code raw} and fields is a line of which nothing but its text is known. A record without prefix
 * and {@code raw}, but with fields, goes on with the record before it, which was too long to be kept in one piece; its fields are
 * those of that record.
 *
 * @param container the container's name, e.g. {@code light-oauth2-oauth2-client-1}
 * @param line number of its first line in the window's file, from 1
 * @param epochNanos when its first line was read, ns since the epoch (UTC)
 * @param prefix what stands before the message: time, thread, ids, level, logger; without a line feed, except where the
 *     format has a head of two lines
 * @param message the rest of the line that the prefix ends in and the lines that continue it, joined by line feeds. Where
 *     {@code raw} is given, it is the whole record, with U+FFFD for each byte that is no UTF-8
 * @param level {@code TRACE}, {@code DEBUG}, {@code INFO}, {@code WARN}, {@code ERROR} or {@code FATAL}; as written where
 *     the format names no equivalent
 * @param logger who wrote it, as written; the source file where the format names that instead
 * @param method the method that wrote it
 * @param thread the thread that wrote it, by name or number
 * @param requestId the id of the request it is about, equal to {@link Request#requestId()}
 * @param traceId the trace it is part of, 32 hexadecimal digits
 * @param raw its bytes without the last line feed, only when they are no UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // written as it is; nobody compares two records
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
        byte @Nullable [] raw) {

    /** Give back what the container wrote, with the line feed after its last line. */
    public byte[] bytes() {
        if (raw == null) {
            return (prefix + message + '\n').getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = Arrays.copyOf(raw, raw.length + 1);
        bytes[raw.length] = '\n';
        return bytes;
    }
}
