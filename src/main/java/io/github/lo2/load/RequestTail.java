package io.github.lo2.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.lo2.json.Json;
import io.github.lo2.signal.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the ground-truth file of a load while it is written: JSON Lines, one {@link Request} a line, each byte once. */
final class RequestTail implements AutoCloseable {
    private static final ObjectReader READER = Json.MAPPER.readerFor(Request.class);

    private final Path file;
    private final Consumer<Request> listener;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;

    RequestTail(Path file, Consumer<Request> listener) {
        this.file = file;
        this.listener = listener;
    }

    /**
     * Read what has been written since the last call; an unfinished last line waits for its rest.
     *
     * @throws LocustException when a line is no request
     */
    void readOn() {
        try {
            if (channel == null) {
                if (!Files.exists(file)) {
                    return;
                }
                channel = FileChannel.open(file, StandardOpenOption.READ);
            }
            while (channel.read(buffer.clear()) > 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    if (next == '\n') {
                        listener.accept(parse(unfinished.toByteArray()));
                        unfinished.reset();
                    } else {
                        unfinished.write(next);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed", e);
        }
    }

    private Request parse(byte[] line) throws IOException {
        try {
            return READER.readValue(line);
        } catch (JsonProcessingException e) {
            throw new LocustException(
                    "%s holds a line that is no request: %s; the line: %s"
                            .formatted(file, e.getOriginalMessage(), new String(line, StandardCharsets.UTF_8)),
                    e);
        }
    }
}
