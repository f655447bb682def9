package io.github.lo2.recording;

import io.github.lo2.signal.Request;
import io.github.lo2.verdict.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells of a load when the services have warmed up: when neither throughput nor median latency, second by second, has a trend
 * over the last 20 s, see {@link Trend}. It takes 10 s at the least. The first second does not count, in which the users start.
 */
final class Steadiness {
    private static final int LEAST_SECONDS = 10;
    private static final int MOST_SECONDS = 20;

    /** Latencies (ns) by second of the load. */
    private final SortedMap<Long, List<Double>> seconds = new TreeMap<>();

    private long start;

    /** Take a request of the load; they come in the order of their answers. */
    void add(Request request) {
        if (start == 0) {
            start = request.time();
        }
        long second = TimeUnit.NANOSECONDS.toSeconds(request.time() - start);
        seconds.computeIfAbsent(second, added -> new ArrayList<>()).add((double) request.duration());
    }

    /** Tell whether there is no trend. */
    boolean isReached() {
        List<Long> judged = judged();
        return judged.size() >= LEAST_SECONDS
                && !throughput(judged).isLikely()
                && !latency(judged).isLikely();
    }

    /** List the last whole seconds that have requests; the youngest may not be whole. */
    private List<Long> judged() {
        List<Long> whole = seconds.keySet().stream()
                .filter(second -> second > 0 && second < seconds.lastKey() - 1)
                .toList();
        return whole.subList(Math.max(0, whole.size() - MOST_SECONDS), whole.size());
    }

    private Trend throughput(List<Long> judged) {
        return Trend.of(judged.stream()
                .map(second -> (double) seconds.getOrDefault(second, List.of()).size())
                .toList());
    }

    private Trend latency(List<Long> judged) {
        return Trend.of(judged.stream()
                .map(second -> Trend.median(seconds.getOrDefault(second, List.of())))
                .toList());
    }

    /** Say how long the load was, and how it changed at its end. */
    @Override
    public String toString() {
        List<Long> judged = judged();
        return String.format(
                Locale.ROOT,
                "%s after %s s; in its last %s s throughput changed by %.0f %% (z %.2f) and latency by %.0f %% (z"
                        + " %.2f); a trend is above 1.96",
                isReached() ? "steady" : "not steady",
                seconds.isEmpty() ? 0 : seconds.lastKey() + 1,
                judged.size(),
                100 * throughput(judged).change(),
                throughput(judged).z(),
                100 * latency(judged).change(),
                latency(judged).z());
    }
}
