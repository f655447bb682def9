package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rules of faults for containers")
class ComposeRulesTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("are mounted into each service that has some, which is started as rules.yml says")
    void areMounted() throws IOException {
        Path extended = Files.createFile(folder.resolve("rules.yml"));
        Path rules = Path.of("/tmp/rules/shop-user");

        Path file = ComposeRules.override(
                        List.of(folder.resolve("docker-compose.yml")), Map.of("shop-user", rules), folder)
                .orElseThrow();

        JsonNode services = Json.MAPPER.readTree(file.toFile()).path("services");
        assertThat(services.properties()).extracting(Map.Entry::getKey).containsExactly("shop-user");
        assertThat(services.at("/shop-user/extends/file").asText()).isEqualTo(extended.toString());
        assertThat(services.at("/shop-user/volumes/0/source").asText()).isEqualTo(rules.toString());
        assertThat(services.at("/shop-user/volumes/0/target").asText()).isEqualTo("/rules");
    }

    @Test
    @DisplayName("change nothing where there are none")
    void changeNothing() {
        assertThat(ComposeRules.override(List.of(folder.resolve("docker-compose.yml")), Map.of(), folder))
                .isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisplayName("are refused where the system does not say how a service gets them")
    void areRefused() {
        assertThatThrownBy(() -> ComposeRules.override(
                        List.of(folder.resolve("docker-compose.yml")), Map.of("shop-user", folder), folder))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(folder.resolve("rules.yml") + ", which says how")
                .hasMessageContaining("shop-user have some");
    }
}
