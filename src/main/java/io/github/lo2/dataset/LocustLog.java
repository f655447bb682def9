package io.github.lo2.dataset;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.capture.LogRecordReader;
import io.github.lo2.process.ByteLines;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Locust's own log, read when the load is over: its lines carry their times, {@code [2026-11-24 11:21:49,249]}, UTC
 * with ms.
 */
public final class LocustLog {
    /** The log's name among the containers of a run. */
    public static final String CONTAINER = "locust";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("'['uuuu-MM-dd HH:mm:ss,SSS']'", Locale.ROOT);
    private static final int TIME_LENGTH = "[2026-11-24 11:21:49,249]".length();

    private final LogRecordReader reader;
    /** The time of the last line that has one, ns since the epoch (UTC). */
    private long time;

    private LocustLog(LogRecordReader reader, long time) {
        this.reader = reader;
        this.time = time;
    }

    /**
     * Read a log.
     *
     * @param startNanos the time of lines before the first with a time of its own, ns since the epoch (UTC)
     * @param consumer gets its records
     */
    static void read(Path file, long startNanos, LogFormats formats, Consumer<LogRecord> consumer) {
        var log = new LocustLog(new LogRecordReader(formats, consumer), startNanos);
        var lines = new ByteLines(log::add);
        try {
            byte[] bytes = Files.readAllBytes(file);
            lines.add(bytes, bytes.length);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(file, e), e);
        }
        lines.finish(); // a killed Locust leaves a last line without a line feed
        log.reader.finish();
    }

    private void add(byte[] line) {
        time = time(new String(line, StandardCharsets.UTF_8), time);
        reader.accept(new LogLine(CONTAINER, time, line));
    }

    private static long time(String line, long otherwise) {
        if (line.length() < TIME_LENGTH || line.charAt(0) != '[') {
            return otherwise;
        }
        try {
            return EpochClock.toNanos(
                    LocalDateTime.parse(line.substring(0, TIME_LENGTH), TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
