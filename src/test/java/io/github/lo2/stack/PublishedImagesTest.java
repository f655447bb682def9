package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcessException;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs Compose, but no engine: it only reads the files. */
@DisplayName("The override with the published images")
class PublishedImagesTest {
    private static final Path FOLDER = Path.of("compose/light-oauth2");
    private static final Path OURS = FOLDER.resolve("docker-compose-oauth2-mysql.yml");
    private static final Path PUBLISHED = FOLDER.resolve("docker-compose-oauth2-published.yml");
    private static final String SERVICE = "oauth2-";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());

    @TempDir
    Path configuration;

    @BeforeEach
    void needsCompose() {
        assumeTrue(hasCompose(), "there is no 'docker compose' to read the files with; compose/setup.sh installs it");
    }

    @AfterEach
    void endProcesses() {
        processes.close();
    }

    @Test
    @DisplayName(
            "starts seven of 2.0.28, none of them built here, each with its folder of the configuration that is named")
    void startsThePublishedServices() throws IOException {
        JsonNode services = config(OURS, PUBLISHED).path("services");

        List<String> published = names(services);
        assertThat(published).hasSize(7).allSatisfy(name -> {
            JsonNode service = services.path(name);
            assertThat(service.path("image").asText()).isEqualTo("networknt/%s:2.0.28", name);
            assertThat(service.has("build")).as("%s is built", name).isFalse();
            assertThat(service.path("volumes"))
                    .filteredOn(volume -> volume.path("target").asText().equals("/config"))
                    .singleElement()
                    .returns(
                            configuration
                                    .resolve(name.substring(SERVICE.length()))
                                    .toString(),
                            volume -> volume.path("source").asText());
            assertThat(service.at("/depends_on/mysqldb/condition").asText()).isEqualTo("service_healthy");
        });
    }

    @Test
    @DisplayName("leaves names, ports and health requests as they are, and says that no cache can be dropped")
    void leavesTheRest() throws IOException {
        var ours = ComposeDefinition.parse(Dialects.SYSTEM, config(OURS));
        var published = ComposeDefinition.parse(Dialects.SYSTEM, config(OURS, PUBLISHED));

        assertThat(published.underTest()).isEqualTo(ours.underTest());
        assertThat(published.services())
                .filteredOn(service -> service.name().startsWith(SERVICE))
                .allSatisfy(service -> assertThat(service.cache()).isEmpty());
    }

    private static List<String> names(JsonNode services) {
        var names = new ArrayList<String>();
        services.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> !name.startsWith(SERVICE));
        return names;
    }

    private JsonNode config(Path... files) throws IOException {
        var command = new ArrayList<>(List.of("docker", "compose"));
        for (Path file : files) {
            command.addAll(List.of("-f", file.toString()));
        }
        command.addAll(List.of("config", "--format", "json"));
        return Json.MAPPER.readTree(String.join("\n", run(command)));
    }

    private boolean hasCompose() {
        try {
            return !run(List.of("docker", "compose", "version")).isEmpty();
        } catch (ChildProcessException e) {
            return false;
        }
    }

    private List<String> run(List<String> command) {
        return processes.run(
                new ChildCommand(
                        ChildKind.DOCKER,
                        "docker compose",
                        command,
                        Path.of("").toAbsolutePath(),
                        Map.of("LO2_PUBLISHED_CONFIG", configuration.toString())),
                LIMIT);
    }
}
