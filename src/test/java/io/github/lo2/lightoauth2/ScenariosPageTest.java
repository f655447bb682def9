package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.load.LocustEnvironment;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/scenarios.md says, up to the recording. */
@DisplayName("The page on adding a scenario")
class ScenariosPageTest {
    private static final Path PAGE = Path.of("docs", "scenarios.md");
    private static final Path LOAD = Path.of("locust", "light-oauth2");
    private static final Path TABLE = Path.of("src", "test", "resources", "contract", "scenarios.csv");
    private static final String FIRST_ANOMALY = "    @anomaly(";

    @Test
    @DisplayName("has a method that makes a scenario of the load, with what its answer must be")
    void hasAMethod(@TempDir Path folder) throws Exception {
        Path load = folder.resolve("light-oauth2");
        PathUtils.copyDirectory(LOAD, load);
        Path file = load.resolve("user_registration.py");
        String python = Files.readString(file);
        int place = python.indexOf(FIRST_ANOMALY);
        Files.writeString(file, python.substring(0, place) + block("python") + "\n" + python.substring(place));

        JsonNode added = catalogue(load, "get_user_404_deleted");

        assertThat(added.path("expected_status").asInt()).isEqualTo(404);
        assertThat(added.path("expected_code").asText()).isEqualTo("ERR12013");
        assertThat(added.at("/tasks/0/task").asText()).isEqualTo("get_deleted_user");
        assertThat(added.path("share"))
                .as("the users that have it")
                .isEqualTo(catalogue(load, "get_user_404_no_user").path("share"));
        assertThat(Pattern.compile("(?m)^    @correct$").matcher(python).results())
                .as("the correct tasks that the page counts")
                .hasSize(6);
    }

    @Test
    @DisplayName("has a line for the contract's table, with the tag, status and code of the method")
    void hasALine() throws IOException {
        String columns = Files.readAllLines(TABLE).get(0);
        String line = block("csv").strip();

        assertThat(line.split(",", -1)).hasSameSizeAs(columns.split(",", -1)).contains("404", "ERR12013");
        assertThat(line).startsWith("get_user_404_deleted,");
        assertThat(line.replace("get_user_404_deleted", "get_user_404_no_user"))
                .as("a request that the contract has")
                .isIn(Files.readAllLines(TABLE));
    }

    private static JsonNode catalogue(Path load, String tag) throws IOException {
        try (var processes = new ChildProcesses(EpochClock.system())) {
            var locust = LocustEnvironment.prepare(load, Path.of("locust"), Path.of(".venv"), processes, line -> {});
            var command =
                    locust.command("the Locust catalogue", List.of("-m", "lo2.catalogue", load.toString()), Map.of());
            String json = String.join("\n", processes.run(command, Duration.ofMinutes(1)));
            return StreamSupport.stream(Json.MAPPER.readTree(json).spliterator(), false)
                    .filter(entry -> entry.path("tag").asText().equals(tag))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no tag %s in %s".formatted(tag, json)));
        }
    }

    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
