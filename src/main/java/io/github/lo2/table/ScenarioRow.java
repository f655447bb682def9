package io.github.lo2.table;

import org.jspecify.annotations.Nullable;

/** A row of the table of scenarios; its components are the columns, in their order. Times in ns, times of day UTC. */
public record ScenarioRow(
        String scenario,
        int ordinal,
        String tag,
        long seed,
        long plannedDuration,
        long duration,
        @Nullable Long faultStart,
        @Nullable Long faultEnd,
        @Nullable Double dose,
        long pause,
        long beyond,
        long startTime,
        long endTime,
        long requests,
        long failures,
        long anomalies,
        long confirmed,
        long logRecords,
        long spans,
        long samples,
        boolean passed,
        @Nullable String objections) {}
