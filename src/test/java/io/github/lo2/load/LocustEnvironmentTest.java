package io.github.lo2.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.plan.Catalogue;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@DisplayName("Locust's environment")
@TestInstance(Lifecycle.PER_CLASS)
class LocustEnvironmentTest {
    private static final Path FILES = Path.of("locust", "light-oauth2");
    private static final Path ENVIRONMENT = Path.of(".venv");
    private static final Pattern ANOMALY = Pattern.compile("@anomaly\\(\\s*\"(\\w+)\"");

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());
    private final LocustEnvironment locust =
            LocustEnvironment.prepare(FILES, Path.of("locust"), ENVIRONMENT, processes, line -> {});
    private final Catalogue catalogue = locust.catalogue(processes);

    @AfterAll
    void endProcesses() {
        processes.close();
    }

    @Test
    @DisplayName("lists the tag 'correct', the error tags that stand in the Locust files, and seven user classes")
    void listsTheTags() throws Exception {
        Set<String> expected = new TreeSet<>(Set.of("correct"));
        for (Path file : locustFiles()) {
            ANOMALY.matcher(Files.readString(file)).results().forEach(match -> expected.add(match.group(1)));
        }
        assertThat(catalogue.entries()).extracting(Catalogue.Entry::tag).containsExactlyElementsOf(expected);
        assertThat(catalogue.userClasses()).isEqualTo(7);
    }

    @Test
    @DisplayName("points for each tag to the line with its decorator")
    void pointsToTheDecorators() {
        assertThat(catalogue.entries()).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.source()).hasScheme("file");
            Path file = Path.of(entry.source().getPath());
            int line = Integer.parseInt(entry.source().getQuery().substring("line=".length()));
            // A decorator whose call is broken over lines has its tag in the second.
            String declaration = String.join("", Files.readAllLines(file).subList(line - 1, line + 1));
            assertThat(declaration)
                    .as("%s:%d", file, line)
                    .containsPattern(
                            entry.tag().equals("correct")
                                    ? "@correct\\b"
                                    : "@anomaly\\(\\s*\"" + Pattern.quote(entry.tag()) + "\"");
        });
    }

    private static List<Path> locustFiles() throws IOException {
        try (var files = Files.list(FILES)) {
            return files.filter(file -> file.getFileName().toString().matches("[a-z].*\\.py"))
                    .toList();
        }
    }
}
