package io.github.lo2.system;

/**
 * What a run keeps of its system, in {@code plan.json}, so that it can be judged where the system is not at hand.
 *
 * @param name the system's name
 * @param runPrefix what the names of its runs' folders begin with
 * @param logId by which id log records belong to requests
 * @param spansJoined the least share of the answered requests that have their server span
 * @param logsJoined the least share of them that have a log record
 */
public record SystemFacts(String name, String runPrefix, LogId logId, double spansJoined, double logsJoined) {
    /** The shares that hold when a system says no others. */
    static final double SPANS_JOINED = 0.995;

    static final double LOGS_JOINED = 0.99;

    /** Take the usual shares. */
    public static SystemFacts usual(String name, String runPrefix, LogId logId) {
        return new SystemFacts(name, runPrefix, logId, SPANS_JOINED, LOGS_JOINED);
    }
}
