package io.github.lo2.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param name what it is called in messages
 * @param command the program and its arguments
 * @param directory the directory it runs in
 * @param environment variables added to those of this process
 */
public record ChildCommand(String name, List<String> command, Path directory, Map<String, String> environment) {
    public ChildCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
