package io.github.lo2.recording;

import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Scenario;

/**
 * Is told how the phases of a scenario follow one another, so that something can happen to the stack with them. It is called on
 * one thread a scenario, in order, and may take its time: the load goes on meanwhile. What it throws is said against the
 * scenario, which is sealed nevertheless.
 */
public interface PhaseListener {
    /** Nobody wants to know. */
    PhaseListener NOBODY = new PhaseListener() {
        @Override
        public void begun(Scenario scenario, Phase.Kind phase, long nanos) {}

        @Override
        public void ended(Scenario scenario) {}
    };

    /** Hear that the load of a scenario is about to begin; on the thread that begins it. */
    default void before(Scenario scenario) {}

    /**
     * Hear that a phase has begun.
     *
     * @param nanos when: requests are of that phase from then on; ns since the epoch (UTC)
     */
    void begun(Scenario scenario, Phase.Kind phase, long nanos);

    /**
     * Hear that the load is over, or broken off: once, and last. What still happens to the stack has to end now; the scenario
     * waits for it.
     */
    void ended(Scenario scenario);
}
