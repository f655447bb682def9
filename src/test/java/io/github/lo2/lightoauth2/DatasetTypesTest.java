package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What a reader of the data set's test class meets")
class DatasetTypesTest {
    private static final Path TEST = Path.of("src/test/java/io/github/lo2/lightoauth2/LightOauth2DatasetIT.java");
    private static final Path MAIN = Path.of("src/main/java");

    /** The suite's types that it imports, those of static members among them. */
    static List<Path> types() throws IOException {
        Pattern imported =
                Pattern.compile("^import (?:static )?(io\\.github\\.lo2\\.[a-z.]+[A-Z]\\w*)", Pattern.MULTILINE);
        try (Stream<String> names =
                imported.matcher(Files.readString(TEST)).results().map(found -> found.group(1))) {
            return names.distinct()
                    .map(name -> MAIN.resolve(name.replace('.', '/') + ".java"))
                    .toList();
        }
    }

    @ParameterizedTest
    @DisplayName("has an example in its Javadoc")
    @MethodSource("types")
    void hasAnExample(Path type) throws IOException {
        assertThat(Files.readString(type).split("\npublic ", 2)[0])
                .as("%s before its declaration", type)
                .contains("<pre>{@code");
    }
}
