package io.github.lo2.process;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Puts what a process prints together to lines; for one thread, except that any may ask for the last lines. */
final class OutputLines {
    private static final int KEPT = 25;

    private final Consumer<OutputLine> listener;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private final ArrayDeque<OutputLine> last = new ArrayDeque<>();

    /**
     * @param listener gets each line, in order
     */
    OutputLines(Consumer<OutputLine> listener) {
        this.listener = listener;
    }

    /**
     * Add the bytes that follow those added before.
     *
     * @param length how many of the buffer they are
     * @param epochNanos when they were read, ns since the epoch (UTC)
     */
    void add(byte[] buffer, int length, long epochNanos) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                handOver(new OutputLine(epochNanos, line(buffer, start, i)));
                start = i + 1;
            }
        }
        unfinished.write(buffer, start, length - start);
    }

    /** Hand over a last line that has no end. */
    void finish(long epochNanos) {
        if (unfinished.size() > 0) {
            handOver(new OutputLine(epochNanos, unfinished.toByteArray()));
            unfinished.reset();
        }
    }

    /** Show the last lines, oldest first. */
    List<String> last() {
        synchronized (last) {
            return last.stream().map(OutputLine::text).toList();
        }
    }

    /** Take what there is of the line from earlier, with the rest of it. */
    private byte[] line(byte[] buffer, int start, int end) {
        if (unfinished.size() == 0) {
            return Arrays.copyOfRange(buffer, start, end);
        }
        unfinished.write(buffer, start, end - start);
        byte[] line = unfinished.toByteArray();
        unfinished.reset();
        return line;
    }

    private void handOver(OutputLine line) {
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(line);
        }
        listener.accept(line);
    }
}
