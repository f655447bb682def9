package io.github.lo2.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.output.NullOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Holds the commands of the pages against the code, and against who runs them. */
@DisplayName("The commands in the pages")
class DocumentedCommandsTest {
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LO2 = Pattern.compile("(?<![\\w./-])lo2 ([a-z][a-z-]*)([^`\n|;)'#]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final Pattern PROPERTY = Pattern.compile("-D([a-z][a-z0-9.]*[a-z0-9])");
    private static final Pattern PROFILES = Pattern.compile("mvn [^`\n]*?-P([a-z,-]+)");
    private static final Pattern EXECUTION = Pattern.compile("exec:java@([a-z-]+)");

    private final CommandLine lo2 =
            Lo2.commandLine(new PrintStream(NullOutputStream.INSTANCE, true, StandardCharsets.UTF_8));

    static List<Path> pages() {
        return DocumentedCommands.pages();
    }

    @Test
    @DisplayName("are each run by a test or a script")
    void areEachRun() {
        assertThat(DocumentedCommands.all())
                .hasSizeGreaterThan(100)
                .allSatisfy(documented -> assertThat(runner(documented)).isPresent());
        assertThat(DocumentedCommands.RUNNERS)
                .as("who runs a command that stands in a page")
                .isEqualTo(DocumentedCommands.RUNNERS.stream()
                        .filter(runner -> DocumentedCommands.all().stream()
                                .anyMatch(documented -> runner(documented).equals(Optional.of(runner))))
                        .toList());
    }

    @Test
    @DisplayName("are taken from their page by the test that runs them")
    void areTakenFromTheirPage() throws IOException {
        for (DocumentedCommands.Runner runner : DocumentedCommands.RUNNERS) {
            if (runner instanceof DocumentedCommands.Test test) {
                try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
                    assertThat(sources.filter(source -> source.endsWith(test.name() + ".java")))
                            .as("sources of %s", test.name())
                            .singleElement()
                            .satisfies(source -> assertThat(DocumentedCommands.read(source))
                                    .contains("DocumentedCommands.")
                                    .contains("@Test"));
                }
            }
        }
    }

    @Test
    @DisplayName("stand in the script that runs them, word for word, perhaps with others")
    void standInTheirScript() {
        for (DocumentedCommands.Documented documented : DocumentedCommands.all()) {
            if (runner(documented).orElseThrow() instanceof DocumentedCommands.Script script) {
                List<String> words =
                        words(documented.command().replaceAll("(results/)?" + DocumentedCommands.RUN, "\\$run"));
                assertThat(DocumentedCommands.read(script.file())
                                .replace("\\\n", " ")
                                .lines())
                        .as("%s in %s", documented, script.file())
                        .anyMatch(line -> {
                            List<String> given = words(line);
                            return words.stream()
                                    .allMatch(word -> given.stream().anyMatch(one -> isSaid(word, one)));
                        });
            }
        }
    }

    private static Optional<DocumentedCommands.Runner> runner(DocumentedCommands.Documented documented) {
        return DocumentedCommands.RUNNERS.stream()
                .filter(runner -> runner.runs(documented.command()))
                .findFirst();
    }

    private static List<String> words(String command) {
        return Stream.of(command.split("[\\s;'\"]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /**
     * Tell whether a word of a command is one of a script's: a profile may be with others, an image may have a tag, and a script has a
     * value where a page says what to put there.
     */
    private static boolean isSaid(String word, String given) {
        return given.equals(word)
                || given.startsWith(word + ",")
                || given.startsWith(word + ":")
                || (word.endsWith(">") && given.startsWith(word.substring(0, word.lastIndexOf('<'))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    @DisplayName("name commands of lo2 that there are, and options that these have")
    void nameCommandsThatThereAre(Path page) {
        for (MatchResult command : Stream.concat(
                        blocks(DocumentedCommands.read(page)),
                        found(SPAN, DocumentedCommands.read(page)).map(span -> span.group(1)))
                .flatMap(code -> found(LO2, code))
                .toList()) {
            CommandLine subcommand = lo2.getSubcommands().get(command.group(1));
            assertThat(subcommand).as(command.group()).isNotNull();
            assertThat(Objects.requireNonNull(subcommand)
                            .getCommandSpec()
                            .optionsMap()
                            .keySet())
                    .as(command.group())
                    .containsAll(found(OPTION, command.group(2))
                            .map(MatchResult::group)
                            .toList());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    @DisplayName("are understood by lo2, where they stand in a block of their own")
    void areUnderstood(Path page) {
        blocks(DocumentedCommands.read(page))
                .flatMap(block -> found(LO2, block))
                .forEach(command -> {
                    String[] arguments = (command.group(1) + command.group(2).replaceAll("\\s*2?>.*", ""))
                            .replaceAll("[…$\"{}]", "x")
                            .strip()
                            .split("\\s+");
                    assertThatCode(() -> lo2.parseArgs(arguments))
                            .as(command.group())
                            .doesNotThrowAnyException();
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    @DisplayName("give parameters that are declared, and other properties that something reads")
    void giveParametersThatThereAre(Path page) {
        List<String> declared = Parameters.ALL.stream().map(Parameter::name).toList();
        found(PROPERTY, DocumentedCommands.read(page))
                .map(property -> property.group(1))
                .distinct()
                .forEach(name -> {
                    if (name.startsWith(Parameters.PREFIX)) {
                        assertThat(declared).contains(name);
                    } else if (!name.equals("name") && !name.equals("test") && !name.equals("it.test")) {
                        assertThat(isReadSomewhere(name))
                                .as("who reads -D%s", name)
                                .isTrue();
                    }
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    @DisplayName("name profiles and executions of Maven that the project has")
    void nameWhatMavenHas(Path page) {
        String pom = DocumentedCommands.read(Path.of("pom.xml"));
        Stream.concat(
                        found(PROFILES, DocumentedCommands.read(page))
                                .flatMap(found -> Stream.of(found.group(1).split(",", -1))),
                        found(EXECUTION, DocumentedCommands.read(page)).map(found -> found.group(1)))
                .forEach(id -> assertThat(pom).contains("<id>%s</id>".formatted(id)));
    }

    @Test
    @DisplayName("are found: a page that has them is not taken for one without")
    void areFound() {
        String page = DocumentedCommands.read(Path.of("docs", "record.md"));

        assertThat(found(LO2, page)).hasSizeGreaterThan(5);
        assertThat(found(PROPERTY, page)).hasSizeGreaterThan(10);
        assertThat(found(PROFILES, page)).hasSizeGreaterThan(2);
        assertThat(found(EXECUTION, page)).isNotEmpty();
        assertThat(blocks(DocumentedCommands.read(Path.of("docs", "campaigns.md")))
                        .flatMap(block -> found(LO2, block)))
                .hasSizeGreaterThan(3);
    }

    private static boolean isReadSomewhere(String property) {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            return Stream.concat(
                            Stream.of(Path.of("pom.xml")),
                            sources.filter(file -> file.toString().endsWith(".java")))
                    .anyMatch(file -> DocumentedCommands.read(file).contains(property));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Take the blocks that are for a shell, which name no language. */
    private static Stream<String> blocks(String page) {
        return found(DocumentedCommands.FENCE, page)
                .filter(block -> block.group(1).isEmpty())
                .map(block -> block.group(2));
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
