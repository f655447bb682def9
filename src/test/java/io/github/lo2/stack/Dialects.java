package io.github.lo2.stack;

import io.github.lo2.system.DatabaseDialect;
import io.github.lo2.system.SystemDefinition;
import java.nio.file.Path;

/** What holds for the project's own system on each stack, and how its database is spoken to. */
final class Dialects {
    static final SystemDefinition SYSTEM = SystemDefinition.read(Path.of("compose", "light-oauth2", "system.json"));
    static final DatabaseDialect PROJECTS = SYSTEM.database().orElseThrow();

    private Dialects() {}
}
