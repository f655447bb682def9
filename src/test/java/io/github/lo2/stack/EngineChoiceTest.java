package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Of the engines of a machine")
class EngineChoiceTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("Testcontainers and Docker's client must take the same, by whatever path")
    void mustBeOne() throws Exception {
        Path socket = Files.createFile(folder.resolve("docker.sock"));
        Path link = Files.createSymbolicLink(folder.resolve("link.sock"), socket);

        assertThatCode(() -> Engine.requireOne(uri(socket), "unix://" + socket)).doesNotThrowAnyException();
        assertThatCode(() -> Engine.requireOne(uri(link), "unix://" + socket)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("two are refused with both their names")
    void mayNotBeTwo() throws Exception {
        Path one = Files.createFile(folder.resolve("one.sock"));
        Path two = Files.createFile(folder.resolve("two.sock"));

        assertThatThrownBy(() -> Engine.requireOne(uri(one), "unix://" + two))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith(
                        "Testcontainers takes the engine unix://%s, Docker's client unix://%s; ", one, two);
        assertThatThrownBy(() -> Engine.requireOne(uri(one), "unix://" + folder.resolve("none.sock")))
                .isInstanceOf(StackException.class);
    }

    private static URI uri(Path socket) {
        return URI.create("unix://" + socket);
    }
}
