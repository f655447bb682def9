package io.github.lo2.system;

import java.util.List;

/**
 * Metrics that each scenario must have, of each thing that a source measures.
 *
 * @param stack on which kind of stack, {@code compose} or {@code embedded}
 * @param label the label that tells of what a series is
 * @param values its values: what must be measured, such as the names of containers
 * @param metrics the metrics that each of these must have
 */
public record RequiredMetrics(String stack, String label, List<String> values, List<String> metrics) {
    public RequiredMetrics {
        values = List.copyOf(values);
        metrics = List.copyOf(metrics);
    }
}
