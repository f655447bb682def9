package io.github.lo2.signal;

/** Takes the records of a stack as they come; called from many threads. */
public interface SignalSink {
    void log(LogLine line);

    void span(Span span);

    void sample(Sample sample);
}
