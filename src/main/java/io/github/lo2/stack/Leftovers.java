package io.github.lo2.stack;

import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What runs leave in an engine when they are killed, and who owns what is there. */
final class Leftovers {
    private final Engine engine;

    Leftovers(Engine engine) {
        this.engine = engine;
    }

    /**
     * Remove what runs left behind that could not clean up: their processes are gone.
     *
     * @param log is told of each
     */
    void removeAbandoned(Consumer<String> log) {
        abandoned(engine.valuesOf(ComposeDefinition.RUN_LABEL)).forEach(left -> {
            log.accept("Removing the containers that an earlier run left behind (%s)".formatted(left));
            engine.removeAllWith(ComposeDefinition.RUN_LABEL, left);
        });
    }

    /**
     * Require that no other stack is up: the measures of each would have the other's containers in them.
     *
     * @throws StackException saying whose it is
     */
    void requireNone() {
        engine.valuesOf(ComposeDefinition.RUN_LABEL).stream().findFirst().ifPresent(owner -> {
            throw new StackException(
                    "one Compose stack at a time can be up on an engine, since its cAdvisor measures all containers: the stack %s; nothing was started"
                            .formatted(described(owner)));
        });
    }

    /** Choose the labels of runs whose process is gone; a stack that was started by hand is nobody's to remove. */
    static Set<String> abandoned(Set<String> labels) {
        return labels.stream()
                .filter(label ->
                        RunLabel.parse(label).map(run -> !run.isAlive()).orElse(false))
                .collect(Collectors.toSet());
    }

    static String described(String owner) {
        return RunLabel.parse(owner)
                .map(run -> "of another run (pid %s) is up; wait for it or end it".formatted(run.pid()))
                .orElse("that somebody started by hand is up; end it with 'docker compose … down -v'");
    }

    /** Write the shell command that removes everything of a run: Compose if it is at work, containers, network. */
    static String removal(RunLabel label) {
        return """
            composes=$(grep -lsz '^LO2_RUN=%1$s$' /proc/[0-9]*/environ | cut -d/ -f3); \
            [ -z "$composes" ] || kill -9 $composes; \
            for look in 1 2 3 4 5 6 7 8; do \
            containers=$(timeout 30 docker ps -aq --filter label=%2$s=%1$s); \
            networks=$(timeout 30 docker network ls -q --filter label=%2$s=%1$s); \
            [ -n "$composes$containers$networks" ] || break; \
            [ -z "$containers" ] || timeout 60 docker rm -fv $containers; \
            [ -z "$networks" ] || timeout 30 docker network rm $networks; \
            composes=; sleep 0.5; \
            done\
            """.formatted(label, ComposeDefinition.RUN_LABEL);
    }
}
