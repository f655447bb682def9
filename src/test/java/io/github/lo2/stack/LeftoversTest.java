package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What runs leave in an engine")
class LeftoversTest {
    private static final RunLabel DEAD = new RunLabel(ProcessHandle.current().pid(), 1);

    @TempDir
    Path folder;

    @Test
    @DisplayName("is abandoned when its process is gone, not when it lives or somebody started the stack by hand")
    void isAbandonedWithItsProcess() {
        assertThat(Leftovers.abandoned(
                        Set.of(DEAD.toString(), RunLabel.current().toString(), "by-hand")))
                .containsExactly(DEAD.toString());
    }

    @Test
    @DisplayName("is told to its owner")
    void isToldToItsOwner() {
        assertThat(Leftovers.described("by-hand")).startsWith("that somebody started by hand is up");
        assertThat(Leftovers.described(DEAD.toString()))
                .isEqualTo("of another run (pid %d) is up; wait for it or end it", DEAD.pid());
    }

    @Test
    @DisplayName("is removed by a command of one line: containers, then networks, until nothing has the label any more")
    void isRemovedByACommand() throws Exception {
        String command = Leftovers.removal(DEAD);
        assertThat(command).doesNotContain("\n");

        // An engine with one container and one network, which go when they are removed.
        Path docker = Files.writeString(folder.resolve("docker"), """
                #!/bin/sh
                echo "$@" >> %1$s/calls
                case "$*" in
                  *label=io.github.lo2.run=%2$s) case $1 in
                    ps) [ -e %1$s/no-container ] || echo c1 ;;
                    network) [ -e %1$s/no-network ] || echo n1 ;;
                    esac ;;
                  "rm -fv c1") touch %1$s/no-container ;;
                  "network rm n1") touch %1$s/no-network ;;
                esac
                """.formatted(folder, DEAD));
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        var builder = new ProcessBuilder("sh", "-c", command);
        builder.environment().merge("PATH", folder + File.pathSeparator, (path, first) -> first + path);
        assertThat(builder.start().waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readAllLines(folder.resolve("calls")))
                .containsSubsequence("rm -fv c1", "network rm n1")
                .containsOnlyOnce("rm -fv c1", "network rm n1");
    }
}
