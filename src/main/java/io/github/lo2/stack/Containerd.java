package io.github.lo2.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcessException;
import io.github.lo2.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What runs an engine's containers. An exporter that measures them must be told where it listens. */
final class Containerd {
    /** Where one of the system's listens: an engine takes it when it is there. */
    private static final Path OF_THE_SYSTEM = Path.of("/run/containerd/containerd.sock");
    /** Where one listens that an engine has started itself, for want of the other. */
    private static final Path OF_THE_ENGINE = Path.of("/run/docker/containerd/containerd.sock");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Containerd() {}

    /**
     * Ask the engine where it listens, by Docker's client: the one for Java asks in the words of an older API, which has no
     * word for it.
     *
     * @throws StackException when the client does not answer
     */
    static Path socket(ChildProcesses processes) {
        List<String> command = List.of("docker", "info", "--format", "{{json .}}");
        Path folder = Path.of("").toAbsolutePath();
        try {
            List<String> lines = processes.run(
                    new ChildCommand(ChildKind.DOCKER, "docker info", command, folder, Map.of()), PATIENCE);
            return socket(Json.MAPPER.readTree(String.join("\n", lines)), OF_THE_SYSTEM);
        } catch (ChildProcessException | IOException e) {
            throw new StackException(
                    "the Docker engine does not say where its containerd listens: %s; 'docker info' must work"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /**
     * Read where it listens. An engine before Docker 27 does not say it.
     *
     * @param info what the engine says of itself
     * @param system where it then is, if there is something
     */
    static Path socket(JsonNode info, Path system) {
        String told = info.at("/Containerd/Address").asText();
        if (!told.isEmpty()) {
            return Path.of(told);
        }
        return Files.exists(system) ? system : OF_THE_ENGINE;
    }
}
