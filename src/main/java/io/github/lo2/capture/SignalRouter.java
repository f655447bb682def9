package io.github.lo2.capture;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SignalSink;
import io.github.lo2.signal.Span;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Gives each record of the stack to the windows that it lies in; records outside all windows are let go. */
public final class SignalRouter implements SignalSink {
    private final List<WindowCapture> open = new CopyOnWriteArrayList<>();
    private final Map<Series, Sample> latest = new ConcurrentHashMap<>();
    private final List<Consumer<Sample>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Open a window.
     *
     * @param startNanos its start, ns since the epoch (UTC)
     * @param writer gets its log lines and spans as they come
     */
    public WindowCapture open(long startNanos, SignalWriter writer) {
        var window = new WindowCapture(startNanos, writer, this::close);
        latest().forEach(window::before);
        open.add(window);
        return window;
    }

    /** Let somebody have each sample from now on, window or not. */
    public void listen(Consumer<Sample> listener) {
        listeners.add(listener);
    }

    @Override
    public void log(LogLine line) {
        open.forEach(window -> window.log(line));
    }

    @Override
    public void span(Span span) {
        open.forEach(window -> window.span(span));
    }

    @Override
    public void sample(Sample sample) {
        latest.put(sample.series(), sample);
        listeners.forEach(listener -> listener.accept(sample));
        open.forEach(window -> window.sample(sample));
    }

    /** Show the newest sample of each series. */
    public Collection<Sample> latest() {
        return latest.values();
    }

    private void close(WindowCapture window) {
        open.remove(window);
    }
}
