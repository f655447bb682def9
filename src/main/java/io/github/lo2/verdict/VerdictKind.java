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
    /** The fault of the stack was there, as the tool says that brought it about. */
    INJECTED,
    /** The requests that it hit are those that were chosen; or some were exposed to it. */
    HIT,
    /** What the load saw of it, against what it saw before; without one it is kept too. */
    IMPACT,
    /** How it showed in its target, in the way of its kind; without a sign it is kept too. */
    MECHANISM,
    /** It is gone, as the tool says that took it back. */
    RECOVERED,
    /** No signal tells of it but by what the system then did. */
    NO_LEAK,
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
    /** The baseline does not drift: neither the throughput nor the latency of its requests. */
    STEADY,
    /** The files of the run are those that were written, and say the same as each other. */
    FILES,
    /** The run has the scenarios of its plan, and its end. */
    PLAN;

    private static final Set<VerdictKind> OF_RUN = EnumSet.of(FILES, PLAN);
    private static final Set<VerdictKind> OF_FAULT = EnumSet.of(INJECTED, HIT, IMPACT, MECHANISM, RECOVERED, NO_LEAK);

    /** List what is said of each scenario, in order; the rest is said of a run, or only where there is a fault of the stack. */
    public static Set<VerdictKind> ofScenario() {
        Set<VerdictKind> kinds = ofFaultScenario();
        kinds.removeAll(OF_FAULT);
        return kinds;
    }

    /** List what is said of a run as a whole and of nothing else, in order. */
    public static Set<VerdictKind> ofRun() {
        return EnumSet.copyOf(OF_RUN);
    }

    /** List what is said of a fault of the stack, in order. */
    public static Set<VerdictKind> ofFault() {
        return EnumSet.copyOf(OF_FAULT);
    }

    /** List what is said of a scenario with a fault of the stack, in order. */
    public static Set<VerdictKind> ofFaultScenario() {
        return EnumSet.complementOf(EnumSet.copyOf(OF_RUN));
    }
}
