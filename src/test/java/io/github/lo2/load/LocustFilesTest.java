package io.github.lo2.load;

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

@DisplayName("The Locust files")
class LocustFilesTest {

    @ParameterizedTest(name = "ruff {0}")
    @DisplayName("pass their linter and are formatted")
    @ValueSource(strings = {"check", "format --check --diff"})
    void passRuff(String call) {
        try (var processes = new ChildProcesses(EpochClock.system())) {
            LocustEnvironment locust = LocustEnvironment.prepare(Path.of("locust"), Path.of(".venv"), processes);
            var arguments = new ArrayList<>(List.of("-m", "ruff"));
            arguments.addAll(List.of(call.split(" ", -1)));
            arguments.add("--no-cache");
            arguments.add(locust.files().toString());

            assertThatCode(() -> processes.run(locust.command("ruff", arguments, Map.of()), Duration.ofSeconds(30)))
                    .doesNotThrowAnyException();
        }
    }
}
