package io.github.lo2.suite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Where the parts of a project are that records data sets with this suite.
 *
 * @param root the folder that holds the project's {@code pom.xml}
 */
public record Layout(Path root) {
    private static final String SYSTEM = "light-oauth2";

    /** Take the folder that the tests run in, which Maven and IDEs set to the project's. */
    public static Layout current() {
        return new Layout(Path.of("").toAbsolutePath());
    }

    Path stackDefinition() {
        return definitions().resolve("embedded.json");
    }

    /**
     * Name the Compose file of the project, the first {@code compose/<system>/docker-compose*.yml} by name: others there override it.
     */
    public List<Path> composeFiles() {
        Path folder = definitions();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "docker-compose*.yml")) {
            return StreamSupport.stream(files.spliterator(), false)
                    .sorted()
                    .limit(1)
                    .toList();
        } catch (IOException e) {
            throw new LayoutException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    Path logFormats() {
        return definitions().resolve("log_formats.json");
    }

    Path locustFiles() {
        return root.resolve("locust").resolve(SYSTEM);
    }

    Path virtualEnvironment() {
        return root.resolve(".venv");
    }

    Path agent() {
        return root.resolve("target").resolve("agent").resolve("opentelemetry-javaagent.jar");
    }

    Path programs() {
        return root.resolve("target").resolve("programs").resolve("mariadb");
    }

    private Path definitions() {
        return root.resolve("compose").resolve(SYSTEM);
    }
}
