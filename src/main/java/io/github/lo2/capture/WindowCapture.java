package io.github.lo2.capture;

import io.github.lo2.load.LoadProgress;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Signal;
import io.github.lo2.signal.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The signals of one window: log lines and spans go to its writer at once, samples are kept until it is sealed.
 *
 * <p>Its end is the load's own word, and what lies in it is a matter of time, not of arrival: a span by its start, a log line
 * by its stamp, a sample by its own time.
 */
public final class WindowCapture implements LoadProgress, AutoCloseable {
    private final long startNanos;
    private final SignalWriter writer;
    private final Consumer<WindowCapture> whenClosed;
    private final HeldBack<LogLine> heldLines = new HeldBack<>(LogLine::epochNanos, this::take);
    private final HeldBack<Span> heldSpans = new HeldBack<>(Span::startNanos, this::take);
    private final HeldBack<Sample> heldSamples = new HeldBack<>(Sample::epochNanos, this::take);
    private final SampleStore samples;
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong lateLines = new AtomicLong();
    private final AtomicLong spans = new AtomicLong();
    private final AtomicLong lateSpans = new AtomicLong();
    private final Map<Signal, Refusal> refusals = new ConcurrentHashMap<>();
    private volatile long endNanos = Long.MAX_VALUE;
    private volatile boolean logsOpen = true;
    private volatile boolean complete;

    /** What the writer would not take, and why not, the first time. */
    private record Refusal(long records, String cause) {
        Refusal and(Refusal later) {
            return new Refusal(records + later.records, cause);
        }
    }

    WindowCapture(long startNanos, SignalWriter writer, Consumer<WindowCapture> whenClosed) {
        this.startNanos = startNanos;
        this.writer = writer;
        this.samples = new SampleStore(writer.folder(), SampleStore.KEPT);
        this.whenClosed = whenClosed;
    }

    /** Set the end of the window, ns since the epoch (UTC); late spans and samples from before it are still taken. */
    @Override
    public void end(long nanos) {
        endNanos = nanos;
        heldLines.end(nanos);
        heldSpans.end(nanos);
        heldSamples.end(nanos);
    }

    /** Let go of what was held back until it was clear that the load was still going then. */
    @Override
    public void reached(long nanos) {
        heldLines.reached(nanos);
        heldSpans.reached(nanos);
        heldSamples.reached(nanos);
    }

    /** Tell its start, ns since the epoch (UTC). */
    public long startNanos() {
        return startNanos;
    }

    /** Tell its end, ns since the epoch (UTC); {@link Long#MAX_VALUE} while it goes on. */
    public long endNanos() {
        return endNanos;
    }

    /** Take no more log lines: the streams have passed the end. */
    public void closeLogs() {
        logsOpen = false;
    }

    /** Take no more of anything; what comes of it nevertheless is counted until it is closed, see {@link #late()}. */
    public void complete() {
        logsOpen = false;
        complete = true;
    }

    @Override
    public void close() {
        complete();
        whenClosed.accept(this);
        samples.close();
    }

    /**
     * Hand over the samples, a series after the other, by metric and labels; each may begin with one from before the start.
     *
     * @throws CaptureException when those of a long window cannot be read again
     */
    public void samples(Consumer<SeriesSamples> sink) {
        samples.read(sink);
    }

    /** Count the log lines taken so far. */
    public long lineCount() {
        return lines.get();
    }

    /** Say what of the window came when it took no more: it is not in it. */
    public List<Missing> late() {
        var late = new ArrayList<Missing>();
        if (lateLines.get() > 0) {
            late.add(new Missing(
                    Signal.LOGS,
                    "%s log lines of the window, which came when its logs were closed".formatted(lateLines)));
        }
        if (lateSpans.get() > 0) {
            late.add(new Missing(
                    Signal.SPANS,
                    "%s spans of the window, which came after one of each service that ended later"
                            .formatted(lateSpans)));
        }
        return late;
    }

    /** Count the spans taken so far. */
    public long spanCount() {
        return spans.get();
    }

    /** Say what of the window the suite could not write: whoever brought it went on, and so did other windows. */
    public List<Missing> unwritten() {
        return refusals.entrySet().stream()
                .map(refusal -> new Missing(
                        refusal.getKey(),
                        "%s records of the window, which the suite could not write: %s"
                                .formatted(
                                        refusal.getValue().records(),
                                        refusal.getValue().cause())))
                .toList();
    }

    void log(LogLine line) {
        if (line.epochNanos() < startNanos || line.epochNanos() > endNanos) {
            return;
        }
        if (logsOpen) {
            heldLines.add(line);
        } else {
            lateLines.incrementAndGet();
        }
    }

    void span(Span span) {
        if (span.startNanos() < startNanos || span.startNanos() > endNanos) {
            return;
        }
        if (complete) {
            lateSpans.incrementAndGet();
        } else {
            heldSpans.add(span);
        }
    }

    void sample(Sample sample) {
        // One from just before the start may arrive after it, and is newer than the one the window began with.
        long first = startNanos - SeriesSamples.LOOKBACK_NANOS;
        if (!complete && sample.epochNanos() >= first && sample.epochNanos() <= endNanos) {
            heldSamples.add(sample);
        }
    }

    /** Take the last sample from before the window: the value of its first seconds. */
    void before(Sample sample) {
        if (sample.epochNanos() < startNanos) {
            take(sample);
        }
    }

    private void take(LogLine line) {
        if (write(Signal.LOGS, () -> writer.log(line))) {
            lines.incrementAndGet();
        }
    }

    private void take(Span span) {
        if (write(Signal.SPANS, () -> writer.span(span))) {
            spans.incrementAndGet();
        }
    }

    private void take(Sample sample) {
        write(Signal.METRICS, () -> samples.add(sample));
    }

    /**
     * Write a record. What fails is this window's: it must not reach who brought the record, Locust's reader among them.
     *
     * @return whether it is written
     */
    private boolean write(Signal signal, Runnable writing) {
        try {
            writing.run();
            return true;
        } catch (RuntimeException e) {
            refusals.merge(signal, new Refusal(1, String.valueOf(e)), Refusal::and);
            return false;
        }
    }
}
