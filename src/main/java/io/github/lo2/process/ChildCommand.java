package io.github.lo2.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param kind what kind of child it is, which says what it gets of this process's environment
 * @param name what it is called in messages
 * @param command the program and its arguments
 * @param directory the directory it runs in
 * @param environment variables that it gets besides, or in place of those of its kind
 */
public record ChildCommand(
        ChildKind kind, String name, List<String> command, Path directory, Map<String, String> environment) {
    public ChildCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
