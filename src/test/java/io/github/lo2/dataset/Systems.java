package io.github.lo2.dataset;

import io.github.lo2.system.SystemDefinition;
import io.github.lo2.system.SystemFacts;
import java.nio.file.Path;

/** What runs keep of the project's own system. */
public final class Systems {
    public static final SystemFacts PROJECTS = SystemDefinition.read(Path.of("compose", "light-oauth2", "system.json"))
            .facts();

    private Systems() {}
}
