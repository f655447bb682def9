package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcessException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The suite")
class SuiteTest {

    @Test
    @DisplayName("says that it is ending, and starts nothing more then")
    void saysThatItIsEnding() {
        Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")));
        assertThat(suite.isEnding()).isFalse();

        suite.close();

        assertThat(suite.isEnding()).isTrue();
        var command = new ChildCommand(ChildKind.GIT, "true", List.of("true"), Path.of(""), Map.of());
        assertThatThrownBy(() -> suite.processes().run(command, Duration.ofSeconds(5)))
                .isInstanceOf(ChildProcessException.class)
                .hasMessage("true is not started: the suite is ending");
    }

    @Test
    @DisplayName("does not start again what could not be started, whatever was thrown")
    void remembersWhatCouldNotBeStarted() {
        try (Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")))) {
            assertThatThrownBy(() -> suite.started(() -> {
                        throw new IllegalStateException("not foreseen");
                    }))
                    .hasMessage("not foreseen");

            assertThatThrownBy(() -> suite.started(() -> "started")).hasMessage("not foreseen");
        }
    }

    @Test
    @DisplayName("ends each of its parts, the last one first, also when others throw, and tells of all that was thrown")
    void endsEachOfItsParts() {
        var ended = new ArrayList<String>();
        Suite.Part good = () -> ended.add("processes");
        Suite.Part bad = () -> {
            ended.add("receiver");
            throw new IllegalStateException("receiver");
        };
        Suite.Part worse = () -> {
            ended.add("stack");
            throw new IllegalStateException("stack");
        };

        assertThatThrownBy(() -> Suite.endAll(List.of(good, bad, worse)))
                .hasMessage("stack")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("receiver")));
        assertThat(ended).containsExactly("stack", "receiver", "processes");
    }
}
