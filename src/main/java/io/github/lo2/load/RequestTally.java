package io.github.lo2.load;

import io.github.lo2.signal.Request;

/** Counts the requests of a scenario while they are sent, for people; what is kept is counted in its table. */
public final class RequestTally {
    private final String tag;
    private long total;
    private long failures;

    /**
     * @param tag the scenario's tag
     */
    RequestTally(String tag) {
        this.tag = tag;
    }

    void add(Request request) {
        total++;
        boolean faulty = request.anomaly() && tag.equals(request.tag());
        if (!faulty && !request.succeeded()) {
            failures++;
        }
    }

    /** Count all requests. */
    public long total() {
        return total;
    }

    /** Count the requests that are not meant to be faulty and did not get what their task expects. */
    public long failures() {
        return failures;
    }
}
