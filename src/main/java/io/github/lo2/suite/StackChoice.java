package io.github.lo2.suite;

import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.PortRule;
import io.github.lo2.plan.Reuse;
import io.github.lo2.plan.StackKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which stack to start.
 *
 * @param kind the kind
 * @param composeFiles the files of a Compose stack; empty: the project's
 * @param ports which ports of this machine it takes
 * @param kept whether one may be taken that another process keeps up
 * @param rules the folder of each service that is to have rules of faults, by its name
 * @param impairable the services, by name, whose network to the database faults are to impair
 */
public record StackChoice(
        StackKind kind,
        List<Path> composeFiles,
        PortRule ports,
        boolean kept,
        Map<String, Path> rules,
        Set<String> impairable) {
    public StackChoice {
        composeFiles = List.copyOf(composeFiles);
        rules = Map.copyOf(rules);
        impairable = Set.copyOf(impairable);
    }

    /** Choose one that is started for who chooses, and that no fault is done to. */
    public StackChoice(StackKind kind, List<Path> composeFiles, PortRule ports) {
        this(kind, composeFiles, ports, false, Map.of(), Set.of());
    }

    /** Take what the parameters of a run say. */
    public static StackChoice of(Parameters parameters) {
        return of(parameters, parameters.stack());
    }

    /** Take what the parameters of a run say, but for the kind. Who asks for free ports asks for a stack beside others. */
    public static StackChoice of(Parameters parameters, StackKind kind) {
        return new StackChoice(
                kind,
                parameters.compose(),
                parameters.ports(),
                parameters.reuse() == Reuse.KEPT && parameters.ports() == PortRule.DEFINITION,
                Map.of(),
                Set.of());
    }

    /** Choose the same with what the faults of a run need from its start on. It must be the run's own. */
    public StackChoice hurt(Map<String, Path> itsRules, Set<String> itsImpairable) {
        return new StackChoice(kind, composeFiles, ports, false, itsRules, itsImpairable);
    }
}
