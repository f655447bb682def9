package io.github.lo2.plan;

/** What is asked of the impact of a fault of the stack. */
public enum ImpactRule {
    /** It is said what it is. */
    REPORTED,
    /** It must be clear. */
    REQUIRED
}
