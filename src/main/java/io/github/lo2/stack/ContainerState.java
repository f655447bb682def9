package io.github.lo2.stack;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a container is, as the engine tells it.
 *
 * @param condition whether it works
 * @param exitStatus with what it ended, if it has
 * @param startedAt when it was started last, as the engine writes it; empty when it was removed
 */
record ContainerState(Condition condition, long exitStatus, String startedAt) {
    static final ContainerState REMOVED = new ContainerState(Condition.REMOVED, 0, "");

    /** Whether a container works. */
    enum Condition {
        RUNNING,
        PAUSED,
        ENDED,
        REMOVED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Say it in a word. */
    String word() {
        return condition.word();
    }

    boolean isRunning() {
        return condition == Condition.RUNNING;
    }

    /**
     * Say what is wrong with it; empty when it has run all the time.
     *
     * @param name its name in the data set
     * @param wholeSince when it had been started, when the stack was last whole
     * @param lastLines its last log lines
     */
    Optional<String> trouble(String name, String wholeSince, List<String> lastLines) {
        return switch (condition) {
            case RUNNING ->
                startedAt.equals(wholeSince)
                        ? Optional.empty()
                        : Optional.of("%s was started anew at %s".formatted(name, startedAt));
            case PAUSED -> Optional.of(name + " is paused");
            case ENDED ->
                Optional.of("%s has ended with status %s; its last lines: %s"
                        .formatted(name, exitStatus, String.join(" | ", lastLines)));
            case REMOVED -> Optional.of(name + " was removed, and its log with it");
        };
    }
}
