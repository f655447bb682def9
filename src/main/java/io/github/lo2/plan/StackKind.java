package io.github.lo2.plan;

import java.util.Locale;

/** Which stack a run is recorded on. */
public enum StackKind {
    /** The best one that this machine can run. */
    AUTO,
    /** Containers, as Compose files describe them; needs a Docker engine. */
    COMPOSE,
    /** Child processes on this machine; needs a JDK and Python. */
    EMBEDDED;

    /** Name it as files and parameters do. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
