package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.ComposeDefinition.ComposeService;
import io.github.lo2.stack.ComposeDefinition.DatabaseAccess;
import io.github.lo2.stack.ComposeDefinition.Role;
import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The definition of a Compose stack")
class ComposeDefinitionTest {
    private static final SystemDefinition SYSTEM =
            SystemDefinition.read(Path.of("compose", "light-oauth2", "system.json"));
    private static final String ROLE_LABEL = "io.github.lo2.role";

    private final JsonNode config = recorded();

    @TempDir
    Path folder;

    @Test
    @DisplayName("has the project's name and all its services")
    void hasAllServices() {
        ComposeDefinition definition = ComposeDefinition.parse(SYSTEM, config);

        assertThat(definition.project()).isEqualTo("light-oauth2");
        assertThat(definition.services())
                .extracting(ComposeService::name)
                .containsExactly(
                        "cadvisor",
                        "jaeger",
                        "mysqldb",
                        "node_exporter",
                        "oauth2-client",
                        "oauth2-code",
                        "oauth2-key",
                        "oauth2-refresh-token",
                        "oauth2-service",
                        "oauth2-token",
                        "oauth2-user",
                        "prometheus");
    }

    @Test
    @DisplayName("describes the services under test: container, name in telemetry, where they answer and where they are"
            + " asked")
    void describesTheServicesUnderTest() {
        assertThat(ComposeDefinition.parse(SYSTEM, config).underTest())
                .containsExactly(
                        service("client", 6884),
                        service("code", 6881),
                        service("key", 6886),
                        service("refresh-token", 6887),
                        service("service", 6883),
                        service("token", 6882),
                        service("user", 6885));
    }

    @Test
    @DisplayName("knows what stands around them by its role")
    void knowsRoles() {
        ComposeDefinition definition = ComposeDefinition.parse(SYSTEM, config);

        assertThat(definition.playing(Role.DATABASE).name()).isEqualTo("mysqldb");
        assertThat(definition.playing(Role.PROMETHEUS).name()).isEqualTo("prometheus");
        assertThat(definition.playing(Role.JAEGER).name()).isEqualTo("jaeger");
        assertThat(definition.services())
                .filteredOn(service -> service.role().equals(Optional.of(Role.EXPORTER)))
                .extracting(ComposeService::name)
                .containsExactly("cadvisor", "node_exporter");
        assertThat(definition.services())
                .filteredOn(service -> service.role().isEmpty())
                .hasSize(7)
                .allSatisfy(service ->
                        assertThat(service.underTest()).as(service.name()).isPresent());
    }

    @Test
    @DisplayName("names a container after project and service, and otherwise where a label says so")
    void namesContainers() {
        assertThat(service("mysqldb").container()).isEqualTo("light-oauth2-mysqldb-1");
        assertThat(service("node_exporter").container()).isEqualTo("light-oauth2-node_exporter-1");
        assertThat(service("jaeger").container()).isEqualTo("jaeger-container");
    }

    @Test
    @DisplayName("knows images, and which one is built here")
    void knowsImages() {
        assertThat(service("prometheus").image()).isEqualTo("prom/prometheus:v2.53.3");
        assertThat(ComposeDefinition.parse(SYSTEM, config).services())
                .filteredOn(service -> service.image().equals("lo2/light-oauth2:1.0.0"))
                .hasSize(7)
                .filteredOn(ComposeService::built)
                .extracting(ComposeService::name)
                .containsExactly("oauth2-code");
        assertThat(service("mysqldb").built()).isFalse();
    }

    @Test
    @DisplayName("knows the ports of this machine by those of a container")
    void knowsPorts() {
        ObjectNode moved = (ObjectNode) config.at("/services/oauth2-token/ports/0");
        moved.put("published", "16882");

        assertThat(service("jaeger").ports()).isEqualTo(Map.of(16686, 16686, 4317, 4317, 4318, 4318));
        assertThat(service("oauth2-token").ports()).isEqualTo(Map.of(6882, 16882));
        assertThat(service("oauth2-token").underTest())
                .hasValueSatisfying(
                        service -> assertThat(service.uri()).isEqualTo(URI.create("https://localhost:16882")));
    }

    @Test
    @DisplayName("knows the files of this machine that a container sees, and no volumes of the engine")
    void knowsSources() {
        ArrayNode volumes = (ArrayNode) config.at("/services/mysqldb/volumes");
        volumes.addObject().put("type", "volume").put("source", "database").put("target", "/var/lib/mysql");

        assertThat(service("oauth2-code").sources())
                .containsExactly(
                        Path.of("/project/compose/light-oauth2/services/config/code"),
                        Path.of("/project/target/agent/opentelemetry-javaagent.jar"));
        assertThat(service("mysqldb").sources()).containsExactly(Path.of("/project/compose/light-oauth2/mysql"));
    }

    @Test
    @DisplayName("knows what makes services drop their caches, where no override has emptied the label")
    void knowsCaches() {
        ObjectNode labels = (ObjectNode) config.at("/services/oauth2-key/labels");
        labels.put("io.github.lo2.cache", "");

        assertThat(ComposeDefinition.parse(SYSTEM, config).caches())
                .hasSize(6)
                .contains(URI.create("https://localhost:6885/adm/cache"))
                .doesNotContain(URI.create("https://localhost:6886/adm/cache"));
    }

    @Test
    @DisplayName("knows how the database is reached, and in which order its scripts run")
    void knowsTheDatabase() throws Exception {
        Path second = Files.createFile(folder.resolve("2-data.sql"));
        Path first = Files.createFile(folder.resolve("1-schema.sql"));
        ObjectNode mount = (ObjectNode) config.at("/services/mysqldb/volumes/0");
        mount.put("source", folder.toString());

        assertThat(service("mysqldb").database())
                .hasValue(new DatabaseAccess(
                        new DatabaseDefinition(
                                "mysqldb", "oauth2", "mysqluser", List.of(first.toString(), second.toString())),
                        "mysqlpw"));
        assertThat(service("prometheus").database()).isEmpty();
    }

    @Test
    @DisplayName("has no database to reach where it does not say as whom")
    void hasNoDatabaseWithoutAUser() {
        ObjectNode labels = (ObjectNode) config.at("/services/mysqldb/labels");
        labels.remove("io.github.lo2.user");

        assertThat(ComposeDefinition.parse(SYSTEM, config).database()).isEmpty();
    }

    @Test
    @DisplayName("is refused with the label where a role is none")
    void isRefusedWithAWrongRole() {
        ObjectNode labels = (ObjectNode) config.at("/services/mysqldb/labels");
        labels.put(ROLE_LABEL, "Database");

        assertThatThrownBy(() -> ComposeDefinition.parse(SYSTEM, config))
                .isInstanceOf(StackException.class)
                .hasMessage("label io.github.lo2.role is 'Database';"
                        + " expected one of database, prometheus, jaeger, exporter");
    }

    @Test
    @DisplayName("names the label that is missing where nobody plays a role")
    void namesTheMissingRole() {
        ObjectNode labels = (ObjectNode) config.at("/services/jaeger/labels");
        labels.remove(ROLE_LABEL);
        ComposeDefinition definition = ComposeDefinition.parse(SYSTEM, config);

        assertThatThrownBy(() -> definition.playing(Role.JAEGER))
                .isInstanceOf(StackException.class)
                .hasMessage("no service of the Compose files has the label io.github.lo2.role=jaeger");
    }

    @Test
    @DisplayName("names the service under test that publishes no port")
    void namesTheServiceWithoutAPort() {
        ObjectNode user = (ObjectNode) config.at("/services/oauth2-user");
        user.remove("ports");
        ComposeDefinition definition = ComposeDefinition.parse(SYSTEM, config);

        assertThatThrownBy(definition::underTest)
                .isInstanceOf(StackException.class)
                .hasMessage("service oauth2-user publishes no port; expected one on the loopback interface");
    }

    @Test
    @DisplayName("names the Compose file that is not there, before anything is asked of Compose")
    void namesTheMissingFile() throws Exception {
        Path there = Files.writeString(folder.resolve("docker-compose.yml"), "no Compose file at all: [");
        Path missing = folder.resolve("docker-compose-ci.yml");

        try (var processes = new ChildProcesses(EpochClock.system())) {
            assertThatThrownBy(() -> ComposeDefinition.read(SYSTEM, List.of(there, missing), processes))
                    .isInstanceOf(StackException.class)
                    .hasMessage("there is no Compose file %s; run from the folder that holds pom.xml", missing);
        }
    }

    private ComposeService service(String name) {
        return ComposeDefinition.parse(SYSTEM, config).services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Service service(String shortName, int port) {
        URI uri = URI.create("https://localhost:" + port);
        return new Service(
                "oauth2-" + shortName,
                "light-oauth2-oauth2-" + shortName + "-1",
                "oauth2-" + shortName + "-service",
                uri,
                uri.resolve("/health/com.networknt.oauth2-" + shortName + "-1.0.0"),
                uri.resolve("/health/com.networknt.oauth2-" + shortName + "-1.0.0"));
    }

    /** Read what {@code docker compose config --format json} said, shortened to what the suite reads. */
    private static JsonNode recorded() {
        try (InputStream reply =
                Objects.requireNonNull(ComposeDefinitionTest.class.getResourceAsStream("/stack/compose-config.json"))) {
            return Json.MAPPER.readTree(reply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
