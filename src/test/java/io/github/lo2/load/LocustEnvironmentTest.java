package io.github.lo2.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.plan.Catalogue;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Locust's environment")
@TestInstance(Lifecycle.PER_CLASS)
class LocustEnvironmentTest {
    private static final Path FILES = Path.of("locust");
    private static final Path ENVIRONMENT = Path.of(".venv");
    private static final Pattern ANOMALY = Pattern.compile("@anomaly\\(\\s*\"(\\w+)\"");

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());
    private final LocustEnvironment locust = LocustEnvironment.prepare(FILES, ENVIRONMENT, processes);
    private final Catalogue catalogue = locust.catalogue(processes);

    @AfterAll
    void endProcesses() {
        processes.close();
    }

    @Test
    @DisplayName("lists the tag 'correct' and the 53 error tags that stand in the Locust files, and seven user classes")
    void listsTheTags() throws Exception {
        Set<String> expected = new TreeSet<>(Set.of("correct"));
        for (Path file : locustFiles()) {
            ANOMALY.matcher(Files.readString(file)).results().forEach(match -> expected.add(match.group(1)));
        }
        assertThat(expected).as("tags in the files").hasSize(54);
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

    @Test
    @DisplayName("is used again as long as the requirements stay the same")
    void isUsedAgain() throws Exception {
        Path marker = ENVIRONMENT.resolve("lo2-requirements.sha256");
        Path configuration = ENVIRONMENT.resolve("pyvenv.cfg");
        var before = List.of(Files.getLastModifiedTime(marker), Files.getLastModifiedTime(configuration));

        LocustEnvironment.prepare(FILES, ENVIRONMENT, processes);

        assertThat(List.of(Files.getLastModifiedTime(marker), Files.getLastModifiedTime(configuration)))
                .isEqualTo(before);
    }

    @Test
    @DisplayName("takes the first Python that is new enough")
    void takesANewEnoughPython(@TempDir Path folder) throws Exception {
        String old = python(folder.resolve("old"), "3.9");
        String two = python(folder.resolve("two"), "2.7");
        String good = python(folder.resolve("good"), "3.10");
        String newer = python(folder.resolve("newer"), "3.14");

        assertThat(LocustEnvironment.findPython(List.of("no-such-python", two, old, good, newer), processes))
                .isEqualTo(good);
    }

    @Test
    @DisplayName("refuses a Python that is too old, with what was found and the fix")
    void refusesAnOldPython(@TempDir Path folder) throws Exception {
        String old = python(folder.resolve("old"), "3.9");

        assertThatThrownBy(() -> LocustEnvironment.findPython(List.of("no-such-python", old), processes))
                .isInstanceOf(LocustException.class)
                .hasMessage(
                        "Locust needs Python 3.10 or newer on the PATH; found %s is 3.9; install it (Debian, Ubuntu: apt install python3 python3-venv)",
                        old);
    }

    @Test
    @DisplayName("refuses a machine without Python, with the fix")
    void refusesAMissingPython() {
        assertThatThrownBy(() -> LocustEnvironment.findPython(List.of("no-such-python"), processes))
                .isInstanceOf(LocustException.class)
                .hasMessageStartingWith("Locust needs Python 3.10 or newer on the PATH; found none; install it");
    }

    @Test
    @DisplayName("refuses a folder without requirements, with the fix")
    void refusesAFolderWithoutRequirements(@TempDir Path folder) {
        assertThatThrownBy(() -> LocustEnvironment.prepare(folder, folder.resolve("venv"), processes))
                .isInstanceOf(LocustException.class)
                .hasMessageStartingWith("%s cannot be read: ", folder.resolve("requirements.txt"))
                .hasMessageEndingWith("run from the folder that holds pom.xml");
        assertThat(folder.resolve("venv")).doesNotExist();
    }

    private static List<Path> locustFiles() throws IOException {
        try (var files = Files.list(FILES)) {
            return files.filter(file -> file.getFileName().toString().matches("[a-z].*\\.py"))
                    .toList();
        }
    }

    /** Make a program that answers as a Python of some version does. */
    private static String python(Path file, String version) throws IOException {
        Files.writeString(file, "#!/bin/sh\necho " + version + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }
}
