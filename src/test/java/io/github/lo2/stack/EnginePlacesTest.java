package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Where an engine keeps its data, and where its containerd listens, so that cAdvisor finds the containers")
class EnginePlacesTest {
    private static final Path OWN = Path.of("/run/docker/containerd/containerd.sock");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("is what it says, as Docker does from 27 on")
    void asTold() throws IOException {
        EnginePlaces places = of("""
            {"DockerRootDir": "/data/docker", "Driver": "overlayfs", "Containerd":
             {"Address": "/var/run/docker/containerd/containerd.sock", "Namespaces": {"Containers": "moby"}}}\
            """, folder);

        assertThat(places)
                .isEqualTo(new EnginePlaces(
                        Path.of("/data/docker"), Path.of("/var/run/docker/containerd/containerd.sock")));
    }

    @Test
    @DisplayName("is the system's containerd where an older engine does not say it, and its own where there is none")
    void asOlderEnginesDo() throws IOException {
        String older = "{\"DockerRootDir\": \"/var/lib/docker\", \"Driver\": \"overlay2\"}";
        Path system = Files.createFile(folder.resolve("containerd.sock"));

        assertThat(of(older, system).containerd()).isEqualTo(system);
        assertThat(of(older, folder.resolve("none")).containerd()).isEqualTo(OWN);
    }

    @Test
    @DisplayName("is not known when the engine does not answer, and that is said")
    void noAnswer() {
        assertThatThrownBy(() -> of("{\"ServerErrors\": [\"Is the docker daemon running?\"]}", folder))
                .isInstanceOf(StackException.class)
                .hasMessage(
                        "the Docker engine does not say where it keeps its data: [\"Is the docker daemon running?\"];"
                                + " 'docker info' must work");
    }

    private static EnginePlaces of(String info, Path system) throws IOException {
        return EnginePlaces.of(Json.MAPPER.readTree(info), system);
    }
}
