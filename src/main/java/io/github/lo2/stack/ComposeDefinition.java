package io.github.lo2.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcessException;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import io.github.lo2.system.SystemDefinition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Compose files say, as far as the suite needs to know it: ports, images, and the labels {@code io.github.lo2.…}.
 *
 * @param system what holds for the system on each stack
 * @param project the name that the file gives to its project, the first part of the containers' names in a data set
 * @param services all its services, in the order of their names
 */
record ComposeDefinition(SystemDefinition system, String project, List<ComposeService> services) {
    /** Whose containers these are; see {@link RunLabel}. */
    static final String RUN_LABEL = "io.github.lo2.run";

    private static final String SERVICE_NAME_LABEL = "io.github.lo2.service-name";
    private static final String HEALTH_LABEL = "io.github.lo2.health";
    private static final String CACHE_LABEL = "io.github.lo2.cache";
    private static final String MARK_LABEL = "io.github.lo2.mark";
    private static final String SCHEMA_LABEL = "io.github.lo2.schema";
    private static final String USER_LABEL = "io.github.lo2.user";
    private static final String PASSWORD_LABEL = "io.github.lo2.password";
    private static final String ROLE_LABEL = "io.github.lo2.role";
    private static final String CONTAINER_LABEL = "io.github.lo2.container";
    /** Where images of databases look for the scripts that they run at the first start. */
    private static final String SCRIPTS = "/docker-entrypoint-initdb.d";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What stands around the services under test. */
    enum Role {
        DATABASE,
        PROMETHEUS,
        JAEGER,
        EXPORTER
    }

    /**
     * A service of the file.
     *
     * @param name its name
     * @param container the name that its container has in a data set
     * @param image the image it runs
     * @param built whether the file says how to build the image
     * @param sources files and folders of this machine that are mounted into it
     * @param devices devices of this machine that it is given, by their paths in the container
     * @param ports ports of the loopback interface, by the container's port
     * @param serviceName {@code service.name} in telemetry; empty when it is not under test
     * @param scheme scheme of its address
     * @param health path that answers 2xx when it is ready; empty when it is not under test
     * @param mark path whose request leaves a span; empty: that of {@code health}
     * @param cache path that makes it drop what it has cached when it is DELETEd; empty when there is none
     * @param role what else it is
     * @param database how it is reached, when it is the database
     */
    record ComposeService(
            String name,
            String container,
            String image,
            boolean built,
            List<Path> sources,
            Map<String, Path> devices,
            Map<Integer, Integer> ports,
            Optional<String> serviceName,
            String scheme,
            Optional<String> health,
            Optional<String> mark,
            Optional<String> cache,
            Optional<Role> role,
            Optional<DatabaseAccess> database) {

        /** List the devices that it is to be given and this machine has not: what only measures can do without them. */
        Set<String> lackedDevices() {
            return role.filter(Role.EXPORTER::equals).stream()
                    .flatMap(exporter -> devices.entrySet().stream())
                    .filter(device -> !Files.exists(device.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Publish it at ports that are free. */
        private ComposeService atFreePorts() {
            return new ComposeService(
                    name,
                    container,
                    image,
                    built,
                    sources,
                    devices,
                    Ports.freeFor(ports.keySet()),
                    serviceName,
                    scheme,
                    health,
                    mark,
                    cache,
                    role,
                    database);
        }

        /** Describe it as a service under test; empty when it is none. */
        Optional<Service> underTest() {
            return serviceName.flatMap(telemetryName -> health.map(path -> {
                int port = ports.values().stream()
                        .findFirst()
                        .orElseThrow(() -> new StackException(
                                "service %s publishes no port; expected one on the loopback interface"
                                        .formatted(name)));
                URI uri = URI.create(scheme + "://localhost:" + port);
                return new Service(
                        name, container, telemetryName, uri, uri.resolve(path), uri.resolve(mark.orElse(path)));
            }));
        }
    }

    /**
     * How a database is reached.
     *
     * @param password that of the definition's user; a test fixture
     */
    record DatabaseAccess(DatabaseDefinition definition, String password) {}

    /**
     * Read Compose files as Compose itself does, with its variables and overrides.
     *
     * @param system what holds for the system on each stack
     * @throws StackException when one is not there or is no Compose file
     */
    static ComposeDefinition read(SystemDefinition system, List<Path> files, ChildProcesses processes) {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new StackException(
                        "there is no Compose file %s; run from the folder that holds pom.xml".formatted(file));
            }
        }
        var command = new ArrayList<String>(List.of("docker", "compose"));
        files.forEach(file -> command.addAll(List.of("-f", file.toString())));
        command.addAll(List.of("config", "--format", "json"));
        try {
            List<String> lines = processes.run(
                    new ChildCommand(
                            ChildKind.DOCKER,
                            "docker compose config",
                            command,
                            Path.of("").toAbsolutePath(),
                            Map.of()),
                    PATIENCE);
            return parse(system, Json.MAPPER.readTree(String.join("\n", lines)));
        } catch (ChildProcessException e) {
            throw new StackException(
                    "Compose cannot read %s: %s; compose/setup.sh installs what is missing"
                            .formatted(files, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new StackException(
                    "Compose's reading of %s cannot be understood: %s".formatted(files, e.getMessage()), e);
        }
    }

    /** Publish each service at ports of this machine that are free. */
    ComposeDefinition atFreePorts() {
        return new ComposeDefinition(
                system,
                project,
                services.stream().map(ComposeService::atFreePorts).toList());
    }

    List<Service> underTest() {
        return services.stream()
                .flatMap(service -> service.underTest().stream())
                .toList();
    }

    /** List what to DELETE to make the services under test drop what they have cached. */
    List<URI> caches() {
        return services.stream()
                .flatMap(service -> service.cache().stream()
                        .flatMap(path -> service.underTest().stream()
                                .map(tested -> tested.uri().resolve(path))))
                .toList();
    }

    /** Say how the database is reached; empty when the stack has none, or does not tell. */
    Optional<Database> database() {
        return system.database()
                .flatMap(dialect -> services.stream()
                        .flatMap(service -> service.database().stream()
                                .flatMap(access -> service.ports().values().stream()
                                        .limit(1)
                                        .map(port ->
                                                new Database(access.definition(), dialect, port, access.password()))))
                        .findFirst());
    }

    /**
     * Find the service that plays a role.
     *
     * @throws StackException when there is none
     */
    ComposeService playing(Role role) {
        return services.stream()
                .filter(service -> service.role().equals(Optional.of(role)))
                .findFirst()
                .orElseThrow(() -> new StackException("no service of the Compose files has the label %s=%s"
                        .formatted(ROLE_LABEL, role.name().toLowerCase(Locale.ROOT))));
    }

    static ComposeDefinition parse(SystemDefinition system, JsonNode config) {
        String project = config.path("name").asText();
        var services = new ArrayList<ComposeService>();
        config.path("services")
                .properties()
                .forEach(entry -> services.add(service(system, project, entry.getKey(), entry.getValue())));
        return new ComposeDefinition(system, project, List.copyOf(services));
    }

    private static ComposeService service(SystemDefinition system, String project, String name, JsonNode service) {
        JsonNode labels = service.path("labels");
        var ports = new LinkedHashMap<Integer, Integer>();
        service.path("ports")
                .forEach(port -> ports.put(
                        port.path("target").asInt(), port.path("published").asInt()));
        var sources = new ArrayList<Path>();
        service.path("volumes").forEach(volume -> {
            if (volume.path("type").asText().equals("bind")) {
                sources.add(Path.of(volume.path("source").asText()));
            }
        });
        var devices = new LinkedHashMap<String, Path>();
        service.path("devices")
                .forEach(device -> devices.put(
                        device.path("target").asText(),
                        Path.of(device.path("source").asText())));
        Optional<Role> role = label(labels, ROLE_LABEL).map(ComposeDefinition::role);
        return new ComposeService(
                name,
                label(labels, CONTAINER_LABEL).orElse(project + "-" + name + "-1"),
                service.path("image").asText(),
                service.has("build"),
                sources,
                devices,
                ports,
                label(labels, SERVICE_NAME_LABEL),
                system.scheme(),
                label(labels, HEALTH_LABEL),
                label(labels, MARK_LABEL),
                // An override takes a label away by leaving it empty.
                label(labels, CACHE_LABEL).filter(path -> !path.isEmpty()),
                role,
                role.filter(Role.DATABASE::equals).flatMap(database -> database(name, service)));
    }

    private static Optional<DatabaseAccess> database(String name, JsonNode service) {
        JsonNode labels = service.path("labels");
        if (!labels.has(SCHEMA_LABEL) || !labels.has(USER_LABEL)) {
            return Optional.empty();
        }
        var scripts = new ArrayList<String>();
        service.path("volumes").forEach(volume -> {
            if (volume.path("target").asText().equals(SCRIPTS)) {
                scripts.addAll(files(Path.of(volume.path("source").asText())));
            }
        });
        var definition = new DatabaseDefinition(
                name,
                labels.path(SCHEMA_LABEL).asText(),
                labels.path(USER_LABEL).asText(),
                List.copyOf(scripts));
        return Optional.of(
                new DatabaseAccess(definition, labels.path(PASSWORD_LABEL).asText()));
    }

    private static List<String> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        } catch (IOException e) {
            throw new StackException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static Role role(String label) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(label)) {
                return role;
            }
        }
        throw new StackException("label %s is '%s'; expected one of database, prometheus, jaeger, exporter"
                .formatted(ROLE_LABEL, label));
    }

    private static Optional<String> label(JsonNode labels, String name) {
        return labels.has(name) ? Optional.of(labels.path(name).asText()) : Optional.empty();
    }
}
