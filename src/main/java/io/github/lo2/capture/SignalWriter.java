package io.github.lo2.capture;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Span;
import java.nio.file.Path;

/** Writes the log lines and spans of one window; called from many threads. */
public interface SignalWriter {
    void log(LogLine line);

    void span(Span span);

    /** Name a folder for what does not fit into memory; it is on the disk that the window is written to. */
    Path folder();
}
