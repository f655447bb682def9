package io.github.lo2.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.junit.BesideOthers;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
@DisplayName("A Python environment")
@TestInstance(Lifecycle.PER_CLASS)
class PythonEnvironmentTest {
    private static final Path REQUIREMENTS = Path.of("locust", "requirements.txt");
    private static final Path ENVIRONMENT = Path.of(".venv");

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());

    @BeforeAll
    void makeTheEnvironment() {
        PythonEnvironment.prepare("Locust", REQUIREMENTS, ENVIRONMENT, processes, line -> {});
    }

    @AfterAll
    void endProcesses() {
        processes.close();
    }

    @Test
    @DisplayName("is used again as long as the requirements stay the same")
    void isUsedAgain() throws Exception {
        Path marker = ENVIRONMENT.resolve("lo2-requirements.txt");
        Path configuration = ENVIRONMENT.resolve("pyvenv.cfg");
        var before = List.of(Files.getLastModifiedTime(marker), Files.getLastModifiedTime(configuration));

        PythonEnvironment.prepare("Locust", REQUIREMENTS, ENVIRONMENT, processes, line -> {});

        assertThat(List.of(Files.getLastModifiedTime(marker), Files.getLastModifiedTime(configuration)))
                .isEqualTo(before);
    }

    @Test
    @DisplayName("is made anew, with a line, when its Python is another than it was made with")
    void isMadeAnew(@TempDir Path folder) throws Exception {
        Path requirements = Files.writeString(folder.resolve("requirements.txt"), "# nothing\n");
        Path environment = folder.resolve("venv");
        var said = new ArrayList<String>();
        PythonEnvironment.prepare("fruit", requirements, environment, processes, said::add);
        Path marker = environment.resolve("lo2-requirements.txt");
        Files.writeString(marker, Files.readString(marker).replaceFirst("# Python 3\\.\\d+", "# Python 3.7"));
        Files.delete(environment.resolve("bin").resolve("python"));

        PythonEnvironment.prepare("fruit", requirements, environment, processes, said::add);
        PythonEnvironment.prepare("fruit", requirements, environment, processes, said::add);

        assertThat(said)
                .containsExactly(
                        "Making the virtual environment of fruit in %s: there is none".formatted(environment),
                        "Making the virtual environment of fruit in %s: Python 3.7 has gone".formatted(environment));
        assertThat(environment.resolve("bin").resolve("python")).isExecutable();
    }

    @Test
    @DisplayName("takes the first Python that is new enough")
    void takesANewEnoughPython(@TempDir Path folder) throws Exception {
        String old = python(folder.resolve("old"), "3.9");
        String two = python(folder.resolve("two"), "2.7");
        String good = python(folder.resolve("good"), "3.10");
        String newer = python(folder.resolve("newer"), "3.14");

        assertThat(PythonEnvironment.findPython("Locust", List.of("no-such-python", two, old, good, newer), processes))
                .isEqualTo(good);
    }

    @Test
    @DisplayName("refuses a Python that is too old, with what was found and the fix")
    void refusesAnOldPython(@TempDir Path folder) throws Exception {
        String old = python(folder.resolve("old"), "3.9");

        assertThatThrownBy(() -> PythonEnvironment.findPython("Locust", List.of("no-such-python", old), processes))
                .isInstanceOf(PythonException.class)
                .hasMessage(
                        "Locust needs Python 3.10 or newer on the PATH; found %s is 3.9; install it (Debian, Ubuntu:"
                                + " apt install python3 python3-venv)",
                        old);
    }

    @Test
    @DisplayName("refuses a machine without Python, with the fix")
    void refusesAMissingPython() {
        assertThatThrownBy(() -> PythonEnvironment.findPython("Locust", List.of("no-such-python"), processes))
                .isInstanceOf(PythonException.class)
                .hasMessageStartingWith("Locust needs Python 3.10 or newer on the PATH; found none; install it");
    }

    @Test
    @DisplayName("refuses a folder without requirements, with the fix")
    void refusesAFolderWithoutRequirements(@TempDir Path folder) {
        Path requirements = folder.resolve("requirements.txt");

        assertThatThrownBy(() -> PythonEnvironment.prepare(
                        "Locust", requirements, folder.resolve("venv"), processes, line -> {}))
                .isInstanceOf(PythonException.class)
                .hasMessageStartingWith("%s cannot be read: ", requirements)
                .hasMessageEndingWith("run from the folder that holds pom.xml");
        assertThat(folder.resolve("venv")).doesNotExist();
    }

    /** Make a program that answers as a Python of some version does. */
    private static String python(Path file, String version) throws IOException {
        Files.writeString(file, "#!/bin/sh\necho " + version + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }
}
