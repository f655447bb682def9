package io.github.lo2.dataset;

import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trace file of the reference: {@code traces_<service>.csv} with the columns Trace ID, Span ID, Operation Name, Start
 * Time, End Time, Tags; times ISO-8601 with microseconds and UTC offset, tags a Python dict literal, in which the span's
 * kind, status and instrumentation have the names that Jaeger gives them.
 */
final class TraceFile implements AutoCloseable {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final BufferedWriter writer;
    /** The second that was written last: most spans begin and end in the same as the one before. */
    private long lastSecond = Long.MIN_VALUE;

    private String lastSecondText = "";

    TraceFile(Path file) throws IOException {
        writer = Files.newBufferedWriter(file);
        writer.write("Trace ID,Span ID,Operation Name,Start Time,End Time,Tags\n");
    }

    synchronized void write(Span span) throws IOException {
        writer.write(span.traceId());
        writer.write(',');
        writer.write(span.spanId());
        writer.write(',');
        writer.write(quoted(span.name()));
        writer.write(',');
        writer.write(time(span.startNanos()));
        writer.write(',');
        writer.write(time(span.endNanos()));
        writer.write(',');
        writer.write(quoted(PythonLiteral.dict(tags(span))));
        writer.write('\n');
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }

    private static Map<String, Object> tags(Span span) {
        var tags = new LinkedHashMap<>(span.attributes());
        tags.put("span.kind", span.kind());
        if (!span.parentSpanId().isEmpty()) {
            tags.put("parent_span_id", span.parentSpanId());
        }
        if (!span.status().equals("UNSET")) {
            tags.put("otel.status_code", span.status());
        }
        if (span.status().equals("ERROR")) {
            tags.put("error", true);
        }
        tags.put("otel.scope.name", span.scopeName());
        tags.put("otel.scope.version", span.scopeVersion());
        return tags;
    }

    private String time(long epochNanos) {
        long second = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        if (second != lastSecond) {
            lastSecond = second;
            lastSecondText = SECOND.format(EpochClock.toInstant(epochNanos));
        }
        // A leading 1 keeps the zeros behind it.
        long micros = 1_000_000 + Math.floorMod(epochNanos, NANOS_PER_SECOND) / 1_000;
        return lastSecondText + "." + Long.toString(micros).substring(1) + "+00:00";
    }

    /** Quote a CSV field where RFC 4180 asks for it. */
    private static String quoted(String field) {
        boolean plain =
                field.indexOf(',') < 0 && field.indexOf('"') < 0 && field.indexOf('\n') < 0 && field.indexOf('\r') < 0;
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
