package io.github.lo2.stack;

import io.github.lo2.signal.LogLine;
import io.github.lo2.time.Gathering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Log lines on their way from who reads them to who writes them: reading never waits for a disk, since a service whose
 * output nobody reads waits in its own log calls.
 *
 * <p>It holds so many bytes. What comes when it is full, or what cannot be written, is let go and kept in mind as a gap.
 */
final class LineQueue implements AutoCloseable {
    /** Some 150,000 lines: a quarter of a minute of a system that logs much. */
    private static final long ROOM = 32L << 20;
    /** What a line takes on the heap besides its bytes. */
    private static final long OVERHEAD = 96;

    private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Consumer<LogLine> writer;
    private final long room;
    private final BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();
    private final AtomicLong taken = new AtomicLong();
    private final Map<String, Way> ways = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::handOver, "log lines");

    /**
     * @param writer gets each line, those of a container in their order, on a thread of its own
     */
    LineQueue(Consumer<LogLine> writer) {
        this(writer, ROOM);
    }

    LineQueue(Consumer<LogLine> writer, long room) {
        this.writer = writer;
        this.room = room;
        thread.setDaemon(true);
        thread.start();
    }

    /** Take a line, without waiting. */
    void add(LogLine line) {
        Way way = ways.computeIfAbsent(line.container(), Way::new);
        long size = size(line);
        if (taken.addAndGet(size) > room) {
            taken.addAndGet(-size);
            way.lose(line, "the suite wrote too slowly and could not keep %s of them");
        } else {
            way.pending.incrementAndGet();
            lines.add(line);
        }
    }

    /** Tell whether all lines of a container that were taken so far have been written. */
    boolean isThrough(String container) {
        return Optional.ofNullable(ways.get(container))
                .map(way -> way.pending.get() == 0)
                .orElse(true);
    }

    /** List the times of which lines were let go. */
    List<LogGap> gaps() {
        return ways.values().stream().flatMap(way -> way.gaps().stream()).toList();
    }

    /** Write what is left, for 5 s at the most, and take no more. */
    @Override
    public void close() {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .pollInSameThread()
                    .until(() -> taken.get() == 0);
        } catch (ConditionTimeoutException e) {
            // Who waited for the lines knows that they did not come.
        } finally {
            thread.interrupt();
        }
    }

    private static long size(LogLine line) {
        return line.bytes().length + OVERHEAD;
    }

    private void handOver() {
        var some = new ArrayList<LogLine>();
        try {
            while (true) {
                some.add(lines.take());
                Gathering.pause(GATHERING_NANOS);
                lines.drainTo(some);
                some.forEach(this::write);
                some.clear();
            }
        } catch (InterruptedException e) {
            // The end.
        }
    }

    private void write(LogLine line) {
        Way way = ways.computeIfAbsent(line.container(), Way::new);
        try {
            writer.accept(line);
        } catch (RuntimeException e) {
            way.lose(
                    line,
                    "the suite could not write %s of them: "
                            + String.valueOf(e.getMessage()).replace("%", "%%"));
        } finally {
            way.pending.decrementAndGet();
            taken.addAndGet(-size(line));
        }
    }

    /** What is known of the lines of a container. */
    private static final class Way {
        /** Gaps that are nearer to each other are one. */
        private static final long NEAR_NANOS = TimeUnit.SECONDS.toNanos(1);

        private final String container;
        private final AtomicLong pending = new AtomicLong();
        private final List<Loss> losses = new ArrayList<>();

        private record Loss(long fromNanos, long toNanos, long count, String cause) {}

        Way(String container) {
            this.container = container;
        }

        synchronized void lose(LogLine line, String cause) {
            long nanos = line.epochNanos();
            Loss last = losses.isEmpty() ? new Loss(nanos, nanos, 0, cause) : losses.get(losses.size() - 1);
            if (!losses.isEmpty() && last.cause.equals(cause) && nanos - last.toNanos <= NEAR_NANOS) {
                losses.remove(losses.size() - 1);
            } else {
                last = new Loss(nanos, nanos, 0, cause);
            }
            losses.add(new Loss(Math.min(last.fromNanos, nanos), Math.max(last.toNanos, nanos), last.count + 1, cause));
        }

        synchronized List<LogGap> gaps() {
            return losses.stream()
                    .map(loss -> new LogGap(container, loss.fromNanos, loss.toNanos, loss.cause.formatted(loss.count)))
                    .toList();
        }
    }
}
