package io.github.lo2.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.lo2.json.Json;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes the objects that stand in columns: JSON in one line. */
final class CompactJson {
    private static final ObjectWriter WRITER = Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

    private CompactJson() {}

    static String of(Map<String, ?> object) {
        try {
            return WRITER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
