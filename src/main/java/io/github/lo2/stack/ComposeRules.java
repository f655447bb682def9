package io.github.lo2.stack;

import io.github.lo2.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts rules into containers. How a service is started with rules says {@code rules.yml} beside the Compose file, in a service
 * {@code rules} that each service which has some extends.
 */
final class ComposeRules {
    private static final String FILE = "rules.yml";
    private static final String EXTENDED = "rules";
    /** Where a container finds its rules. */
    private static final String TARGET = "/rules";

    private ComposeRules() {}

    /**
     * Write a Compose file that gives services their rules; none when no service has any.
     *
     * @param files the Compose files that it overrides
     * @param rules the folder of each service that has rules, by its name
     * @param work where to write it
     * @throws StackException when the system does not say how a service is started with rules
     */
    static Optional<Path> override(List<Path> files, Map<String, Path> rules, Path work) {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        Path extended = files.get(0).resolveSibling(FILE).toAbsolutePath().normalize();
        if (!Files.isRegularFile(extended)) {
            throw new StackException(
                    "there is no %s, which says how a service of the Compose file is started with rules, and %s have some; take lo2.stack=embedded, or scenarios without these faults; nothing was started"
                            .formatted(extended, String.join(", ", rules.keySet())));
        }
        var services = new TreeMap<String, Object>();
        rules.forEach((service, folder) -> services.put(
                service,
                Map.of(
                        "extends",
                        Map.of("file", extended.toString(), "service", EXTENDED),
                        "volumes",
                        List.of(Map.of(
                                "type",
                                "bind",
                                "source",
                                folder.toAbsolutePath().toString(),
                                "target",
                                TARGET,
                                "bind",
                                Map.of("create_host_path", false))))));
        Path file = work.resolve("rules.json");
        try {
            Json.MAPPER.writeValue(file.toFile(), Map.of("services", services));
            return Optional.of(file);
        } catch (IOException e) {
            throw new StackException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
