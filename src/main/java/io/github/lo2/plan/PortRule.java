package io.github.lo2.plan;

/** Which ports of this machine a stack takes. */
public enum PortRule {
    /** Those that the system's definition names. */
    DEFINITION,
    /** For each of them one that is free. */
    FREE
}
