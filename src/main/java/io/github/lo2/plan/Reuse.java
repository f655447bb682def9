package io.github.lo2.plan;

/** Whether a run may take a stack that another process keeps up. */
public enum Reuse {
    /** It takes one of its own kind, build and configuration, when there is one. */
    KEPT,
    /** It starts its own. */
    NEVER
}
