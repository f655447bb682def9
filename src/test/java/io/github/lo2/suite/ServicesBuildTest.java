package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The Maven that builds the services")
class ServicesBuildTest {
    /** Says who was called, and with what. */
    private static final String SCRIPT = "#!/bin/sh\necho \"$0\" \"$@\" ${MAVEN_ARGS:-}\n";

    @TempDir
    private Path folder;

    private Path home;
    private Path path;

    @BeforeEach
    void makeAMaven() throws IOException {
        home = Files.createDirectories(folder.resolve("a maven/mvn"));
        path = Files.createDirectories(folder.resolve("path"));
        put("sh", "#!/bin/sh\nexec /bin/sh \"$@\"\n");
    }

    @Test
    @DisplayName(
            "is the one that runs the suite's build, with its settings, though its script may not be executed (mvnd's,"
                    + " an IDE's)")
    void isTheSame() throws Exception {
        Path script = Files.createDirectories(home.resolve("bin")).resolve("mvn");
        Files.writeString(script, SCRIPT);
        Path settings = Files.createFile(folder.resolve("my settings.xml"));

        assertThat(built(Map.of("OFFLINE", "offline=true", "SETTINGS", "/" + settings, "MAVEN_ARGS", "-Pother")))
                .isEqualTo("%s -B --offline --settings /%s package\n".formatted(script, settings));
        assertThat(built(Map.of("OFFLINE", "offline=false", "GLOBAL_SETTINGS", "/" + settings)))
                .isEqualTo("%s -B --global-settings /%s package\n".formatted(script, settings));
    }

    @Test
    @DisplayName("is the one on the PATH where that one is a library without a script")
    void isTheOneOnThePath() throws Exception {
        Path script = put("mvn", SCRIPT);

        assertThat(built(Map.of())).isEqualTo("%s -B package\n".formatted(script));
    }

    @Test
    @DisplayName("is asked for in one line where there is none")
    void isAskedFor() throws Exception {
        assertThat(built(Map.of()))
                .isEqualTo(
                        ("the services are built by a Maven of its own, but %s has no bin/mvn, and there is no mvn on"
                                        + " the PATH; install Maven\n")
                                .formatted(home));
    }

    /** Put a program on the PATH. */
    private Path put(String name, String script) throws IOException {
        Path program = Files.writeString(path.resolve(name), script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    /** Run the script of the pom as the exec plugin does. */
    private String built(Map<String, String> environment) throws Exception {
        String execution = Files.readString(Path.of("pom.xml")).split("<id>build-system-under-test</id>", 2)[1];
        String script = execution.split("<!\\[CDATA\\[", 2)[1].split("]]>", 2)[0];
        var builder = new ProcessBuilder(List.of("/bin/sh", "-ec", script, "mvn", "-B")).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path.toString());
        builder.environment().put("MAVEN", home.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
