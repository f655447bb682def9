package io.github.lo2.signal;

/** What is recorded of a stack under load. */
public enum Signal {
    REQUESTS,
    LOGS,
    SPANS,
    METRICS,
    /** No signal of its own: the stack that they all come from. */
    STACK
}
