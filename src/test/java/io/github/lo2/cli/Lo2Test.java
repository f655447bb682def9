package io.github.lo2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.plan.Parameters;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

@DisplayName("The command lo2")
class Lo2Test {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final StringWriter written = new StringWriter();
    private final CommandLine lo2 = Lo2.commandLine(new PrintStream(printed, true, StandardCharsets.UTF_8))
            .setOut(new PrintWriter(written, true))
            .setErr(new PrintWriter(written, true));

    @Test
    @DisplayName("has an option for each parameter of a run, by its name")
    void hasAnOptionForEachParameter() {
        assertThat(record().optionsMap().keySet())
                .containsAll(Parameters.ALL.stream()
                        .map(parameter -> parameter.name().replace("lo2.", "--"))
                        .toList());
    }

    @Test
    @DisplayName("takes what is given of them, and nothing of the call before")
    void takesWhatIsGiven() {
        var taker = (RunOptions.Taker) record().userObject();

        lo2.parseArgs("record", "--duration=5", "--scenarios", "correct,*_pkce_*");
        assertThat(taker.options().given()).isEqualTo(Map.of("lo2.duration", "5", "lo2.scenarios", "correct,*_pkce_*"));
        lo2.parseArgs("record", "--users", "7");
        assertThat(taker.options().given()).isEqualTo(Map.of("lo2.users", "7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record",
                "validate",
                "report",
                "export",
                "plan",
                "prepare",
                "collect",
                "metrics",
                "stack",
                "generate-completion"
            })
    @DisplayName("explains each of its commands")
    void explains(String command) {
        assertThat(lo2.execute(command, "--help")).isEqualTo(ExitStatus.PASSED);

        assertThat(written.toString()).startsWith("Usage: lo2 " + command).contains("--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "recrod",
                "validate",
                "export results/run",
                "export results/run --to jaeger",
                "record --user 5"
            })
    @DisplayName("refuses what it does not understand, with the usage or what is most like it, and a status of its own")
    void refuses(String arguments) {
        assertThat(lo2.execute(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(ExitStatus.REFUSED);

        assertThat(written.toString()).containsAnyOf("Usage: lo2", "Did you mean", "Possible solutions");
    }

    @Test
    @DisplayName("says what is missing, where it is not the packaged suite")
    void saysWhatIsMissing(@TempDir Path work) {
        assertThat(lo2.execute("record", "--work", work.toString())).isEqualTo(ExitStatus.REFUSED);

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("expected the packaged suite; make it by mvn package, and call target/lo2/bin/lo2");
        assertThat(work).isEmptyDirectory();
    }

    @Test
    @DisplayName("completes its commands and options in bash")
    void completes(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("completion"), AutoComplete.bash("lo2", lo2));

        assertThat(completed(script, "lo2", "col")).containsExactly("collect");
        assertThat(completed(script, "lo2", "record", "--iso")).containsExactly("--isolation");
    }

    /** Ask bash what a script of completion makes of words of which the last has been begun. */
    private static List<String> completed(Path script, String... words) throws IOException {
        var command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _complete_lo2; printf '%s\\n"
                        + "' \"${COMPREPLY[@]}\"",
                script.toString()));
        command.addAll(List.of(words));
        // On its standard error it says that it was not called by the key.
        Process bash = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader reply = bash.inputReader(StandardCharsets.UTF_8)) {
            return reply.lines().toList();
        }
    }

    private CommandSpec record() {
        return lo2.parseArgs("record").subcommand().commandSpec();
    }
}
