package io.github.lo2.load;

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
     * Hear that the load is over: its last request had been answered.
     *
     * @param nanos when, ns since the epoch (UTC)
     */
    void end(long nanos);
}
