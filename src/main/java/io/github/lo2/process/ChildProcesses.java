package io.github.lo2.process;

import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Starts child processes and leaves none behind.
 *
 * <p>Closing ends all that still run. When this JVM is killed and closes nothing, {@link Reaper} does it.
 */
public final class ChildProcesses implements AutoCloseable {
    private final EpochClock clock;
    private final Reaper.Handle reaper;
    private final OutputGatherer gatherer;
    private final Set<ChildProcess> running = new HashSet<>();
    private boolean closed;

    /**
     * Start the reaper that outlives this JVM.
     *
     * @throws ChildProcessException when it cannot be started
     */
    public ChildProcesses(EpochClock clock) {
        this.clock = clock;
        this.reaper = Reaper.start();
        this.gatherer = new OutputGatherer(clock);
    }

    /**
     * Start a process whose answers are read as soon as it prints them.
     *
     * <p>What it prints on its standard error is kept for messages only: libraries and loaders write there what they like.
     *
     * @param command what to start
     * @param listener gets each line of its standard output, in order, on the process's own reader thread
     * @throws ChildProcessException when the program cannot be started, or all are being ended
     */
    public ChildProcess start(ChildCommand command, Consumer<OutputLine> listener) {
        return start(command, false, listener, ChildProcess::follow);
    }

    /**
     * Start a process that logs; its lines are read every 20 ms.
     *
     * @param command what to start
     * @param listener gets each line of its standard output and error, in order, on the one thread that reads all such
     *     processes
     * @throws ChildProcessException when the program cannot be started, or all are being ended
     */
    public ChildProcess startGathering(ChildCommand command, Consumer<OutputLine> listener) {
        return start(command, true, listener, gatherer::add);
    }

    private ChildProcess start(
            ChildCommand command, boolean together, Consumer<OutputLine> listener, Consumer<ChildProcess> reading) {
        var builder = new ProcessBuilder(command.command())
                .directory(command.directory().toFile())
                .redirectErrorStream(together);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.kind().environment(System.getenv()));
        environment.putAll(command.environment());
        synchronized (running) {
            if (closed) {
                throw new ChildProcessException(command.name() + " is not started: the suite is ending");
            }
            try {
                Process process = builder.start();
                watch(process);
                var child = new ChildProcess(command.name(), process, clock, together, listener);
                running.add(child);
                reading.accept(child);
                // Nothing waits for this: it only takes the process off the lists.
                var unused = process.onExit().thenRun(() -> forget(child));
                return child;
            } catch (IOException e) {
                throw new ChildProcessException(
                        "%s cannot be started: %s; command: %s"
                                .formatted(command.name(), e.getMessage(), String.join(" ", command.command())),
                        e);
            }
        }
    }

    /**
     * Run a process to its end.
     *
     * @return what it printed on its standard output, line by line
     * @throws ChildProcessException when it cannot be started, runs longer than {@code limit}, or ends with a status
     *     other than 0
     */
    public List<String> run(ChildCommand command, Duration limit) {
        var lines = new ConcurrentLinkedQueue<String>();
        try (ChildProcess child = start(command, line -> lines.add(line.text()))) {
            int status = child.waitFor(limit);
            if (status != 0) {
                throw new ChildProcessException("%s ended with status %s; expected 0; it said: %s"
                        .formatted(command.name(), status, String.join(" | ", child.lastLines())));
            }
        }
        return List.copyOf(lines);
    }

    /** Have a directory deleted when this JVM ends without deleting it. */
    public void deleteWhenKilled(Path directory) {
        reaper.deleteAtEnd(directory);
    }

    /**
     * Have a shell command run when this JVM has ended, however it ends: what it cleans up must bear to be cleaned twice.
     *
     * @param command one line
     */
    public void runAtEnd(String command) {
        reaper.runAtEnd(command);
    }

    /** End all processes that still run; no other can be started after that. */
    @Override
    public void close() {
        List<ChildProcess> left;
        synchronized (running) {
            closed = true;
            left = List.copyOf(running);
        }
        left.parallelStream().forEach(ChildProcess::close);
        gatherer.close();
        reaper.close();
    }

    /** Let the reaper know of a process; one that it does not watch must not run. */
    private void watch(Process process) {
        try {
            reaper.watch(process.pid());
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void forget(ChildProcess child) {
        synchronized (running) {
            running.remove(child);
        }
        reaper.forget(child.pid());
    }
}
