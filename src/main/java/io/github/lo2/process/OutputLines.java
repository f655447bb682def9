package io.github.lo2.process;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/** Puts what a process prints together to stamped lines; for one thread, except that any may ask for the last lines. */
final class OutputLines {
    private static final int KEPT = 25;

    private final Consumer<OutputLine> listener;
    private final ByteLines lines = new ByteLines(this::handOver);
    private final ArrayDeque<OutputLine> last = new ArrayDeque<>();
    private long readNanos;

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
        readNanos = epochNanos;
        lines.add(buffer, length);
    }

    /** Hand over a last line that has no end. */
    void finish(long epochNanos) {
        readNanos = epochNanos;
        lines.finish();
    }

    /** Show the last lines, oldest first. */
    List<String> last() {
        synchronized (last) {
            return last.stream().map(OutputLine::text).toList();
        }
    }

    private void handOver(byte[] bytes) {
        var line = new OutputLine(readNanos, bytes);
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(line);
        }
        try {
            listener.accept(line);
        } catch (RuntimeException e) {
            // Told as if it had ended the reader; but who reads no more stops the process in its own calls.
            Thread reader = Thread.currentThread();
            reader.getUncaughtExceptionHandler().uncaughtException(reader, e);
        }
    }
}
