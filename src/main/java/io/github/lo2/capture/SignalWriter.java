package io.github.lo2.capture;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Span;

/** Writes the log lines and spans of one window; called from many threads. */
public interface SignalWriter {
    void log(LogLine line);

    void span(Span span);
}
