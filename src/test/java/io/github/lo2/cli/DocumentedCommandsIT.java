package io.github.lo2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.plan.Parameters;
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

/**
 * Runs the commands of the pages that a recorded run is enough for, on the newest one. Each of the others is named here, with who
 * runs it; {@link DocumentedCommandsTest} holds those that nobody runs against the code.
 */
@Tag("readers")
@DisplayName("The commands in the pages, on a run just recorded,")
class DocumentedCommandsIT {
    private static final List<Path> PAGES =
            List.of(Path.of("README.md"), Path.of("docs", "record.md"), Path.of("docs", "publishing.md"));

    private static final Pattern FENCE = Pattern.compile("^```(\\w*)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern SPAN = Pattern.compile("`((?:lo2|mvn|tar|hf|docker|PYTHONPATH=\\S+) [^`\n]+)`");
    private static final Pattern RUN = Pattern.compile("(results/)?LO2_run_(…|\\d+)");

    /** What else stands in the place of commands, and who runs it. */
    private static final Map<Pattern, String> NOT_HERE = Map.ofEntries(
            not("mvn .*", ".ci/run, or nobody: a build takes minutes"),
            not("compose/setup\\.sh( stop)?", ".ci/run"),
            not("docker compose .*", "nobody: a stack of Compose by hand"),
            not("hf upload .*", "nobody: it needs an account"),
            not("PATH=.*", "each command here has it"),
            not("PYTHONPATH=locust .*", "KeptStackIT"),
            not("(target/lo2/bin/)?lo2 stack( .*)?", "KeptStackIT"),
            not("lo2 record( .*)?", "KeptStackIT"),
            not("lo2 collect", "RunPublishingIT, by the class of that command"),
            not("lo2 metrics .*", "nobody: it needs a Prometheus that is up"),
            not("results/LO2_run_.*|  .*", "nobody: it shows a folder"));

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
        Manifest manifest = Manifest.of(run);
        passed = manifest.scenarios().stream().allMatch(ScenarioFacts::isPassed)
                && manifest.verdicts().stream().allMatch(Verdict::passed);
    }

    @Test
    @DisplayName("do what they say, or are named with who runs them")
    void doWhatTheySay() throws Exception {
        List<String> here = commands()
                .filter(command -> NOT_HERE.keySet().stream()
                        .noneMatch(other -> other.matcher(command).matches()))
                .toList();

        assertThat(here)
                .contains(
                        "lo2 validate results/LO2_run_…",
                        "lo2 report results/LO2_run_… results/LO2_run_…",
                        "source <(lo2 generate-completion)");
        for (String command : here) {
            // A run that did not pass when it was recorded does not pass now.
            int expected = command.startsWith("lo2 validate") && !passed ? ExitStatus.FAILED : ExitStatus.PASSED;
            assertThat(status(command)).as(command).isEqualTo(expected);
        }
        assertThat(folder.resolve("results")).isDirectoryContaining("glob:**/*-and-*.html");
        assertThat(folder).isDirectoryContaining("glob:**/LO2_run.tar.gz");
    }

    private static Map.Entry<Pattern, String> not(String command, String who) {
        return Map.entry(Pattern.compile(command), who);
    }

    /** List the lines of blocks, and what a page names as a command; not where it only speaks of one. */
    private static Stream<String> commands() throws IOException {
        var found = Stream.<String>builder();
        for (Path page : PAGES) {
            String text = Files.readString(page);
            FENCE.matcher(text)
                    .results()
                    .filter(block -> block.group(1).isEmpty())
                    .flatMap(block -> block.group(2).lines())
                    .forEach(found);
            SPAN.matcher(text).results().map(span -> span.group(1)).forEach(found);
        }
        return found.build()
                .filter(command -> !RUN.matcher(command).replaceAll("").contains("…"))
                .distinct();
    }

    /** Run a command of the shell where the run is; a second run in it is a copy of the first. */
    private int status(String command) throws Exception {
        Path other = run.resolveSibling(run.getFileName() + "0");
        if (RUN.matcher(command).results().count() > 1 && !Files.exists(other)) {
            PathUtils.copyDirectory(run, other);
        }
        String onRuns = RUN.matcher(RUN.matcher(command).replaceFirst("$1" + run.getFileName()))
                .replaceAll(
                        found -> found.group().endsWith("…") ? found.group(1) + other.getFileName() : found.group());
        Path packaged = Path.of("target", "lo2", "bin").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder("bash", "-ec", onRuns)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", packaged + File.pathSeparator, (path, bin) -> bin + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command).isTrue();
        if (process.exitValue() != 0) {
            System.out.printf("%s: %s%n", onRuns, said);
        }
        return process.exitValue();
    }
}
