package io.github.lo2.process;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** Finds the lines in bytes that come in pieces, wherever a piece ends; for one thread at a time. */
public final class ByteLines {
    private final Consumer<byte[]> listener;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    /**
     * @param listener gets each line, in order, without its line feed
     */
    public ByteLines(Consumer<byte[]> listener) {
        this.listener = listener;
    }

    /**
     * Add the bytes that follow those added before; a last line that has no end waits for its rest.
     *
     * @param length how many bytes of the buffer they are
     */
    public void add(byte[] buffer, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                listener.accept(line(buffer, start, i));
                start = i + 1;
            }
        }
        unfinished.write(buffer, start, length - start);
    }

    /** Hand over a last line that has no end. */
    public void finish() {
        if (unfinished.size() > 0) {
            listener.accept(takeUnfinished());
        }
    }

    private byte[] line(byte[] buffer, int start, int end) {
        if (unfinished.size() == 0) {
            return Arrays.copyOfRange(buffer, start, end);
        }
        unfinished.write(buffer, start, end - start);
        return takeUnfinished();
    }

    private byte[] takeUnfinished() {
        byte[] line = unfinished.toByteArray();
        unfinished.reset();
        return line;
    }
}
