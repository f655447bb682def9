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

/**
 * Where the engine keeps what, as paths of this machine: what measures containers looks for them there.
 *
 * @param data the folder of images and containers
 * @param containerd the socket of what runs the containers
 */
record EnginePlaces(Path data, Path containerd) {
    /** Where a containerd of the system's listens: an engine takes it when it is there. */
    private static final Path SYSTEM_CONTAINERD = Path.of("/run/containerd/containerd.sock");
    /** Where one listens that an engine has started itself, for want of the other. */
    private static final Path OWN_CONTAINERD = Path.of("/run/docker/containerd/containerd.sock");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Ask the engine, by Docker's client: the Java client asks in the words of an older API, which leaves containerd out.
     *
     * @throws StackException when it does not say it
     */
    static EnginePlaces ask(ChildProcesses processes) {
        List<String> command = List.of("docker", "info", "--format", "{{json .}}");
        try {
            List<String> lines = processes.run(
                    new ChildCommand(
                            ChildKind.DOCKER,
                            "docker info",
                            command,
                            Path.of("").toAbsolutePath(),
                            Map.of()),
                    PATIENCE);
            return of(Json.MAPPER.readTree(String.join("\n", lines)), SYSTEM_CONTAINERD);
        } catch (ChildProcessException | IOException e) {
            throw new StackException(
                    "the Docker engine does not say where it keeps its data: %s; 'docker info' must work"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /**
     * Read what an engine says of itself. One before Docker 27 does not say where its containerd listens.
     *
     * @param system where it then is, if there is something
     */
    static EnginePlaces of(JsonNode info, Path system) {
        String data = info.path("DockerRootDir").asText();
        if (data.isEmpty()) {
            throw new StackException(
                    "the Docker engine does not say where it keeps its data: %s; 'docker info' must work"
                            .formatted(info.path("ServerErrors")));
        }
        String told = info.at("/Containerd/Address").asText();
        Path usual = Files.exists(system) ? system : OWN_CONTAINERD;
        return new EnginePlaces(Path.of(data), told.isEmpty() ? usual : Path.of(told));
    }

    /** Say it to Compose files. */
    Map<String, String> variables() {
        return Map.of("LO2_ENGINE_DATA", data.toString(), "LO2_CONTAINERD", containerd.toString());
    }
}
