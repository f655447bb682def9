package io.github.lo2.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.plan.Parameters;
import io.github.lo2.process.SearchPath;
import io.github.lo2.verdict.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the pages that a recorded run is enough for, on the newest one. */
@Tag("readers")
@DisplayName("The commands in the pages, on a run just recorded,")
class DocumentedCommandsIT {
    private static final Pattern RUN = Pattern.compile("(results/)?" + DocumentedCommands.RUN.pattern());

    @TempDir
    Path folder;

    private Path run;
    private boolean passed;

    @BeforeEach
    void copyTheNewestRun() throws IOException {
        Map<String, String> given = Parameters.given(System.getProperties(), name -> Optional.empty());
        Path newest;
        try (Stream<Path> runs = Files.list(Parameters.from(given).results().toAbsolutePath())) {
            newest = runs.filter(found -> Files.exists(found.resolve(Manifest.FILE_NAME)))
                    .max(Comparator.comparing(found -> found.getFileName().toString()))
                    .orElseThrow();
        }
        Path results = Files.createDirectory(folder.resolve("results"));
        run = results.resolve(newest.getFileName());
        PathUtils.copyDirectory(newest, run);
        PathUtils.copyDirectory(newest, other());
        PathUtils.copyDirectory(
                newest,
                Files.createDirectories(folder.resolve("shared/results/doses")).resolve(run.getFileName()));
        Files.createDirectories(folder.resolve("docs/images"));
        Files.writeString(folder.resolve("campaign.yaml"), DocumentedCommands.campaign());
        Manifest manifest = Manifest.of(run);
        passed = manifest.scenarios().stream().allMatch(ScenarioFacts::isPassed)
                && manifest.verdicts().stream().allMatch(Verdict::passed);
    }

    @Test
    @DisplayName("do what they say")
    void doWhatTheySay() throws Exception {
        List<String> commands = DocumentedCommands.of("DocumentedCommandsIT").stream()
                .filter(command -> isThere("chromium") || !command.startsWith("chromium"))
                .map(this::onTheRun)
                .distinct()
                .toList();

        assertThat(commands).hasSizeGreaterThan(10);
        for (String command : commands) {
            // A run that did not pass when it was recorded does not pass now.
            boolean judges = command.startsWith("lo2 validate") || command.startsWith("lo2 collect");
            assertThat(status(command))
                    .as(command)
                    .isEqualTo(judges && !passed ? ExitStatus.FAILED : ExitStatus.PASSED);
        }
        assertThat(folder.resolve("results")).isDirectoryContaining("glob:**/*-and-*.html");
        assertThat(folder)
                .isDirectoryContaining("glob:**/LO2_run.tar.gz")
                .isDirectoryRecursivelyContaining("glob:**/doses/index.csv")
                .isDirectoryRecursivelyContaining("glob:**/results-exports/datapack/*");
        if (isThere("chromium")) {
            assertThat(folder.resolve("docs/images/report.png")).isNotEmptyFile();
        }
    }

    @Test
    @DisplayName("are completed by bash")
    void areCompletedByBash() throws Exception {
        assertThat(said("""
            source <(lo2 generate-completion)
            COMP_WORDS=(lo2 vali) COMP_CWORD=1
            $(complete -p lo2 | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
            echo "${COMPREPLY[@]}"
            """)).isEqualTo("validate");
    }

    @Test
    @DisplayName("are completed by zsh, as a person types them there")
    void areCompletedByZsh() throws Exception {
        if (!Boolean.getBoolean("zsh.required")) {
            assumeThat(isThere("zsh"))
                    .as("zsh on the PATH; Debian: apt install zsh")
                    .isTrue();
        }
        String script = """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'source <(lo2 generate-completion); print -r -- re""ady'
            zpty -r -m shell shown '*ready*'
            zpty -w -n shell $'lo2 vali\\t'
            zpty -r -m shell shown '*vali*date*'
            print -r -- completed
            """;
        Path file = Files.writeString(folder.resolve("completion.zsh"), script);

        assertThat(said("HOME=$PWD timeout 60 zsh -f " + file.getFileName())).isEqualTo("completed");
    }

    /** Put the run and what else there is into the places that a command names. */
    private String onTheRun(String command) {
        String first = "results/" + run.getFileName();
        String onRuns = RUN.matcher(RUN.matcher(command).replaceFirst("$1" + run.getFileName()))
                .replaceAll(
                        found -> found.group().endsWith("…") ? found.group(1) + other().getFileName() : found.group())
                .replaceFirst("^target/lo2/bin/", "")
                .replaceFirst(" RUN OTHER$", " %s results/%s".formatted(first, other().getFileName()))
                .replaceFirst(" RUN\\b", " " + first)
                .replaceFirst(" RESULTS --to FOLDER$", " /shared/results/doses --to doses")
                .replaceFirst(" FILE$", " campaign.yaml")
                .replace(" /shared/", " shared/");
        return onRuns.startsWith("sha256sum ") ? "cd %s; %s".formatted(first, onRuns) : onRuns;
    }

    private Path other() {
        return run.resolveSibling(run.getFileName() + "0");
    }

    private int status(String command) throws Exception {
        Process process = start(command, true);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command).isTrue();
        if (process.exitValue() != 0) {
            System.out.printf("%s: %s%n", command, said);
        }
        return process.exitValue();
    }

    private String said(String command) throws Exception {
        Process process = start(command, false);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command).isZero();
        return said.strip();
    }

    /** Start a command of the shell where the run is. */
    private Process start(String command, boolean together) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-ec", command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectErrorStream(together);
        Path packaged = Path.of("target", "lo2", "bin").toAbsolutePath();
        builder.environment().merge("PATH", packaged + File.pathSeparator, (path, bin) -> bin + path);
        builder.environment()
                .put("XDG_STATE_HOME", DocumentedCommands.STATE.toAbsolutePath().toString());
        builder.environment().put("TMPDIR", folder.toString()); // Chromium leaves folders there
        return builder.start();
    }

    private static boolean isThere(String program) {
        return SearchPath.found(program).isPresent();
    }
}
