package io.github.lo2.load;

import io.github.lo2.signal.Request;

/** Counts the requests of a scenario while they are read. */
public final class RequestTally {
    private final String tag;
    private long total;
    private long failures;
    private long anomalies;
    private long confirmed;

    /**
     * @param tag the scenario's tag
     */
    RequestTally(String tag) {
        this.tag = tag;
    }

    void add(Request request) {
        total++;
        if (request.anomaly() && tag.equals(request.tag())) {
            anomalies++;
            if (request.confirmed()) {
                confirmed++;
            }
        } else if (!request.succeeded()) {
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

    /** Count the faulty requests of the tag. */
    public long anomalies() {
        return anomalies;
    }

    /** Count those of them that got the status and code that the tag names. */
    public long confirmed() {
        return confirmed;
    }
}
