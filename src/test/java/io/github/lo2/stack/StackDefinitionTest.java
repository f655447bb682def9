package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.stack.StackDefinition.ServiceDefinition;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The definition of an embedded stack")
class StackDefinitionTest {
    private final StackDefinition definition =
            StackDefinition.read(Path.of("compose", "light-oauth2", "embedded.json"));

    @Test
    @DisplayName("names every port that a service listens on, also the one for the others")
    void namesEveryPort() {
        Map<String, String> clusterPorts = definition.services().stream()
                .collect(Collectors.toMap(
                        ServiceDefinition::name,
                        service -> service.environment().getOrDefault("CLUSTER_PORT", "none")));

        assertThat(definition.services())
                .hasSize(7)
                .allSatisfy(service -> assertThat(service.ports())
                        .containsExactly(
                                service.port(), Integer.valueOf(clusterPorts.getOrDefault(service.name(), "none"))));
    }

    @Test
    @DisplayName("is refused when a port is taken, with the port, who needs it and who has it")
    void isRefusedWhenAPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.requireFree(taken.getLocalPort(), "oauth2-code"))
                    .isInstanceOf(StackException.class)
                    .hasMessageStartingWith(
                            "port %s of oauth2-code is in use by pid %s (java)",
                            taken.getLocalPort(), ProcessHandle.current().pid());
        }
    }
}
