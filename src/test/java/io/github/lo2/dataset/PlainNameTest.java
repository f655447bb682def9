package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A name out of a run's files")
class PlainNameTest {
    @ParameterizedTest(name = "is taken: {0}")
    @ValueSource(strings = {"correct", "update_user_404_no_user", "light-oauth2-oauth2-client-1", "a.b", "...", ".a"})
    void isTaken(String name) {
        assertThat(PlainName.check("scenario", name)).isEqualTo(name);
    }

    @ParameterizedTest(name = "is refused: ''{0}''")
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc", "a\\b", "a\nb", "a b", "ä", "a\0"})
    void isRefused(String name) {
        assertThatThrownBy(() -> PlainName.check("scenario", name))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("the name '%s' of a scenario is none of a file", name);
    }

    @Test
    @DisplayName("is refused when a plan is read")
    void isRefusedInAPlan(@TempDir Path folder) throws Exception {
        Path plan = Files.writeString(folder.resolve("plan.json"), """
            {"seed": 1, "system": {"name": "s", "run_prefix": "r", "log_id": "request_id", "spans_joined": 1, "logs_joined": 1},
             "parameters": {}, "scenarios": [{"ordinal": 1, "tag": "../../x", "duration_seconds": 1, "phases": [], "dose": 0, "wait_seconds": 1}]}
            """);

        assertThatThrownBy(() -> PlanFile.read(plan))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("the name '../../x' of a scenario");
    }

    @Test
    @DisplayName("is refused of a container, and of its service")
    void isRefusedOfAContainer() {
        assertThatThrownBy(() ->
                        new Manifest.StackFacts("compose", new TreeMap<>(), new TreeMap<>(Map.of("../x", "s")), null))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("the name '../x' of a container");
        assertThatThrownBy(() -> new Manifest.StackFacts(
                        "compose", new TreeMap<>(), new TreeMap<>(Map.of("c", "x/../../y")), null))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("the name 'x/../../y' of a service");
    }
}
