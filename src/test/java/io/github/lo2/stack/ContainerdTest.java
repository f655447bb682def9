package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The containerd of an engine, without which cAdvisor knows no container")
class ContainerdTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("listens where the engine says, as Docker does from 27 on")
    void asTold() throws IOException {
        assertThat(socket("""
                 {"DockerRootDir": "/data/docker", "Driver": "overlayfs", "Containerd":
                  {"Address": "/var/run/docker/containerd/containerd.sock", "Namespaces": {"Containers": "moby"}}}\
                 """, folder)).hasToString("/var/run/docker/containerd/containerd.sock");
    }

    @Test
    @DisplayName("is the system's where an older engine does not say it, and the engine's own where there is none")
    void asOlderEnginesDo() throws IOException {
        String older = "{\"DockerRootDir\": \"/var/lib/docker\", \"Driver\": \"overlay2\", \"Containerd\": null}";
        Path system = Files.createFile(folder.resolve("containerd.sock"));

        assertThat(socket(older, system)).isEqualTo(system);
        assertThat(socket(older, folder.resolve("none"))).hasToString("/run/docker/containerd/containerd.sock");
    }

    private static Path socket(String info, Path system) throws IOException {
        return Containerd.socket(Json.MAPPER.readTree(info), system);
    }
}
