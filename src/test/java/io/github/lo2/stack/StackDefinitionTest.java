package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.plan.PortRule;
import io.github.lo2.stack.StackDefinition.ServiceDefinition;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The definition of an embedded stack")
class StackDefinitionTest {
    @TempDir
    Path folder;

    private final StackDefinition definition =
            StackDefinition.read(Path.of("compose", "light-oauth2", "embedded.json"), PortRule.DEFINITION);

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
    @DisplayName("says where its services are: light-4j finds no address where there is only loopback, and ends")
    void saysWhereItsServicesAre() {
        assertThat(definition.environment()).containsEntry("STATUS_HOST_IP", "127.0.0.1");
    }

    @Test
    @DisplayName("takes free ports in the place of its own, all of them others, wherever it names one")
    void takesFreePorts() {
        StackDefinition free = StackDefinition.read(Path.of("compose", "light-oauth2", "embedded.json"), PortRule.FREE);

        List<Integer> ports = ports(free);
        assertThat(ports).doesNotHaveDuplicates().hasSize(14).doesNotContainAnyElementsOf(ports(definition));
        assertThat(ports).allSatisfy(port -> Ports.requireFree(port, "nobody"));
        assertThat(free.services())
                .allSatisfy(service -> assertThat(service.environment())
                        .containsEntry("SERVER_HTTPSPORT", Integer.toString(service.port()))
                        .containsEntry(
                                "CLUSTER_PORT", service.otherPorts().get(0).toString()));
        assertThat(free.environment().get("CLUSTER_MEMBERS"))
                .isEqualTo(free.services().stream()
                        .map(service -> "127.0.0.1:" + service.otherPorts().get(0))
                        .collect(Collectors.joining(",")));
    }

    @Test
    @DisplayName("is refused when it names a port that no service has")
    void isRefusedWithAPortOfNobody() throws Exception {
        Path file = Files.writeString(folder.resolve("embedded.json"), """
            {"project": "shop", "command": ["sh", "${port.2}"], "services": [
              {"name": "till", "service_name": "shop-till", "port": 1, "health": "/up"}]}\
            """);

        assertThatThrownBy(() -> StackDefinition.read(file, PortRule.DEFINITION))
                .isInstanceOf(StackException.class)
                .hasMessage("%s: ${port.2} is no port of a service; expected one of [1]", file);
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

    @Test
    @DisplayName(
            "may be short: processes with commands of their own, no database, the mark where readiness is asked for")
    void mayBeShort() throws Exception {
        Path file = Files.writeString(folder.resolve("embedded.json"), """
            {"project": "shop", "command": ["sh", "${options}"], "services": [
              {"name": "till", "service_name": "shop-till", "port": 1, "health": "/up"},
              {"name": "cart", "service_name": "shop-cart", "port": 2, "health": "/up", "mark": "/mark",
               "command": ["${folder}/cart"]}]}\
            """);

        StackDefinition read = StackDefinition.read(file, PortRule.DEFINITION);

        assertThat(read.databaseDefinition()).isEmpty();
        assertThat(read.files()).isEmpty();
        assertThat(read.observed().options()).isEmpty();
        assertThat(read.services()).extracting(ServiceDefinition::mark).containsExactly("/up", "/mark");
        assertThat(read.services())
                .extracting(read::command)
                .satisfiesExactly(
                        till -> assertThat(till).containsExactly("sh", "${options}"),
                        cart -> assertThat(cart).containsExactly(folder + "/cart"));
        assertThat(read.container("till")).isEqualTo("shop-till-1");
    }

    @Test
    @DisplayName("is refused with the service that has no command")
    void isRefusedWithoutACommand() throws Exception {
        Path file = Files.writeString(folder.resolve("embedded.json"), """
            {"project": "shop", "services": [{"name": "till", "service_name": "t", "port": 1, "health": "/up"}]}\
            """);

        assertThatThrownBy(() -> StackDefinition.read(file, PortRule.DEFINITION))
                .isInstanceOf(StackException.class)
                .hasMessage("%s: service till has no command, nor has the stack; say one", file);
    }

    private static List<Integer> ports(StackDefinition definition) {
        return definition.services().stream()
                .flatMap(service -> service.ports().stream())
                .toList();
    }
}
