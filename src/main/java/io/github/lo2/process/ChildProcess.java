package io.github.lo2.process;

import io.github.lo2.time.EpochClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A child process whose standard output and error are read as one stream of stamped lines from its start to its end. */
public final class ChildProcess implements AutoCloseable {
    private static final int KEPT_LINES = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How long a stream must have been empty to say that all printed before has been read. */
    private static final Duration QUIET = Duration.ofMillis(30);
    /** How much may gather, bytes: a quarter of what a pipe of Linux holds, since who finds it full waits for the reader. */
    private static final long ROOM = 1 << 14;

    private final String name;
    private final Process process;
    private final EpochClock clock;
    private final Consumer<OutputLine> listener;
    private final Duration gathering;
    private final Thread reader;
    private final ArrayDeque<OutputLine> lastLines = new ArrayDeque<>();
    /** Since when the reader waits for output, ns since the epoch; {@link Long#MAX_VALUE} while it handles some. */
    private volatile long waitingSince = Long.MAX_VALUE;

    /**
     * @param gathering how long to let output gather before it is read on, at most: less of it when much is printed
     */
    ChildProcess(String name, Process process, EpochClock clock, Consumer<OutputLine> listener, Duration gathering) {
        this.name = name;
        this.process = process;
        this.clock = clock;
        this.listener = listener;
        this.gathering = gathering;
        this.reader = new Thread(this::readOutput, "output of " + name);
        this.reader.setDaemon(true);
        this.reader.start();
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Wait for the end of the process and of its output.
     *
     * @return the exit status
     * @throws ChildProcessException when it has not ended after {@code limit}
     */
    public int waitFor(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ChildProcessException(
                        "%s (pid %d) still runs after %d s; expected it to end; its last lines: %s"
                                .formatted(name, pid(), limit.toSeconds(), lastLines()));
            }
            reader.join(PATIENCE.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildProcessException("interrupted while waiting for %s (pid %d)".formatted(name, pid()), e);
        }
    }

    /**
     * Write a line to the standard input of the process.
     *
     * @throws UncheckedIOException when it no longer reads
     */
    public void send(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("%s (pid %d) does not read '%s'".formatted(name, pid(), line), e);
        }
    }

    /**
     * Tell whether all that was printed until a moment has been handed to the listener.
     *
     * @param epochNanos the moment, ns since the epoch (UTC)
     */
    public boolean outputPassed(long epochNanos) {
        if (!reader.isAlive()) {
            return true;
        }
        long since = waitingSince;
        return since != Long.MAX_VALUE && clock.nanos() - Math.max(since, epochNanos) >= QUIET.toNanos();
    }

    /** Show the last lines it printed, oldest first. */
    public List<String> lastLines() {
        synchronized (lastLines) {
            return lastLines.stream().map(OutputLine::text).toList();
        }
    }

    /** End the process: politely, after 5 s by force; its descendants with it. */
    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            // Before the reader is waited for: they hold the stream open that it reads.
            descendants.forEach(ProcessHandle::destroyForcibly);
            reader.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        // The JDK reads so many bytes without allocating a buffer of its own each time.
        byte[] buffer = new byte[1 << 13];
        var unfinished = new ByteArrayOutputStream();
        long emptied = clock.nanos();
        long gathered = 0;
        try (InputStream output = process.getInputStream()) {
            while (true) {
                waitingSince = clock.nanos();
                int length = output.read(buffer);
                long now = clock.nanos();
                waitingSince = Long.MAX_VALUE;
                if (length < 0) {
                    break;
                }
                split(buffer, length, unfinished, now);
                gathered += length;
                if (length < buffer.length) {
                    gather(now - emptied, gathered);
                    emptied = now;
                    gathered = 0;
                }
            }
        } catch (IOException e) {
            // The stream is closed under the reader when the process is ended by force: the same as its end.
        }
        if (unfinished.size() > 0) {
            handOver(new OutputLine(clock.nanos(), unfinished.toByteArray()));
        }
    }

    /** Let output gather, but not for so long that at the rate of what has just been read it would fill the pipe. */
    private void gather(long nanos, long bytes) {
        long untilRoomIsTaken = (long) (nanos / (double) bytes * ROOM);
        LockSupport.parkNanos(Math.min(gathering.toNanos(), untilRoomIsTaken));
    }

    private void split(byte[] buffer, int length, ByteArrayOutputStream unfinished, long now) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                unfinished.write(buffer, start, i - start);
                handOver(new OutputLine(now, unfinished.toByteArray()));
                unfinished.reset();
                start = i + 1;
            }
        }
        unfinished.write(buffer, start, length - start);
    }

    private void handOver(OutputLine line) {
        synchronized (lastLines) {
            if (lastLines.size() == KEPT_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }
        listener.accept(line);
    }
}
