package io.github.lo2.suite;

import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.StackKind;
import java.nio.file.Path;
import java.util.List;

/**
 * Which stack to start.
 *
 * @param kind the kind
 * @param composeFiles the files of a Compose stack; empty: the project's
 */
public record StackChoice(StackKind kind, List<Path> composeFiles) {

    /** Take what the parameters of a run say. */
    public static StackChoice of(Parameters parameters) {
        return new StackChoice(parameters.stack(), parameters.compose());
    }
}
