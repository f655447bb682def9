package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.lo2.http.HttpsClient;
import io.github.lo2.plan.PortRule;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.system.LogId;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@DisplayName("An embedded stack")
@Isolated("looks at the threads of this JVM")
class EmbeddedStackTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("whose database cannot be started leaves no thread behind")
    void leavesNoThreadBehind() throws Exception {
        Path file = Files.writeString(folder.resolve("embedded.json"), """
            {"project": "shop", "command": ["sh"], "services": [],
             "database": {"name": "db", "schema": "shop", "user": "reader", "scripts": []}}\
            """);
        var withoutDialect =
                new SystemDefinition("http", SystemFacts.usual("shop", "shop_run_", LogId.TRACE), Optional.empty());
        var parts = new EmbeddedStack.Parts(
                withoutDialect,
                StackDefinition.read(file, PortRule.DEFINITION),
                folder,
                Optional.empty(),
                Map.of(),
                new EmbeddedStack.Network(folder, Set.of()));
        Set<Thread> before = threads();
        EpochClock clock = EpochClock.system();
        try (var processes = new ChildProcesses(clock)) {

            assertThatThrownBy(() ->
                            EmbeddedStack.start(parts, processes, line -> {}, new HttpsClient(), clock, line -> {}))
                    .isInstanceOf(StackException.class)
                    .hasMessageStartingWith("system.json has no 'database'");

            await().untilAsserted(() -> assertThat(threads()).isEqualTo(before));
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("log lines"))
                .collect(Collectors.toSet());
    }
}
