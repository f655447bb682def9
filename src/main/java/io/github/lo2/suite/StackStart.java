package io.github.lo2.suite;

import io.github.lo2.http.HttpsClient;
import io.github.lo2.plan.StackKind;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.LogLine;
import io.github.lo2.stack.ComposeRequirements;
import io.github.lo2.stack.ComposeStack;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.ServiceControl;
import io.github.lo2.stack.StackDefinition;
import io.github.lo2.stack.StackException;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.EpochClock;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts a stack of either kind from what the project defines.
 *
 * @param layout where the definitions are
 * @param processes starts what it consists of
 * @param http asks it whether it is ready
 * @param clock stamps what it says
 */
record StackStart(Layout layout, ChildProcesses processes, HttpsClient http, EpochClock clock) {

    /** Name the files of the Compose stack that a choice means; none: the project has none. */
    List<Path> composeFiles(StackChoice choice) {
        return choice.composeFiles().isEmpty() ? layout.composeFiles() : choice.composeFiles();
    }

    /**
     * Tell whether a choice comes to containers on this machine.
     *
     * @param log is told why, where the machine decides
     */
    boolean isCompose(StackChoice choice, Consumer<String> log) {
        if (choice.kind() != StackKind.AUTO) {
            return choice.kind() == StackKind.COMPOSE;
        }
        List<Path> composeFiles = composeFiles(choice);
        Optional<String> reason = composeFiles.isEmpty()
                ? Optional.of("the project has no Compose file")
                : ComposeRequirements.unusable(system(), composeFiles, processes);
        log.accept(reason.map("Stack: embedded, since "::concat)
                .orElse("Stack: compose, since a Docker engine answers and has all images"));
        return reason.isEmpty();
    }

    /** Say, in a line, why something cannot be done to a chosen stack on this machine; empty when it can. */
    Optional<String> obstacle(ServiceControl.Deed deed, StackChoice choice) {
        return isCompose(choice, line -> {})
                ? ComposeStack.obstacle(deed, composeFiles(choice))
                : EmbeddedStack.obstacle(deed, layout.toxiproxy());
    }

    /**
     * Check what can be known before the start.
     *
     * @param log is told what of an earlier run is removed
     * @throws StackException when something is missing, or a port is taken
     */
    void require(StackChoice choice, Consumer<String> log) {
        if (isCompose(choice, line -> {})) {
            ComposeRequirements.requireStartable(system(), composeFiles(choice), choice.ports(), processes, log);
        } else {
            EmbeddedStack.requireStartable(StackDefinition.read(layout.stackDefinition(), choice.ports()), true, false);
        }
    }

    /**
     * Start processes.
     *
     * @param telemetry where they send to; empty: they are observed only by their logs
     */
    EmbeddedStack embedded(StackChoice choice, Optional<URI> telemetry, Consumer<LogLine> sink, Consumer<String> log) {
        var parts = new EmbeddedStack.Parts(
                system(),
                StackDefinition.read(layout.stackDefinition(), choice.ports()),
                layout.programs(),
                telemetry,
                choice.rules(),
                new EmbeddedStack.Network(layout.toxiproxy(), choice.impairable()));
        return EmbeddedStack.start(parts, processes, sink, http, clock, log);
    }

    /**
     * Start containers.
     *
     * @param telemetry where they send to
     */
    ComposeStack compose(StackChoice choice, URI telemetry, Consumer<LogLine> sink, Consumer<String> log) {
        var parts = new ComposeStack.Parts(
                system(), composeFiles(choice), choice.ports(), telemetry, choice.rules(), choice.impairable());
        return ComposeStack.start(parts, processes, sink, http, clock, log);
    }

    SystemDefinition system() {
        return SystemDefinition.read(layout.systemDefinition());
    }
}
