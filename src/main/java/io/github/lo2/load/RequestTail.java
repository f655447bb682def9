package io.github.lo2.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.lo2.json.Json;
import io.github.lo2.process.ByteLines;
import io.github.lo2.signal.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the ground-truth file of a load while it is written: JSON Lines, one {@link Request} a line, each byte once. */
final class RequestTail implements AutoCloseable {
    private static final ObjectReader READER = Json.MAPPER.readerFor(Request.class);

    private final Path file;
    private final ByteLines lines;
    private final byte[] buffer = new byte[1 << 13];
    private @Nullable InputStream input;

    RequestTail(Path file, Consumer<Request> listener) {
        this.file = file;
        this.lines = new ByteLines(line -> listener.accept(parse(line)));
    }

    /**
     * Read what has been written since the last call; an unfinished last line waits for its rest.
     *
     * @throws LocustException when a line is no request
     */
    void readOn() {
        try {
            if (input == null) {
                if (!Files.exists(file)) {
                    return;
                }
                input = Files.newInputStream(file);
            }
            for (int length = input.read(buffer); length > 0; length = input.read(buffer)) {
                lines.add(buffer, length);
            }
        } catch (IOException e) {
            throw new LocustException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        try {
            if (input != null) {
                input.close();
            }
        } catch (IOException e) {
            throw new LocustException("%s cannot be closed: %s".formatted(file, e.getMessage()), e);
        }
    }

    private Request parse(byte[] line) {
        try {
            return READER.readValue(line);
        } catch (JsonProcessingException e) {
            throw new LocustException(
                    "%s holds a line that is no request: %s; the line: %s"
                            .formatted(file, e.getOriginalMessage(), new String(line, StandardCharsets.UTF_8)),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read here but the array
        }
    }
}
