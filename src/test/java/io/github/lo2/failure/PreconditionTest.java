package io.github.lo2.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What a machine must have for a run")
class PreconditionTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    @DisplayName("is said with what was found in the places for it")
    void isSaidWithWhatWasFound() {
        assertThat(Precondition.PORT.line(5701, "oauth2-code", "pid 7 (java)"))
                .isEqualTo(
                        "port 5701 of oauth2-code is in use by pid 7 (java); end that process, or the other run it belongs to; nothing was started");
        assertThat(Precondition.RESULTS.line("/a$b\\", "no right"))
                .isEqualTo(
                        "no run can be written into /a$b\\: no right; expected a folder that can be written; choose another with -Dlo2.results=…");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("has a row in the README's table \"When something is wrong\"")
    void hasARow(Precondition precondition) throws IOException {
        assertThat(says()).anySatisfy(text -> assertThat(precondition.form()).matches(pattern(text)));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("is asked for by the code")
    void isAskedFor(Precondition precondition) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java")))
                    .anySatisfy(source ->
                            assertThat(source).content().contains("Precondition." + precondition.name() + ".line("));
        }
    }

    /** Read what stands as code in the first column of the table. */
    private static List<String> says() throws IOException {
        String table = Files.readString(Path.of("docs", "trouble.md"))
                .split("## What it says", 2)[1]
                .split("\n## ", 2)[0];
        List<String> texts = table.lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line ->
                        CODE.matcher(line.split(" \\| ", 2)[0]).results().map(found -> found.group(1)))
                .toList();
        assertThat(texts).isNotEmpty();
        return texts;
    }

    /** Make a pattern of the beginning of a line, in which … stands for anything. */
    private static String pattern(String text) {
        return Stream.of(text.replaceFirst(" ?…$", "").split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"))
                + ".*";
    }
}
