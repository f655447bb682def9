package io.github.lo2.stack;

import io.github.lo2.process.ChildProcess;
import java.util.List;
import java.util.Map;

/** The way of the output of child processes past the end of a window. */
final class OutputPassage implements LogPassage {
    private final Map<String, ChildProcess> processes;
    private final LineQueue queue;
    private final long startNanos;
    private final long endNanos;

    /**
     * @param processes whose output it is, by the containers that they stand for
     * @param queue where their lines go
     * @param startNanos the start of the window, ns since the epoch (UTC)
     * @param endNanos its end
     */
    OutputPassage(Map<String, ChildProcess> processes, LineQueue queue, long startNanos, long endNanos) {
        this.processes = Map.copyOf(processes);
        this.queue = queue;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    @Override
    public List<String> behind() {
        return processes.entrySet().stream()
                .filter(entry -> !entry.getValue().outputPassed(endNanos) || !queue.isThrough(entry.getKey()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** {@inheritDoc} A pipe loses nothing; what the queue could not hold is lost. */
    @Override
    public List<String> gaps() {
        return queue.gaps().stream()
                .filter(gap -> gap.touches(startNanos, endNanos))
                .map(LogGap::toString)
                .sorted()
                .toList();
    }
}
