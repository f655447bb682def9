package io.github.lo2.signal;

/**
 * What a fault of the stack did to a request: a line of {@code faults.jsonl}.
 *
 * @param time when, ns since the epoch (UTC)
 * @param traceId trace id of the request
 * @param hit whether the fault hit it, as the place in the service that did so says
 * @param exposed whether it was under way at what the fault was done to, while that was there
 */
public record FaultTrace(long time, String traceId, boolean hit, boolean exposed) {}
