package io.github.lo2.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import io.github.lo2.json.Json;
import io.github.lo2.signal.PrometheusNumbers;
import io.github.lo2.signal.SeriesSamples;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A metric file of the reference: {@code metric_<name>.json}, the {@code data.result} array of a Prometheus range query
 * with a step of 1 s over the window, indented by 4 blanks; times are whole UNIX seconds, values are strings.
 */
final class MetricFile implements AutoCloseable {
    private static final JsonFactory FACTORY = Json.MAPPER.getFactory();
    private static final int LAST_ASCII = 127;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long first;
    private final long last;
    private final JsonGenerator json;

    /**
     * Begin a file.
     *
     * @param startNanos start of the window, ns since the epoch (UTC)
     * @param endNanos its end
     * @param output gets the file; closed with this
     */
    MetricFile(long startNanos, long endNanos, OutputStream output) throws IOException {
        this.first = firstSecond(startNanos);
        this.last = endNanos / SECOND;
        this.json = FACTORY.createGenerator(output);
        json.setPrettyPrinter(indentedByFour());
        // As Python does: ASCII only, the rest as backslash, u and hexadecimal digits in lower case.
        json.setHighestNonEscapedChar(LAST_ASCII);
        json.disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE.mappedFeature());
        json.writeStartArray();
    }

    /** Tell whether a series has a value at any full second of the window. */
    static boolean hasValues(SeriesSamples samples, long startNanos, long endNanos) {
        for (long time = firstSecond(startNanos); time <= endNanos / SECOND; time++) {
            if (samples.at(time * SECOND).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Write a series of the metric. */
    void write(SeriesSamples samples) throws IOException {
        Map<String, String> labels = new TreeMap<>(samples.series().labels());
        labels.put("__name__", samples.series().metric());
        json.writeStartObject();
        json.writeObjectFieldStart("metric");
        for (Map.Entry<String, String> label : labels.entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("values");
        for (long time = first; time <= last; time++) {
            OptionalDouble value = samples.at(time * SECOND);
            if (value.isPresent()) {
                json.writeStartArray();
                json.writeNumber(time);
                json.writeString(PrometheusNumbers.format(value.getAsDouble()));
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        try (json) {
            json.writeEndArray();
        }
    }

    private static long firstSecond(long startNanos) {
        return Math.floorDiv(startNanos - 1, SECOND) + 1;
    }

    private static DefaultPrettyPrinter indentedByFour() {
        var indenter = new DefaultIndenter("    ", "\n");
        var printer =
                new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        return printer;
    }
}
