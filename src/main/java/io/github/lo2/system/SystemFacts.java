package io.github.lo2.system;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * What a run keeps of its system, in {@code plan.json}, so that it can be judged where the system is not at hand.
 *
 * @param name the system's name
 * @param runPrefix what the names of its runs' folders begin with
 * @param logId by which id log records belong to requests
 * @param spansJoined the least share of the answered requests that have their server span
 * @param logsJoined the least share of them that have a log record
 * @param requiredMetrics the metrics that each scenario must have; none where the run does not say
 */
public record SystemFacts(
        String name,
        String runPrefix,
        LogId logId,
        double spansJoined,
        double logsJoined,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<RequiredMetrics> requiredMetrics) {
    /** The shares that hold when a system says no others. */
    static final double SPANS_JOINED = 0.995;

    static final double LOGS_JOINED = 0.99;

    public SystemFacts {
        requiredMetrics = List.copyOf(requiredMetrics);
    }

    /** Take the usual shares, and require no metric. */
    public static SystemFacts usual(String name, String runPrefix, LogId logId) {
        return new SystemFacts(name, runPrefix, logId, SPANS_JOINED, LOGS_JOINED, List.of());
    }

    /** List the metrics that a scenario must have on a kind of stack. */
    public List<RequiredMetrics> requiredMetrics(String stack) {
        return requiredMetrics.stream()
                .filter(required -> required.stack().equals(stack))
                .toList();
    }
}
