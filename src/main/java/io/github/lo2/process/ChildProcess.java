package io.github.lo2.process;

import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A child process whose output is read as stamped lines from its start to its end. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How long a stream must have been empty to say that all printed before has been read. */
    private static final Duration QUIET = Duration.ofMillis(30);

    private final String name;
    private final Process process;
    private final EpochClock clock;
    private final OutputLines lines;
    /** What it prints on its standard error when that is not one stream with its standard output. */
    private final OutputLines errors = new OutputLines(line -> {});

    private final CountDownLatch outputEnded = new CountDownLatch(1);
    private final CountDownLatch errorsEnded;
    /** Since when there has been nothing to read, ns since the epoch; {@link Long#MAX_VALUE} while some is handled. */
    private volatile long waitingSince = Long.MAX_VALUE;

    /**
     * @param together whether its standard error is one stream with its standard output
     */
    ChildProcess(String name, Process process, EpochClock clock, boolean together, Consumer<OutputLine> listener) {
        this.name = name;
        this.process = process;
        this.clock = clock;
        this.lines = new OutputLines(listener);
        this.errorsEnded = new CountDownLatch(together ? 0 : 1);
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
        if (!endsWithin(limit)) {
            throw new ChildProcessException("%s (pid %s) still runs after %s s; expected it to end; its last lines: %s"
                    .formatted(name, pid(), limit.toSeconds(), lastLines()));
        }
        return process.exitValue();
    }

    /**
     * Wait until it has ended, for some time.
     *
     * @return whether it has
     */
    public boolean endsWithin(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            awaitOutputEnd();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildProcessException("interrupted while waiting for %s (pid %s)".formatted(name, pid()), e);
        }
    }

    /**
     * Write a line to the standard input of the process.
     *
     * @throws ChildProcessException when it no longer reads
     */
    public void send(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new ChildProcessException("%s (pid %s) does not read '%s'".formatted(name, pid(), line), e);
        }
    }

    /**
     * Tell whether all that was printed until a moment has been handed to the listener.
     *
     * @param epochNanos the moment, ns since the epoch (UTC)
     */
    public boolean outputPassed(long epochNanos) {
        if (hasOutputEnded()) {
            return true;
        }
        long since = waitingSince;
        return since != Long.MAX_VALUE && clock.nanos() - Math.max(since, epochNanos) >= QUIET.toNanos();
    }

    /** Show the last lines it printed, oldest first; where its standard error is apart, those of it come last. */
    public List<String> lastLines() {
        return Stream.concat(lines.last().stream(), errors.last().stream()).toList();
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
            awaitOutputEnd();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    /** End the process by force, and its descendants with it; return when it has ended. */
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        try {
            if (process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                awaitOutputEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Read the output to its end, by a thread of its own that wakes up as soon as there is some. */
    void follow() {
        start(this::readToEnd, "output of " + name);
        start(this::readErrors, "errors of " + name);
    }

    /**
     * Read what has been printed since the last call, without waiting for more.
     *
     * @return how many bytes that were
     */
    long readOn(byte[] buffer) {
        long count = 0;
        try {
            InputStream output = process.getInputStream();
            boolean alive = process.isAlive();
            int length;
            do {
                length = output.available() > 0 ? output.read(buffer) : 0;
                if (length > 0) {
                    waitingSince = Long.MAX_VALUE;
                    lines.add(buffer, length, clock.nanos());
                    count += length;
                }
            } while (length == buffer.length);
            if (count == 0) {
                waitOrEnd(alive);
            }
        } catch (IOException e) {
            // The stream is closed under the reader when the process is ended by force: the same as its end.
            endOutput();
        }
        return count;
    }

    /** Tell whether all that it has printed and will ever print has been read. */
    boolean hasOutputEnded() {
        return outputEnded.getCount() == 0;
    }

    /** Note that there is nothing to read. The JDK moves what a process leaves in its pipe: the end is when it has done so. */
    private void waitOrEnd(boolean alive) {
        long now = clock.nanos();
        if (waitingSince == Long.MAX_VALUE) {
            waitingSince = now;
        } else if (!alive && now - waitingSince >= QUIET.toNanos()) {
            endOutput();
        }
    }

    private void readToEnd() {
        // The JDK reads so many bytes without allocating a buffer of its own each time.
        byte[] buffer = new byte[1 << 13];
        try (InputStream output = process.getInputStream()) {
            while (true) {
                waitingSince = clock.nanos();
                int length = output.read(buffer);
                long now = clock.nanos();
                waitingSince = Long.MAX_VALUE;
                if (length < 0) {
                    break;
                }
                lines.add(buffer, length, now);
            }
        } catch (IOException e) {
            // As in readOn.
        } finally {
            endOutput();
        }
    }

    private void readErrors() {
        byte[] buffer = new byte[1 << 13];
        try (InputStream output = process.getErrorStream()) {
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                errors.add(buffer, length, clock.nanos());
            }
            errors.finish(clock.nanos());
        } catch (IOException e) {
            // As in readOn.
        } finally {
            errorsEnded.countDown();
        }
    }

    private void endOutput() {
        lines.finish(clock.nanos());
        outputEnded.countDown();
    }

    private static void start(Runnable reading, String name) {
        var reader = new Thread(reading, name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Wait until all that an ended process has printed is read; for some time only: descendants may hold the stream open. */
    private void awaitOutputEnd() throws InterruptedException {
        // Whoever calls goes on in both cases.
        var unused = outputEnded.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                && errorsEnded.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
