package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The docker command, to do to containers what people do, and to see what the engine itself says. */
final class DockerCommand {
    private DockerCommand() {}

    /** Run it and return the lines it prints; it must end with status 0. */
    static List<String> docker(String... arguments) {
        var command = new ArrayList<String>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("status of %s: %s", command, output)
                    .isZero();
            return output.lines().toList();
        } catch (IOException e) {
            throw new AssertionError(command + " cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + command, e);
        }
    }

    /** List all that the engine keeps of runs: containers and networks by label, and volumes. */
    static List<String> keptOfRuns() {
        var kept = new ArrayList<String>();
        kept.addAll(docker("ps", "-a", "--filter", "label=io.github.lo2.run", "--format", "container {{.Names}}"));
        kept.addAll(docker("network", "ls", "--filter", "label=io.github.lo2.run", "--format", "network {{.Name}}"));
        kept.addAll(docker("volume", "ls", "--format", "volume {{.Name}}"));
        return kept;
    }
}
