package io.github.lo2.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.lo2.json.Json;
import io.github.lo2.plan.PortRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the embedded stack of a system consists of; read from {@code embedded.json} in the system's folder.
 *
 * <p>Texts may hold {@code ${folder}}, the folder of the file, {@code ${work}}, a folder that lives as long as the stack,
 * {@code ${port.8080}}, the port that stands for one that a service of the file has,
 * {@code ${database.port}} and {@code ${database.password}}, and any system property of this process, such as
 * {@code ${java.home}}. An item {@code ${options}} of a command stands for the options of its service; those of a stack that
 * is observed, and of a service that has rules, come before them.
 *
 * @param project first part of the containers' names
 * @param command what a service is started with that has no command of its own: the program and its arguments
 * @param files files and folders that must be there before the start; of each file the checksum is kept
 * @param environment variables of each service
 * @param observed what is added when the stack is observed
 * @param rules what is added to a service that has rules, which faults are brought about by
 * @param cache path of each service that drops what it has cached of the database when it is DELETEd; empty when there
 *     is none
 * @param database the database server; null: the system has none
 * @param services the services
 */
public record StackDefinition(
        String project,
        List<String> command,
        List<String> files,
        Map<String, String> environment,
        Observed observed,
        Ruled rules,
        String cache,
        @Nullable DatabaseDefinition database,
        List<ServiceDefinition> services) {
    private static final Pattern PORT = Pattern.compile("\\$\\{port\\.(\\d{1,5})}");

    public StackDefinition {
        command = Objects.requireNonNullElse(command, List.of());
        files = Objects.requireNonNullElse(files, List.of());
        environment = Objects.requireNonNullElse(environment, Map.of());
        observed = Objects.requireNonNullElseGet(observed, () -> new Observed(List.of(), List.of()));
        rules = Objects.requireNonNullElseGet(rules, () -> new Ruled(List.of(), List.of()));
        cache = Objects.requireNonNullElse(cache, "");
        services = Objects.requireNonNullElse(services, List.of());
    }

    /**
     * What is added to each service when the stack is observed: it may then need an agent. Where to send to is in the
     * variables that OpenTelemetry has for this.
     *
     * @param options further options
     * @param files further files that must be there
     */
    public record Observed(List<String> options, List<String> files) {
        public Observed {
            options = Objects.requireNonNullElse(options, List.of());
            files = Objects.requireNonNullElse(files, List.of());
        }
    }

    /**
     * What is added to a service that has rules. In its options, {@code ${rules}} is the folder of that service with
     * {@code rules.btm}, {@code point.jar} and {@code switches}.
     *
     * @param options further options
     * @param files further files that must be there
     */
    public record Ruled(List<String> options, List<String> files) {
        public Ruled {
            options = Objects.requireNonNullElse(options, List.of());
            files = Objects.requireNonNullElse(files, List.of());
        }
    }

    /**
     * The database server, a MariaDB of the suite's. Its user may do anything in the schema and nothing elsewhere, with a
     * password that is drawn for each start.
     *
     * @param name its name in the stack
     * @param schema the schema that the scripts make
     * @param user who may read and write it
     * @param scripts SQL run before the services start, and again on a schema without tables when the seed data is brought
     *     back
     */
    public record DatabaseDefinition(String name, String schema, String user, List<String> scripts) {
        public DatabaseDefinition {
            scripts = Objects.requireNonNullElse(scripts, List.of());
        }
    }

    /**
     * A service.
     *
     * @param name its name in the stack
     * @param serviceName its {@code service.name} in telemetry
     * @param port the port of the loopback interface that it listens on
     * @param otherPorts what else it listens on
     * @param health path that answers 2xx when it is ready
     * @param mark path whose request leaves a span, to see that all before it have arrived; {@code health} when not said
     * @param command what it is started with; that of the stack when not said
     * @param options its options, for {@code ${options}} of the command
     * @param environment its variables, besides those of all services
     */
    public record ServiceDefinition(
            String name,
            String serviceName,
            int port,
            List<Integer> otherPorts,
            String health,
            String mark,
            List<String> command,
            List<String> options,
            Map<String, String> environment) {
        public ServiceDefinition {
            otherPorts = Objects.requireNonNullElse(otherPorts, List.of());
            mark = Objects.requireNonNullElse(mark, health);
            command = Objects.requireNonNullElse(command, List.of());
            options = Objects.requireNonNullElse(options, List.of());
            environment = Objects.requireNonNullElse(environment, Map.of());
        }

        /** List all ports that it listens on. */
        List<Integer> ports() {
            return Stream.concat(Stream.of(port), otherPorts.stream()).toList();
        }

        /** Put other ports in the place of these. */
        private ServiceDefinition at(Map<Integer, Integer> ports) {
            return new ServiceDefinition(
                    name,
                    serviceName,
                    Objects.requireNonNull(ports.get(port)),
                    otherPorts.stream()
                            .map(other -> Objects.requireNonNull(ports.get(other)))
                            .toList(),
                    health,
                    mark,
                    command,
                    options,
                    environment);
        }
    }

    /**
     * Read a definition.
     *
     * @param rule which ports its services take; free ones are drawn now
     * @throws StackException when there is no such file or it has another form
     */
    public static StackDefinition read(Path file, PortRule rule) {
        try {
            String folder = file.toAbsolutePath().resolve("..").normalize().toString();
            // Within JSON a backslash would be an escape.
            String text = Files.readString(file).replace("${folder}", folder.replace('\\', '/'));
            StackDefinition written = require(file, Json.MAPPER.readValue(text, StackDefinition.class));
            List<Integer> named = written.services.stream()
                    .flatMap(service -> service.ports().stream())
                    .toList();
            Map<Integer, Integer> ports = rule == PortRule.FREE
                    ? Ports.freeFor(named)
                    : named.stream().distinct().collect(Collectors.toMap(port -> port, port -> port));
            return Json.MAPPER
                    .readValue(filled(file, text, ports), StackDefinition.class)
                    .at(ports);
        } catch (JsonProcessingException e) {
            throw new StackException("%s is not a stack definition: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new StackException(
                    "%s cannot be read: %s; run from the folder that holds pom.xml, or take lo2.stack=compose"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Give the database; empty when the system has none. */
    public Optional<DatabaseDefinition> databaseDefinition() {
        return Optional.ofNullable(database);
    }

    String container(String name) {
        return project + "-" + name + "-1";
    }

    /** Say what a service is started with. */
    List<String> command(ServiceDefinition service) {
        return service.command().isEmpty() ? command : service.command();
    }

    /** Write the ports into the text that names them. */
    private static String filled(Path file, String text, Map<Integer, Integer> ports) {
        return PORT.matcher(text).replaceAll(found -> {
            Integer port = ports.get(Integer.valueOf(found.group(1)));
            if (port == null) {
                throw new StackException("%s: %s is no port of a service; expected one of %s"
                        .formatted(file, found.group(), ports.keySet()));
            }
            return port.toString();
        });
    }

    private StackDefinition at(Map<Integer, Integer> ports) {
        return new StackDefinition(
                project,
                command,
                files,
                environment,
                observed,
                rules,
                cache,
                database,
                services.stream().map(service -> service.at(ports)).toList());
    }

    private static StackDefinition require(Path file, StackDefinition read) {
        for (ServiceDefinition service : read.services) {
            if (read.command(service).isEmpty()) {
                throw new StackException(
                        "%s: service %s has no command, nor has the stack; say one".formatted(file, service.name()));
            }
        }
        return read;
    }
}
