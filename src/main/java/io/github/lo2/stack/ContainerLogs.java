package io.github.lo2.stack;

import io.github.lo2.time.EpochClock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The way of many logs past the end of a window.
 *
 * <p>A moment after the end the engine is asked for the stamp of each container's last line; the streams must come to it.
 * Where it does not answer, a log has not passed.
 */
final class ContainerLogs implements LogPassage {
    /** What a service still writes about a request that was answered: the map stores write behind the answer. */
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Map<String, ContainerLog> logs;
    private final LineQueue queue;
    private final Map<String, CompletableFuture<Long>> lastNanos;
    private final long startNanos;
    private final long endNanos;

    /**
     * Begin to watch; streams that broke are taken up again.
     *
     * @param logs the logs, by the containers' names in the data set
     * @param queue where their lines go
     * @param startNanos the start of the window, ns since the epoch (UTC)
     * @param endNanos its end
     */
    static ContainerLogs pass(
            Map<String, ContainerLog> logs, LineQueue queue, long startNanos, long endNanos, EpochClock clock) {
        logs.values().forEach(ContainerLog::follow);
        Executor later = CompletableFuture.delayedExecutor(
                Math.max(0, endNanos + FLUSH_NANOS - clock.nanos()), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> flushed = CompletableFuture.runAsync(() -> {}, later);
        var lastNanos = new TreeMap<String, CompletableFuture<Long>>();
        logs.forEach((name, log) -> lastNanos.put(name, flushed.thenCompose(now -> log.lastNanos())));
        return new ContainerLogs(logs, queue, lastNanos, startNanos, endNanos);
    }

    private ContainerLogs(
            Map<String, ContainerLog> logs,
            LineQueue queue,
            Map<String, CompletableFuture<Long>> lastNanos,
            long startNanos,
            long endNanos) {
        this.logs = Map.copyOf(logs);
        this.queue = queue;
        this.lastNanos = lastNanos;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    @Override
    public List<String> behind() {
        return lastNanos.entrySet().stream()
                .filter(entry -> !passed(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public List<String> gaps() {
        return Stream.concat(logs.values().stream().flatMap(log -> log.gaps().stream()), queue.gaps().stream())
                .filter(gap -> gap.touches(startNanos, endNanos))
                .map(LogGap::toString)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        logs.values().forEach(ContainerLog::giveUpQuestions);
    }

    private boolean passed(String name, CompletableFuture<Long> last) {
        ContainerLog log = logs.get(name);
        return log != null
                && last.isDone()
                && !last.isCompletedExceptionally()
                && log.passedNanos() >= last.getNow(Long.MAX_VALUE)
                && queue.isThrough(name);
    }
}
