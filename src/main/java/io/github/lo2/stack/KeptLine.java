package io.github.lo2.stack;

import io.github.lo2.signal.LogLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of a log line on its way from who keeps a stack up: its time, the length of its container's name, that, and the line. */
final class KeptLine {
    private static final int HEAD_BYTES = Long.BYTES + Short.BYTES;

    private KeptLine() {}

    static byte[] bytes(LogLine line) {
        byte[] container = line.container().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD_BYTES + container.length + line.bytes().length)
                .putLong(line.epochNanos())
                .putShort((short) container.length)
                .put(container)
                .put(line.bytes())
                .array();
    }

    static LogLine line(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long epochNanos = buffer.getLong();
        byte[] container = new byte[buffer.getShort()];
        buffer.get(container);
        byte[] line = new byte[buffer.remaining()];
        buffer.get(line);
        return new LogLine(new String(container, StandardCharsets.UTF_8), epochNanos, line);
    }
}
