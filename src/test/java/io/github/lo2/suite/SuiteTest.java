package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcessException;
import java.nio.file.Path;
import java.time.Duration;
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
            assertThatThrownBy(() -> suite.stacks().started(() -> {
                        throw new IllegalStateException("not foreseen");
                    }))
                    .hasMessage("not foreseen");

            assertThatThrownBy(() -> suite.stacks().started(() -> "started")).hasMessage("not foreseen");
        }
    }
}
