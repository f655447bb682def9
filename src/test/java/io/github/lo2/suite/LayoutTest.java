package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.system.SystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The layout of a project")
class LayoutTest {

    @TempDir
    Path root;

    @Test
    @DisplayName("has the first Compose file by name; the others beside it override it when asked for")
    void hasTheFirstComposeFile() throws Exception {
        Path compose = Files.createDirectories(root.resolve("compose").resolve("light-oauth2"));
        for (String name : new String[] {
            "docker-compose-shop.yml",
            "docker-compose-shop-small.yml",
            "docker-compose-zoo.yml",
            "docker-compose-ant.yaml",
            "a-docker-compose.yml",
            "docker-compose-ant.yml.bak"
        }) {
            Files.createFile(compose.resolve(name));
        }

        assertThat(new Layout(root, root, "light-oauth2", Optional.empty()).composeFiles())
                .containsExactly(compose.resolve("docker-compose-shop-small.yml"));

        Files.delete(compose.resolve("docker-compose-shop-small.yml"));
        assertThat(new Layout(root, root, "light-oauth2", Optional.empty()).composeFiles())
                .containsExactly(compose.resolve("docker-compose-shop.yml"));
    }

    @Test
    @DisplayName("has none without the folder, or with nothing of that name in it")
    void hasNone() throws Exception {
        assertThat(new Layout(root, root, "light-oauth2", Optional.empty()).composeFiles())
                .isEmpty();

        Path compose = Files.createDirectories(root.resolve("compose").resolve("light-oauth2"));
        Files.createFile(compose.resolve("embedded.json"));
        assertThat(new Layout(root, root, "light-oauth2", Optional.empty()).composeFiles())
                .isEmpty();
    }

    @Test
    @DisplayName("is not looked for in a folder whose name this JVM cannot read")
    void namesTheEncoding() {
        assertThatThrownBy(() -> Layout.current(root.resolve("l\uFFFD\uFFFDuf").resolve("shop")))
                .isInstanceOf(SystemException.class)
                .hasMessage(
                        "the project's folder is %s; expected a path that this shell's encoding (%s) can name; set"
                                + " LC_ALL=C.UTF-8; nothing was started",
                        root.resolve("l\uFFFD\uFFFDuf"), System.getProperty("sun.jnu.encoding"));
    }

    @Test
    @DisplayName("may have its systems in another folder, and refuses one that is none with those that there are")
    void findsSystems() throws Exception {
        Path definitions = Files.createDirectories(root.resolve("compose").resolve("shop"));
        Files.createFile(definitions.resolve("system.json"));

        assertThat(Layout.current(root.resolve("shop")))
                .returns(root, Layout::systems)
                .returns("shop", Layout::system)
                .returns(root.resolve("locust").resolve("shop"), Layout::locustFiles)
                .returns(Path.of("locust").toAbsolutePath(), Layout::sharedLocustFiles);
        assertThatThrownBy(() -> Layout.current(root.resolve("zoo")))
                .isInstanceOf(SystemException.class)
                .hasMessage(
                        "lo2.system=%s is no system: there is no compose/zoo/system.json in %s; expected one of: shop",
                        root.resolve("zoo"), root);
        assertThatThrownBy(() -> Layout.current(Path.of("..")))
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("light-oauth2");
    }

    @Test
    @DisplayName("of this project has the Compose file of light-oauth2")
    void ofThisProject() {
        assertThat(Layout.current(Path.of("light-oauth2")).composeFiles())
                .containsExactly(Path.of("compose", "light-oauth2", "docker-compose-oauth2-mysql.yml")
                        .toAbsolutePath());
    }
}
