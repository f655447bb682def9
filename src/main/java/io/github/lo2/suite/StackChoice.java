package io.github.lo2.suite;

import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.PortRule;
import io.github.lo2.plan.StackKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which stack to start.
 *
 * @param kind the kind
 * @param composeFiles the files of a Compose stack; empty: the project's
 * @param ports which ports of this machine it takes
 * @param rules the folder of each service that is to have rules of faults, by its name
 */
public record StackChoice(StackKind kind, List<Path> composeFiles, PortRule ports, Map<String, Path> rules) {
    public StackChoice {
        composeFiles = List.copyOf(composeFiles);
        rules = Map.copyOf(rules);
    }

    /** Choose one without any rules. */
    public StackChoice(StackKind kind, List<Path> composeFiles, PortRule ports) {
        this(kind, composeFiles, ports, Map.of());
    }

    /** Take what the parameters of a run say. */
    public static StackChoice of(Parameters parameters) {
        return new StackChoice(parameters.stack(), parameters.compose(), parameters.ports());
    }

    /** Choose the same with rules. */
    public StackChoice with(Map<String, Path> itsRules) {
        return new StackChoice(kind, composeFiles, ports, itsRules);
    }
}
