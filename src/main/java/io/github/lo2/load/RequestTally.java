package io.github.lo2.load;

import io.github.lo2.signal.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the requests of a scenario while they are read. */
public final class RequestTally {
    private static final int KEPT_FAILURES = 10;

    private final String tag;
    private final List<Request> firstFailures = new ArrayList<>();
    private final List<Request> firstUnconfirmed = new ArrayList<>();
    private final Map<String, Long> byService = new HashMap<>();
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
        if (request.serviceName() != null) {
            byService.merge(request.serviceName(), 1L, Long::sum);
        }
        if (request.anomaly() && tag.equals(request.tag())) {
            anomalies++;
            if (request.succeeded()) {
                confirmed++;
            } else {
                keep(firstUnconfirmed, request);
            }
        } else if (!request.succeeded()) {
            failures++;
            keep(firstFailures, request);
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

    /** Show the first ten of {@link #failures()}. */
    public List<Request> firstFailures() {
        return List.copyOf(firstFailures);
    }

    /** Show the first ten faulty requests that got another answer than the tag names. */
    public List<Request> firstUnconfirmed() {
        return List.copyOf(firstUnconfirmed);
    }

    /** Count the requests to each service, by {@code service.name}. */
    public Map<String, Long> byService() {
        return Map.copyOf(byService);
    }

    private static void keep(List<Request> list, Request request) {
        if (list.size() < KEPT_FAILURES) {
            list.add(request);
        }
    }
}
