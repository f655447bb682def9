package io.github.lo2.load;

import io.github.lo2.plan.Phase;

/** Is told by Locust itself how far its load has come; called on the thread that reads what Locust says. */
public interface LoadProgress {
    /** Nobody wants to know. */
    LoadProgress NOBODY = new LoadProgress() {
        @Override
        public void reached(long nanos) {}

        @Override
        public void end(long nanos) {}
    };

    /**
     * Hear that the load was still going at a moment.
     *
     * @param nanos the moment, ns since the epoch (UTC)
     */
    void reached(long nanos);

    /**
     * Hear that a phase has begun.
     *
     * @param nanos when: from then on requests are of that phase; ns since the epoch (UTC)
     */
    default void phase(Phase.Kind phase, long nanos) {}

    /**
     * Hear that the load is over: its last request had been answered.
     *
     * @param nanos when, ns since the epoch (UTC)
     */
    void end(long nanos);
}
