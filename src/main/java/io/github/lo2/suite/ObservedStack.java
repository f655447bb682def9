package io.github.lo2.suite;

import io.github.lo2.capture.MetricSource;
import io.github.lo2.stack.Stack;

/**
 * A stack with what observes it.
 *
 * @param stack the stack
 * @param metrics where the samples of a window come from
 * @param arrival waits for the signals of a window
 * @param origins where logs and metrics come from, for people
 */
public record ObservedStack(Stack stack, MetricSource metrics, Arrival arrival, Origins origins) {

    /**
     * Where signals come from.
     *
     * @param logs what the logs are, as in "Fetched … from"
     * @param metrics what the metrics are
     */
    public record Origins(String logs, String metrics) {}
}
