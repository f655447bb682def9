package io.github.lo2.python;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Python files")
class PythonFilesTest {

    @ParameterizedTest(name = "ruff {0}")
    @DisplayName("pass their linter and are formatted")
    @ValueSource(strings = {"check", "format --check --diff"})
    void passRuff(String call) {
        try (var processes = new ChildProcesses(EpochClock.system())) {
            var python = PythonEnvironment.prepare(
                    "Locust", Path.of("locust", "requirements.txt"), Path.of(".venv"), processes, line -> {});
            var arguments = new ArrayList<>(List.of("-m", "ruff"));
            arguments.addAll(List.of(call.split(" ", -1)));
            arguments.addAll(List.of("--no-cache", "locust", "src/test/python", "src/test/resources/systems"));
            var ruff = python.command("ruff", arguments, Path.of("").toAbsolutePath(), Map.of());

            assertThatCode(() -> processes.run(ruff, Duration.ofSeconds(30))).doesNotThrowAnyException();
        }
    }
}
