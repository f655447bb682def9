package io.github.lo2.junit;

import static io.github.lo2.junit.DockerCommand.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Ends recordings on the Compose stack the hard way and looks at what the engine keeps. */
@Tag("compose")
@EnabledIfSystemProperty(named = "lo2.stack", matches = "compose")
@DisplayName("A recording on the Compose stack leaves no container, network or volume")
class ComposeEndIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private List<String> before = List.of();

    @BeforeEach
    void nothingIsKept() {
        before = DockerCommand.keptOfRuns();
        assertThat(before).noneMatch(kept -> kept.startsWith("container"));
    }

    @AfterEach
    void nothingMoreIsKept() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(DockerCommand.keptOfRuns()).isEqualTo(before));
    }

    @Test
    @DisplayName("when it is killed in a scenario, which keeps its hidden name")
    void whenKilledInAScenario() throws Exception {
        try (var recording = RecordingProcess.start("compose", folder)) {
            recording.awaitOutput("Starting locust test").kill();
        }
        assertThat(folder.resolve("results"))
                .isDirectoryRecursivelyContaining("glob:**/.part/correct/requests.jsonl")
                .isDirectoryNotContaining("glob:**/correct");
    }

    @Test
    @DisplayName("when it is killed while Compose starts the containers")
    void whenKilledInTheStart() throws Exception {
        try (var recording = RecordingProcess.start("compose", folder)) {
            recording.awaitOutput("Waiting for MySQL");
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !docker("ps", "-aq", "--filter", "label=io.github.lo2.run")
                            .isEmpty());
            recording.kill();
        }
    }

    @Test
    @DisplayName("when it is told to end in a scenario")
    void whenTerminated() throws Exception {
        try (var recording = RecordingProcess.start("compose", folder)) {
            recording.awaitOutput("Starting locust test").terminate();
        }
        assertThat(Files.exists(folder.resolve("results"))).isTrue();
    }
}
