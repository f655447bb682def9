package io.github.lo2.recording;

import io.github.lo2.suite.ObservedStack;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.time.EpochClock;
import java.util.function.BooleanSupplier;

/**
 * What the scenarios of a run have in common.
 *
 * @param system what the run says of its system
 * @param turns the turns that come next
 * @param observed the stack with what observes it
 * @param factSheet writes down what is known of a scenario
 * @param faults the faults of the scenarios that have one
 * @param lines says what happens
 * @param isolated whether a load begins only when the scenario before is sealed
 * @param ending tells whether the stack is being taken down: what is captured from then on is not to be trusted
 * @param end is told what is under way
 * @param clock the clock
 */
record WayParts(
        SystemFacts system,
        TurnQueue turns,
        ObservedStack observed,
        FactSheet factSheet,
        FaultPhases faults,
        ScenarioLines lines,
        boolean isolated,
        BooleanSupplier ending,
        OrderlyEnd end,
        EpochClock clock) {}
