package io.github.lo2.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Runs each task of the real Locust files without sending anything, for two users of each class. What is drawn differs
 * between users: a value that faulty requests of two users have, and no normal one has, tells the label by itself.
 */
@DisplayName("The values of faulty requests")
class SentValuesTest {
    private static final Path FILES = Path.of("locust", "light-oauth2");
    private static final Path DOCUMENT = Path.of("docs", "dataset.md");

    /** What must stay literal, and the words for it under "Columns that betray the label". */
    private static final Map<String, String> LITERALS = Map.of(
            "response_type=fail",
            "`response_type=fail`",
            "grant_type=unsupported_grant",
            "`grant_type=unsupported_grant`",
            "code_challenge_method=invalid",
            "`code_challenge_method=invalid`",
            "clientType=none",
            "`clientType`, `clientProfile` and `serviceType` `none`",
            "clientProfile=none",
            "`clientType`, `clientProfile` and `serviceType` `none`",
            "serviceType=none",
            "`clientType`, `clientProfile` and `serviceType` `none`",
            "code_challenge=" + "Ä".repeat(50),
            "a challenge or verifier that is too short, too long or of characters that are not allowed",
            "code_verifier=" + "!".repeat(50),
            "a challenge or verifier that is too short, too long or of characters that are not allowed",
            "Content-Type=text/plain",
            "a body of type `text/plain`",
            "Authorization=Basic äääää",
            "no or another scheme of `Authorization`");

    @Test
    @DisplayName("are of the form of normal ones, but for those that docs/dataset.md lists")
    void areOfTheFormOfNormalOnes() throws Exception {
        var usersOfFaulty = new TreeMap<String, Set<String>>();
        var normal = new HashSet<String>();
        var tasks = new TreeSet<String>();
        try (var processes = new ChildProcesses(EpochClock.system())) {
            LocustEnvironment locust =
                    LocustEnvironment.prepare(FILES, Path.of("locust"), Path.of(".venv"), processes, line -> {});
            List<String> sent = processes.run(
                    locust.command(
                            "the values that are sent",
                            List.of(
                                    Path.of("src/test/python/sent_values.py")
                                            .toAbsolutePath()
                                            .toString(),
                                    locust.files().toString()),
                            Map.of("LO2_SEED", "42")),
                    Duration.ofMinutes(1));
            for (String line : sent) {
                JsonNode request = Json.MAPPER.readTree(line);
                boolean faulty = request.get(2).booleanValue();
                if (faulty) {
                    tasks.add(request.get(1).textValue());
                }
                for (JsonNode value : request.get(3)) {
                    if (faulty) {
                        usersOfFaulty
                                .computeIfAbsent(value.textValue(), all -> new HashSet<>())
                                .add(request.get(0).textValue());
                    } else {
                        normal.add(value.textValue());
                    }
                }
            }
            assertThat(tasks)
                    .as("tasks that send a faulty request: one an error tag")
                    .hasSize(locust.catalogue(processes).entries().size() - 1);
        }
        usersOfFaulty.values().removeIf(users -> users.size() < 2);
        usersOfFaulty.keySet().removeAll(normal);

        assertThat(usersOfFaulty.keySet())
                .as("values that only faulty requests have, of more than one user")
                .containsExactlyInAnyOrderElementsOf(LITERALS.keySet());
        String document = Files.readString(DOCUMENT).replaceAll("\\s+", " ");
        String betraying = document.substring(
                document.indexOf("## Columns that betray the label"), document.indexOf("## Known limits"));
        assertThat(LITERALS.values()).allSatisfy(words -> assertThat(betraying).contains(words));
    }
}
