package io.github.lo2.load;

import io.github.lo2.signal.Request;
import java.util.List;

/** Counts the requests of a scenario while they are sent, for people; what is kept is counted in its table. */
public final class RequestTally {
    private final List<String> tags;
    private long total;
    private long failures;

    /**
     * @param tags the scenario's
     */
    RequestTally(List<String> tags) {
        this.tags = tags;
    }

    void add(Request request) {
        total++;
        boolean faulty = request.anomaly() && tags.contains(String.valueOf(request.tag()));
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
