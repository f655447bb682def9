package io.github.lo2.verdict;

import java.util.EnumSet;
import java.util.Set;

/** What a verdict is about. */
public enum VerdictKind {
    /** The load went on for as long as was planned. */
    APPLIED,
    /** The faulty request of the scenario's tag got the status and code that the tag names. */
    LABEL,
    /** No other request failed. */
    PURITY,
    /** Requests join their server spans by id. */
    SPANS_JOINED,
    /** Requests join the log records of their service by id. */
    LOGS_JOINED,
    /** Each series that lived through the window has a sample for each second of it. */
    COVERAGE,
    /** Each signal is there, and nothing of it was dropped. */
    SIGNALS,
    /** The services' clocks agree with the load generator's. */
    CLOCK,
    /** The times of all signals lie in the window. */
    TIMES,
    /** No key of a table stands in two rows. */
    KEYS,
    /** The files of the run are those that were written, and say the same as each other. */
    FILES,
    /** The run has the scenarios of its plan, and its end. */
    PLAN;

    private static final Set<VerdictKind> OF_RUN = EnumSet.of(FILES, PLAN);

    /** List what is said of each scenario, in order; the rest is said of a run. */
    public static Set<VerdictKind> ofScenario() {
        return EnumSet.complementOf(EnumSet.copyOf(OF_RUN));
    }
}
