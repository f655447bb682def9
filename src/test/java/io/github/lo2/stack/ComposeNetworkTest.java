package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.system.SystemDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What stands between containers and the database")
class ComposeNetworkTest {
    private static final Path SYSTEM = Path.of("compose", "light-oauth2");
    private static final List<Path> FILES = List.of(SYSTEM.resolve("docker-compose-oauth2-mysql.yml"));

    @TempDir
    Path folder;

    @Test
    @DisplayName("is a container for each service, which that one alone finds by the database's name")
    void isAContainerForEach() throws IOException {
        Path file = ComposeNetwork.override(definition(), FILES, Set.of("shop", "bank"), folder);

        JsonNode services = Json.MAPPER.readTree(file.toFile()).path("services");
        assertThat(services.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("bank", "db-for-bank", "db-for-shop", "shop");
        assertThat(services.at("/shop/links/0").asText()).isEqualTo("db-for-shop:db");
        assertThat(services.at("/db-for-shop/ports/0").asText()).matches("127\\.0\\.0\\.1:\\d+:8474");
        assertThat(services.at("/db-for-shop/ports/0").asText())
                .isNotEqualTo(services.at("/db-for-bank/ports/0").asText());
        assertThat(Path.of(services.at("/db-for-shop/extends/file").asText())).isRegularFile();
        Path proxies = Path.of(services.at("/db-for-shop/volumes/0/source").asText());
        assertThat(Files.readString(proxies).replaceAll("\\s", ""))
                .isEqualTo(
                        "[{\"name\":\"shop\",\"listen\":\"0.0.0.0:3306\",\"upstream\":\"db:3306\",\"enabled\":true}]");
    }

    @Test
    @DisplayName("has its image with what setup.sh gets")
    void hasItsImage() {
        assertThat(ComposeNetwork.image(FILES)).matches("ghcr\\.io/shopify/toxiproxy:\\d+\\.\\d+\\.\\d+");
    }

    private static ComposeDefinition definition() throws IOException {
        return ComposeDefinition.parse(SystemDefinition.read(SYSTEM.resolve("system.json")), Json.MAPPER.readTree("""
            {"name": "shop", "services": {
              "shop": {"image": "shop"}, "bank": {"image": "bank"},
              "db": {"image": "mysql", "labels": {"io.github.lo2.role": "database"},
                     "ports": [{"target": 3306, "published": "13306"}]}}}\
            """));
    }
}
