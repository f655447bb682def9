package io.github.lo2.dataset;

import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A trace file of the reference: {@code traces_<service>.csv} with the columns Trace ID, Span ID, Operation Name, Start
 * Time, End Time, Tags; times ISO-8601 with microseconds and UTC offset, tags a Python dict literal, in which the span's
 * kind, status and instrumentation have the names that Jaeger gives them.
 */
final class TraceFile implements AutoCloseable {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final OutputStream output;
    private final StringBuilder line = new StringBuilder();
    /** The second that was written last: most spans begin and end in the same as the one before. */
    private long lastSecond = Long.MIN_VALUE;

    private String lastSecondText = "";

    TraceFile(Path file) throws IOException {
        output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        line.append("Trace ID,Span ID,Operation Name,Start Time,End Time,Tags\n");
        writeLine();
    }

    synchronized void write(Span span) throws IOException {
        line.append(span.traceId()).append(',').append(span.spanId()).append(',');
        line.append(quoted(span.name())).append(',');
        appendTime(span.startNanos());
        line.append(',');
        appendTime(span.endNanos());
        line.append(',').append(quoted(PythonLiteral.dict(tags(span)))).append('\n');
        writeLine();
    }

    @Override
    public synchronized void close() throws IOException {
        output.close();
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

    /** Write it in one piece: a writer would encode each part of it for itself. */
    private void writeLine() throws IOException {
        output.write(line.toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }

    private void appendTime(long epochNanos) {
        long second = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        if (second != lastSecond) {
            lastSecond = second;
            lastSecondText = SECOND.format(EpochClock.toInstant(epochNanos));
        }
        // A leading 1 keeps the zeros behind it.
        long micros = 1_000_000 + Math.floorMod(epochNanos, NANOS_PER_SECOND) / 1_000;
        int point = line.append(lastSecondText).length();
        line.append(micros).setCharAt(point, '.');
        line.append("+00:00");
    }

    /** Quote a CSV field where RFC 4180 asks for it. */
    private static String quoted(String field) {
        boolean plain =
                field.indexOf(',') < 0 && field.indexOf('"') < 0 && field.indexOf('\n') < 0 && field.indexOf('\r') < 0;
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
