package io.github.lo2.lightoauth2;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.capture.LogRecordReader;
import io.github.lo2.signal.LogLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A record of a service's log, read as the suite reads it.
 *
 * @param container whose log it is in
 * @param thread the thread that wrote it
 * @param correlationId of the request it is about; empty when the thread works for no request
 * @param level without padding; empty of a line that is no record
 * @param logger abbreviated, as printed
 * @param method that wrote it
 * @param message its first line
 * @param further the lines that follow: the rest of the message and a stack trace
 */
record LogRecord(
        String container,
        String thread,
        String correlationId,
        String level,
        String logger,
        String method,
        String message,
        List<String> further) {
    private static final LogFormats FORMATS = LogFormats.read(Path.of("compose", "light-oauth2", "log_formats.json"));

    LogRecord {
        further = List.copyOf(further);
    }

    /**
     * Put lines together to records.
     *
     * @param lines of any containers, each container's in the order in which they were written
     */
    static List<LogRecord> parse(List<LogLine> lines) {
        List<LogRecord> records = new ArrayList<>();
        Map<String, LogRecordReader> readers = new HashMap<>();
        for (LogLine line : lines) {
            readers.computeIfAbsent(
                            line.container(),
                            container ->
                                    new LogRecordReader(FORMATS, logRecord -> records.add(LogRecord.of(logRecord))))
                    .accept(line);
        }
        readers.values().forEach(LogRecordReader::finish);
        return records;
    }

    /** Name what wrote it without its package, e.g. {@code LightHttpHandler.setExchangeStatus}. */
    String origin() {
        return simpleLogger() + "." + method;
    }

    /** Name the logger without its package. */
    String simpleLogger() {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static LogRecord of(io.github.lo2.signal.LogRecord logRecord) {
        List<String> lines = List.of(logRecord.message().split("\n", -1));
        return new LogRecord(
                logRecord.container(),
                Objects.requireNonNullElse(logRecord.thread(), ""),
                Objects.requireNonNullElse(logRecord.requestId(), ""),
                Objects.requireNonNullElse(logRecord.level(), ""),
                Objects.requireNonNullElse(logRecord.logger(), ""),
                Objects.requireNonNullElse(logRecord.method(), ""),
                lines.get(0),
                lines.subList(1, lines.size()));
    }
}
