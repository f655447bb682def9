package io.github.lo2.lightoauth2;

import io.github.lo2.signal.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of a service's log.
 *
 * @param container whose log it is in
 * @param thread the thread that wrote it
 * @param correlationId of the request it is about; empty when the thread works for no request
 * @param level without padding
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
    private static final Pattern HEAD = Pattern.compile(
            "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\[(?<thread>[^\\]]*)] \\S* (?<id>\\S*) (?<level>[A-Z]{4,5}) {1,2}(?<logger>\\S+) (?<method>\\S+) - ?(?<message>.*)",
            Pattern.DOTALL);
    /** What Hazelcast writes by java.util.logging, of itself, whenever it likes. */
    private static final Pattern HEAD_OF_HAZELCAST =
            Pattern.compile("[A-Z][a-z]{2} \\d{1,2}, \\d{4} \\d{1,2}:\\d\\d:\\d\\d [AP]M com\\.hazelcast\\..*");

    LogRecord {
        further = List.copyOf(further);
    }

    /**
     * Put lines together to records; lines before the first record of a container are let go.
     *
     * @param lines of any containers, each container's in the order in which they were written
     */
    static List<LogRecord> parse(List<LogLine> lines) {
        List<LogRecord> records = new ArrayList<>();
        Map<String, LogRecord> unfinished = new HashMap<>();
        for (LogLine line : lines) {
            String text = new String(line.bytes(), StandardCharsets.UTF_8);
            Matcher head = HEAD.matcher(text);
            LogRecord last = unfinished.get(line.container());
            if (head.matches()) {
                if (last != null) {
                    records.add(last);
                }
                unfinished.put(line.container(), of(line.container(), head));
            } else if (HEAD_OF_HAZELCAST.matcher(text).matches()) {
                if (last != null) {
                    records.add(last);
                    unfinished.remove(line.container());
                }
            } else if (last != null) {
                unfinished.put(line.container(), last.followedBy(text));
            }
        }
        records.addAll(unfinished.values());
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

    private LogRecord followedBy(String line) {
        List<String> more = new ArrayList<>(further);
        more.add(line);
        return new LogRecord(container, thread, correlationId, level, logger, method, message, more);
    }

    private static LogRecord of(String container, Matcher head) {
        return new LogRecord(
                container,
                head.group("thread"),
                head.group("id"),
                head.group("level"),
                head.group("logger"),
                head.group("method"),
                head.group("message"),
                List.of());
    }
}
