package io.github.lo2.fault;

import org.jspecify.annotations.Nullable;

/**
 * What a scenario knows of its fault: {@code fault} in its {@code scenario.json}.
 *
 * @param kind its kind, by RCABench's name
 * @param level on which level of the system it is
 * @param target what it was done to, by its name in the stack
 * @param serviceName {@code service.name} of that; null: it is none of the services under test
 * @param hitting whether it hits single requests, those that were chosen; otherwise requests were exposed to it
 * @param dose the share of the eligible requests that were chosen; 1 where requests were exposed
 * @param impactRequired whether the load must have noticed it
 * @param injected that it was there; null: it never was
 * @param recovered that it was gone; null: it never was
 * @param repaired what had to be made whole afterwards; null: nothing
 */
public record FaultFacts(
        String kind,
        String level,
        String target,
        @Nullable String serviceName,
        boolean hitting,
        double dose,
        boolean impactRequired,
        @Nullable ToolWord injected,
        @Nullable ToolWord recovered,
        @Nullable String repaired) {}
