package io.github.lo2.load;

import io.github.lo2.signal.Request;
import java.util.Arrays;
import java.util.List;

/** Counts the requests of a scenario while they are sent, for people; what is kept is counted in its table. */
public final class RequestTally {
    /** Of how many requests the last durations are kept. */
    private static final int LAST = 500;

    private final List<String> tags;
    private final long[] durations = new long[LAST];
    private long total;
    private long failures;

    /**
     * @param tags the scenario's
     */
    RequestTally(List<String> tags) {
        this.tags = tags;
    }

    void add(Request request) {
        durations[(int) (total % LAST)] = request.duration();
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

    /** Tell within which time 95 of 100 of the last 500 requests were answered, ns; 0 without a request. */
    public long p95() {
        long[] last = Arrays.copyOf(durations, (int) Math.min(LAST, total));
        Arrays.sort(last);
        return last.length == 0 ? 0 : last[Math.min(last.length - 1, last.length * 95 / 100)];
    }
}
