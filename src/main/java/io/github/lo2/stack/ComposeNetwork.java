package io.github.lo2.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.json.Yaml;
import io.github.lo2.stack.ComposeDefinition.ComposeService;
import io.github.lo2.stack.ComposeDefinition.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts a Toxiproxy between services and the database, a container for each service. The service finds that container by the
 * database's name, so it needs no other address; all others find the database itself.
 */
final class ComposeNetwork {
    /** Where Toxiproxy is told what to do, in the container. */
    static final int CONTROL_PORT = 8474;

    private static final String FILE = "toxiproxy.yml";
    private static final String EXTENDED = "toxiproxy";
    private static final String TARGET = "/proxies.json";

    private ComposeNetwork() {}

    /** Name, in the Compose file, what stands between a service and the database. */
    static String name(String database, String service) {
        return database + "-for-" + service;
    }

    /**
     * Name the image that such a container runs.
     *
     * @param files the Compose files of the stack
     * @throws StackException when the file that says it is not there
     */
    static String image(List<Path> files) {
        Path file = extended(files);
        try {
            JsonNode image = Yaml.MAPPER
                    .readTree(Files.readString(file))
                    .path("services")
                    .path(EXTENDED)
                    .path("image");
            return image.asText();
        } catch (IOException e) {
            throw new StackException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Write a Compose file that puts them there.
     *
     * @param definition what it overrides
     * @param files the Compose files of that
     * @param services the services that get one, by name
     * @param work where to write it
     * @throws StackException when the stack has no database
     */
    static Path override(ComposeDefinition definition, List<Path> files, Set<String> services, Path work) {
        ComposeService database = definition.playing(Role.DATABASE);
        int port = database.ports().keySet().stream()
                .findFirst()
                .orElseThrow(
                        () -> new StackException("service %s publishes no port; expected one on the loopback interface"
                                .formatted(database.name())));
        var overriding = new TreeMap<String, Object>();
        for (String service : new TreeSet<>(services)) {
            String name = name(database.name(), service);
            overriding.put(service, Map.of("links", List.of(name + ":" + database.name())));
            overriding.put(
                    name,
                    Map.of(
                            "extends",
                            Map.of("file", extended(files).toString(), "service", EXTENDED),
                            "ports",
                            List.of("127.0.0.1:%s:%s"
                                    .formatted(
                                            Ports.freeFor(Set.of(CONTROL_PORT)).get(CONTROL_PORT), CONTROL_PORT)),
                            "volumes",
                            List.of(Map.of(
                                    "type",
                                    "bind",
                                    "source",
                                    proxies(service, database.name(), port, work)
                                            .toString(),
                                    "target",
                                    TARGET,
                                    "read_only",
                                    true,
                                    "bind",
                                    Map.of("create_host_path", false)))));
        }
        return write(work.resolve("network.json"), Map.of("services", overriding));
    }

    private static Path proxies(String service, String database, int port, Path work) {
        var proxy = new Toxics.Proxy(service, "0.0.0.0:" + port, database + ":" + port, true);
        return write(work.resolve("proxies-%s.json".formatted(service)), List.of(proxy));
    }

    private static Path write(Path file, Object content) {
        try {
            Json.MAPPER.writeValue(file.toFile(), content);
            return file.toAbsolutePath();
        } catch (IOException e) {
            throw new StackException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** It lies with what systems share, a folder above the system's own. */
    private static Path extended(List<Path> files) {
        return files.get(0)
                .toAbsolutePath()
                .normalize()
                .resolveSibling("..")
                .resolve(FILE)
                .normalize();
    }
}
