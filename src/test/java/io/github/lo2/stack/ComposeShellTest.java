package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.stack.ComposeDefinition.ComposeService;
import io.github.lo2.stack.ComposeDefinition.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Between the user's shell and the containers")
class ComposeShellTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("variables that say something to Compose are taken away, those that say which engine stay")
    void variablesAreTakenAway() {
        assertThat(ComposeShell.environment(Map.of(
                        "PATH", "/bin",
                        "DOCKER_HOST", "unix:///run/other.sock",
                        "COMPOSE_PROFILES", "all",
                        "DOCKER_DEFAULT_PLATFORM", "linux/arm64",
                        "LD_PRELOAD", "libnone.so")))
                .containsOnly(
                        entry("PATH", "/bin"),
                        entry("DOCKER_HOST", "unix:///run/other.sock"),
                        entry("LC_ALL", "C.UTF-8"),
                        entry("TZ", "UTC"),
                        entry("DOCKER_CONTEXT", "default"),
                        entry("COMPOSE_PROFILES", null),
                        entry("DOCKER_DEFAULT_PLATFORM", null),
                        entry("LD_PRELOAD", null));
    }

    @Test
    @DisplayName("proxies that the Docker client's configuration names are emptied in each container")
    void proxiesAreEmptied() throws IOException {
        Path file = ComposeShell.override(definition(), folder);

        JsonNode service = Json.MAPPER.readTree(file.toFile()).path("services").path("jaeger");
        assertThat(service.path("environment").properties())
                .extracting(Map.Entry::getKey)
                .contains("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY");
        assertThat(service.path("environment").properties())
                .allSatisfy(variable -> assertThat(variable.getValue().asText()).isEmpty());
    }

    @Test
    @DisplayName("an exporter gets the null device for one that this machine has not, and nothing else does")
    void exportersDoWithoutDevices() throws IOException {
        Map<String, Path> devices = Map.of("/dev/kmsg", folder.resolve("none"), "/dev/zero", Path.of("/dev/zero"));

        assertThat(devicesOf(service(Optional.of(Role.EXPORTER), devices))).isEqualTo("[\"/dev/null:/dev/kmsg\"]");
        assertThat(devicesOf(service(Optional.of(Role.JAEGER), devices))).isEqualTo("[]");
        assertThat(devicesOf(service(Optional.of(Role.EXPORTER), Map.of()))).isEqualTo("[]");
    }

    @Test
    @DisplayName("ports that are free take the place of those that the files publish, and nothing is added to them")
    void freePortsTakeTheirPlace() throws IOException {
        ComposeDefinition free = ComposeDefinition.parse(Dialects.SYSTEM, Json.MAPPER.readTree("""
            {"name": "fruit", "services": {
              "pear": {"image": "pear", "ports": [{"target": 6881, "published": "6881"}, {"target": 7000, "published": "7001"}]},
              "plum": {"image": "plum"}}}\
            """))
                .atFreePorts();

        assertThat(ComposeShell.published(free, folder))
                .content()
                .isEqualTo(
                        """
                        services:
                          pear:
                            ports: !override
                              - 127.0.0.1:%s:6881
                              - 127.0.0.1:%s:7000
                        """,
                        free.services().get(0).ports().get(6881),
                        free.services().get(0).ports().get(7000));
        assertThat(free.services().get(0).ports().values())
                .doesNotHaveDuplicates()
                .doesNotContain(6881, 7001);
    }

    @Test
    @DisplayName("what is mounted of the project is made readable for all, with a line, and nothing else is touched")
    void mountsAreMadeReadable() throws IOException {
        Path project = Files.createDirectory(folder.resolve("project"));
        Path scripts = Files.createDirectory(project.resolve("scripts"), mode("rwx------"));
        Path script = Files.createFile(scripts.resolve("create.sql"), mode("rw-------"));
        Path config = Files.createFile(project.resolve("prometheus.yml"), mode("rw-------"));
        Path outside = Files.createFile(folder.resolve("outside"), mode("rw-------"));
        var said = new ArrayList<String>();

        ComposeShell.letAllRead(definition(scripts, config, outside), project, said::add);
        ComposeShell.letAllRead(definition(scripts, config, outside), project, said::add);

        assertThat(modeOf(scripts)).isEqualTo("rwxr-xr-x");
        assertThat(modeOf(script)).isEqualTo("rw-r--r--");
        assertThat(modeOf(config)).isEqualTo("rw-r--r--");
        assertThat(modeOf(outside)).isEqualTo("rw-------");
        assertThat(said)
                .containsExactly(
                        "Made readable for the containers' users: " + scripts,
                        "Made readable for the containers' users: " + config);
    }

    private String devicesOf(ComposeService service) throws IOException {
        Path file = ComposeShell.override(definition(service), folder);
        return Json.MAPPER
                .readTree(file.toFile())
                .at("/services/jaeger/devices")
                .toString();
    }

    private static ComposeDefinition definition(ComposeService service) {
        return new ComposeDefinition(Dialects.SYSTEM, "fruit", List.of(service));
    }

    private static ComposeDefinition definition(Path... sources) {
        return definition(service(Optional.empty(), Map.of(), sources));
    }

    private static ComposeService service(Optional<Role> role, Map<String, Path> devices, Path... sources) {
        return new ComposeService(
                "jaeger",
                "fruit-jaeger-1",
                "jaeger:1",
                false,
                List.of(sources),
                devices,
                Map.of(),
                Optional.empty(),
                "http",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                role,
                Optional.empty());
    }

    private static FileAttribute<?> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    private static String modeOf(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
