package io.github.lo2.dataset;

import io.github.lo2.system.SystemDefinition;
import io.github.lo2.system.SystemFacts;
import java.nio.file.Path;
import java.util.List;

/** What runs keep of systems. */
public final class Systems {
    /** Of the project's own system. */
    public static final SystemFacts PROJECTS_WITH_METRICS = SystemDefinition.read(
                    Path.of("compose", "light-oauth2", "system.json"))
            .facts();

    /** The same, but no metric must be there: most tests write only those that they are about. */
    public static final SystemFacts PROJECTS = new SystemFacts(
            PROJECTS_WITH_METRICS.name(),
            PROJECTS_WITH_METRICS.runPrefix(),
            PROJECTS_WITH_METRICS.logId(),
            PROJECTS_WITH_METRICS.spansJoined(),
            PROJECTS_WITH_METRICS.logsJoined(),
            List.of());

    private Systems() {}
}
