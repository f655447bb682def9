package io.github.lo2.stack;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.github.lo2.signal.LogLine;
import io.github.lo2.time.EpochClock;
import io.github.lo2.time.Gathering;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one container, followed from its first line to the end of the run.
 *
 * <p>The engine stamps each line in ns; {@link StampedLines} finds lines and stamps in what it sends. When the stream
 * breaks it is taken up again: the engine repeats the second in which it broke, and what was handed over already is known
 * by its stamp.
 */
final class ContainerLog implements AutoCloseable {
    /** A frame that is there already follows the one before sooner. */
    private static final long WAITED_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DockerClient client;
    private final String id;
    private final String container;
    private final Consumer<LogLine> sink;
    private final EpochClock clock;
    private final List<LogGap> gaps = new CopyOnWriteArrayList<>();
    /** What has been asked and is not answered. */
    private final Set<LastLine> questions = ConcurrentHashMap.newKeySet();

    private @Nullable Stream stream;
    /** Stamp of the newest line handed over, ns since the epoch; 0 before the first. */
    private volatile long newestNanos;
    /** Stamp of its last piece. */
    private volatile long passedNanos;
    /** How many lines with that stamp have been handed over. */
    private int newestCount;

    private boolean closed;

    /**
     * Start to follow.
     *
     * @param id the container's id
     * @param container its name in the data set
     * @param sink gets each line, in order, on a thread of the engine's client
     */
    ContainerLog(DockerClient client, String id, String container, Consumer<LogLine> sink, EpochClock clock) {
        this.client = client;
        this.id = id;
        this.container = container;
        this.sink = sink;
        this.clock = clock;
        follow();
    }

    /** Take the stream up again if it ended, because it broke or because the container was stopped. */
    synchronized void follow() {
        if (closed || (stream != null && !stream.ended)) {
            return;
        }
        stream = new Stream(newestNanos, newestCount);
        client.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withTimestamps(true)
                .withFollowStream(true)
                .withSince(Math.toIntExact(TimeUnit.NANOSECONDS.toSeconds(newestNanos)))
                .exec(stream);
    }

    /** Tell the last stamp handed over, ns since the epoch (UTC), 0 before the first; compare {@link #lastNanos()}. */
    long passedNanos() {
        return passedNanos;
    }

    /**
     * Ask the engine for the stamp of the container's last line.
     *
     * @return ns since the epoch (UTC), 0 when it has none or was removed; not done until the engine has answered, and failed when
     *     it tells no line although there have been some
     */
    CompletableFuture<Long> lastNanos() {
        var last = new LastLine(newestNanos > 0);
        questions.add(last);
        // Nothing waits for this: it only takes the question off the list.
        var unused = last.answer.whenComplete((nanos, failure) -> questions.remove(last));
        client.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withTimestamps(true)
                .withTail(1)
                .exec(last);
        return last.answer;
    }

    /** Ask no longer for what has not been answered: an engine that has stopped would keep each question open. */
    void giveUpQuestions() {
        questions.forEach(ContainerLog::end);
        questions.clear();
    }

    /** List the times of which lines may be missing, because the stream broke. */
    List<LogGap> gaps() {
        return List.copyOf(gaps);
    }

    @Override
    public void close() {
        Stream open;
        synchronized (this) {
            closed = true;
            open = stream;
        }
        giveUpQuestions();
        if (open != null) {
            end(open);
        }
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is ended to be ended.
        }
    }

    private synchronized void handOver(long nanos, long lastNanos, byte[] line) {
        newestCount = nanos == newestNanos ? newestCount + 1 : 1;
        newestNanos = nanos;
        sink.accept(new LogLine(container, nanos, line));
        passedNanos = lastNanos;
    }

    /** A connection to the engine that can be closed before the engine has begun to answer. */
    private abstract static class Connection extends ResultCallback.Adapter<Frame> {
        private volatile boolean closed;

        @Override
        public void onStart(Closeable answer) {
            super.onStart(answer);
            if (closed) {
                end(this);
            }
        }

        @Override
        public void close() throws IOException {
            closed = true;
            super.close();
        }
    }

    /**
     * One connection to the engine.
     *
     * <p>The engine sends each line by itself. To wake up for each would cost more than what is done with it, so that after a
     * line that had to be waited for, further ones may gather.
     */
    private final class Stream extends Connection {
        private final long knownNanos;
        private final StampedLines output = new StampedLines(this::pass);
        private final StampedLines errors = new StampedLines(this::pass);
        private int knownLeft;
        private boolean sawKnown;
        private volatile boolean ended;
        /** When the last frame had been handled, ns since the epoch. */
        private long handled = clock.nanos();

        Stream(long knownNanos, int knownCount) {
            this.knownNanos = knownNanos;
            this.knownLeft = knownCount;
            this.sawKnown = knownNanos == 0;
        }

        @Override
        public void onNext(Frame frame) {
            boolean waitedFor = clock.nanos() - handled > WAITED_NANOS;
            (frame.getStreamType() == StreamType.STDERR ? errors : output).add(frame.getPayload());
            if (waitedFor) {
                Gathering.pause(GATHERING_NANOS);
            }
            handled = clock.nanos();
        }

        @Override
        public void onError(Throwable throwable) {
            ended = true;
            super.onError(throwable);
        }

        @Override
        public void onComplete() {
            ended = true;
            super.onComplete();
        }

        private void pass(long nanos, long lastNanos, byte[] line) {
            if (nanos < knownNanos) {
                return;
            }
            if (nanos == knownNanos && knownLeft > 0) {
                knownLeft--;
                sawKnown = true;
                return;
            }
            if (!sawKnown) {
                sawKnown = true;
                gaps.add(new LogGap(container, knownNanos, nanos, "the log stream broke"));
            }
            handOver(nanos, lastNanos, line);
        }
    }

    /** Takes the stamp of the last line. */
    private final class LastLine extends Connection {
        private final boolean hadLines;
        private final CompletableFuture<Long> answer = new CompletableFuture<>();
        private final AtomicLong nanos = new AtomicLong();
        private final StampedLines lines =
                new StampedLines((first, last, line) -> nanos.accumulateAndGet(last, Math::max));

        LastLine(boolean hadLines) {
            this.hadLines = hadLines;
        }

        @Override
        public void onNext(Frame frame) {
            lines.add(frame.getPayload());
        }

        @Override
        public void onError(Throwable throwable) {
            if (throwable instanceof NotFoundException) {
                answer.complete(0L);
            } else {
                answer.completeExceptionally(throwable);
            }
            super.onError(throwable);
        }

        @Override
        public void onComplete() {
            if (hadLines && nanos.get() == 0) {
                answer.completeExceptionally(new StackException(
                        "the Docker engine told no line of container %s, which has some".formatted(id)));
            } else {
                answer.complete(nanos.get());
            }
            super.onComplete();
        }

        @Override
        public void close() throws IOException {
            answer.cancel(false);
            super.close();
        }
    }
}
