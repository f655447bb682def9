package io.github.lo2.suite;

import java.nio.file.Path;

/**
 * Where the parts of a project are that records data sets with this suite.
 *
 * @param root the folder that holds the project's {@code pom.xml}
 */
public record Layout(Path root) {

    /** Take the folder that the tests run in, which Maven and IDEs set to the project's. */
    public static Layout current() {
        return new Layout(Path.of("").toAbsolutePath());
    }

    Path stackDefinition() {
        return root.resolve("compose").resolve("embedded.json");
    }

    Path locustFiles() {
        return root.resolve("locust");
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
}
