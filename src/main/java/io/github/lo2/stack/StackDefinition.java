package io.github.lo2.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.lo2.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the embedded stack consists of; read from a JSON file beside the Compose file, so that this suite knows no system
 * by name.
 *
 * <p>Texts may hold {@code ${folder}}, the folder of the file, {@code ${work}}, a folder that lives as long as the stack,
 * and {@code ${database.port}}.
 *
 * @param project first part of the containers' names
 * @param classpath jars and folders of jars ({@code …/*}) of all services
 * @param mainClass what each service runs
 * @param options options of each service's JVM
 * @param environment variables of each service
 * @param cache path of each service that drops what it has cached of the database when it is DELETEd; empty when there
 *     is none
 * @param database the database server
 * @param services the services
 */
public record StackDefinition(
        String project,
        List<String> classpath,
        String mainClass,
        List<String> options,
        Map<String, String> environment,
        String cache,
        DatabaseDefinition database,
        List<ServiceDefinition> services) {

    public StackDefinition {
        cache = Objects.requireNonNullElse(cache, "");
    }

    /**
     * The database server.
     *
     * @param name its name in the stack
     * @param schema the schema that the scripts make
     * @param user who may read and write it
     * @param password that user's; a test fixture
     * @param scripts SQL run before the services start, and again on a schema without tables when the seed data is brought
     *     back
     */
    public record DatabaseDefinition(String name, String schema, String user, String password, List<String> scripts) {}

    /**
     * A service.
     *
     * @param name its name in the stack
     * @param serviceName its {@code service.name} in telemetry
     * @param port the port of the loopback interface that it listens on
     * @param health path that answers 200 when it is ready
     * @param options options of its JVM, besides those of all services
     * @param environment its variables, besides those of all services
     */
    public record ServiceDefinition(
            String name,
            String serviceName,
            int port,
            String health,
            List<String> options,
            Map<String, String> environment) {}

    /**
     * Read a definition.
     *
     * @throws StackException when there is no such file or it has another form
     */
    public static StackDefinition read(Path file) {
        try {
            String folder = file.toAbsolutePath().resolve("..").normalize().toString();
            // Within JSON a backslash would be an escape.
            String text = Files.readString(file).replace("${folder}", folder.replace('\\', '/'));
            return Json.MAPPER.readValue(text, StackDefinition.class);
        } catch (JsonProcessingException e) {
            throw new StackException("%s is not a stack definition: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new StackException(
                    "%s cannot be read: %s; run from the folder that holds pom.xml".formatted(file, e.getMessage()), e);
        }
    }

    String container(String name) {
        return project + "-" + name + "-1";
    }
}
