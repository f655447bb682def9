package io.github.lo2.junit;

import static io.github.lo2.junit.DockerCommand.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.cli.DocumentedCommands;
import io.github.lo2.http.HttpsClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Does with the containers what docs/record.md says of them without a recording. */
@Tag("compose")
@EnabledIfSystemProperty(named = "lo2.stack", matches = "compose")
@DisplayName("The containers alone, by hand,")
class ComposeByHandIT {
    private static final Path PAGE = Path.of("docs", "record.md");
    private static final Path METRICS = Path.of("compose", "light-oauth2", "prometheus_metrics.txt");
    private static final URI CLIENTS = URI.create("https://localhost:6884/oauth2/client?page=1");
    private static final String PROJECT = "label=com.docker.compose.project=light-oauth2";
    private static final String UP = DocumentedCommands.beginning("docker compose -f ");
    /** The page says {@code … down -v} beside it. */
    private static final String DOWN = UP.replace("up -d", "down -v");

    @TempDir
    Path folder;

    private List<String> before = List.of();

    @BeforeEach
    void nothingIsUp() {
        before = kept();
        assertThat(before).noneMatch(kept -> kept.startsWith("container"));
    }

    @AfterEach
    void nothingMoreIsKept() throws Exception {
        require("down at last", DOWN);
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    @DisplayName("answer, are listed by their metrics, and go as if they had not been")
    void answerAndGo() throws Exception {
        assertThat(Files.readString(PAGE)).contains("`%s`, `… down -v`".formatted(UP));
        var http = new HttpsClient();

        require("up", UP);
        await().atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(http.get(CLIENTS, Map.of())).hasValue(200));
        Path list = folder.resolve("of prometheus.txt");
        String metrics =
                DocumentedCommands.beginning("lo2 metrics --to").replace(METRICS.toString(), "'%s'".formatted(list));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            require("metrics", metrics);
            assertThat(Files.readAllLines(list)).contains("node_load1", "container_cpu_user_seconds_total");
        });
        assertThat(http.get(URI.create("http://localhost:16686/api/services"), Map.of()))
                .hasValue(200);

        require("down", DOWN);
        assertThat(kept()).isEqualTo(before);
    }

    private void require(String name, String command) throws Exception {
        try (RecordingProcess process = RecordingProcess.shell(folder, name, command)) {
            assertThat(process.awaitStatus()).as(process.output()).isZero();
        }
    }

    /** List what the engine keeps of these containers: by their project, and all volumes. */
    private static List<String> kept() {
        return Stream.of(
                        docker("ps", "-a", "--filter", PROJECT, "--format", "container {{.Names}}"),
                        docker("network", "ls", "--filter", PROJECT, "--format", "network {{.Name}}"),
                        docker("volume", "ls", "--format", "volume {{.Name}}"))
                .flatMap(List::stream)
                .toList();
    }
}
