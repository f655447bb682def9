package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.process.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The Maven that builds the services")
class ServicesBuildTest {
    /** Says who was called, and with what; and makes what a build makes, of what is there. */
    private static final String SCRIPT = """
        #!/bin/sh
        echo "$0" "$@" ${MAVEN_ARGS:-}
        mkdir -p target/lib
        cat pom.xml > target/light-oauth2.jar
        echo > target/lib/a.jar
        """;

    private static final List<String> PROGRAMS = List.of("dirname", "find", "sha256sum", "cat", "rm", "mkdir");

    /**
     * What can change after the services were built.
     *
     * @param making what makes it, in the folder of all that is made here
     */
    record Change(String what, IOConsumer<Path> making) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("a source", folder -> Files.writeString(folder.resolve("services/src/One.java"), "class O")),
                new Change("a new source", folder -> Files.writeString(folder.resolve("services/src/a new one"), "")),
                new Change("a lost source", folder -> Files.delete(folder.resolve("services/src/One.java"))),
                new Change(
                        "a source that cannot be read",
                        folder ->
                                Files.createSymbolicLink(folder.resolve("services/src/Two.java"), Path.of("nowhere"))),
                new Change("the JDK", folder -> Files.writeString(folder.resolve("jdk/release"), "17.0.17")),
                new Change("the Maven", folder -> Files.delete(folder.resolve("a maven/mvn/bin/mvn"))),
                new Change("a lost jar", folder -> Files.delete(folder.resolve("services/target/light-oauth2.jar"))),
                new Change(
                        "half a library",
                        folder -> Files.writeString(folder.resolve("services/target/lib/a.jar"), "half a j")),
                new Change(
                        "one library more",
                        folder -> Files.writeString(folder.resolve("services/target/lib/b.jar"), "")));
    }

    @TempDir
    private Path folder;

    private Path home;
    private Path path;
    private Path jdk;
    private Path services;

    @BeforeEach
    void makeAMaven() throws IOException {
        home = Files.createDirectories(folder.resolve("a maven/mvn"));
        path = Files.createDirectories(folder.resolve("path"));
        jdk = Files.createDirectories(folder.resolve("jdk"));
        services = Files.createDirectories(folder.resolve("services"));
        Files.writeString(jdk.resolve("release"), "17.0.16");
        Files.writeString(services.resolve("pom.xml"), "<project/>\n");
        Files.writeString(Files.createDirectories(services.resolve("src")).resolve("One.java"), "class One {}\n");
        Files.copy(Path.of("compose/light-oauth2/services/build.sh"), services.resolve("build.sh"));
        for (String program : PROGRAMS) {
            put(
                    program,
                    "#!/bin/sh\nexec %s \"$@\"\n"
                            .formatted(SearchPath.found(program).orElseThrow()));
        }
        put("sh", "#!/bin/sh\nexec /bin/sh \"$@\"\n");
    }

    @Test
    @DisplayName(
            "is the one that runs the suite's build, with its settings, though its script may not be executed (mvnd's,"
                    + " an IDE's)")
    void isTheSame() throws Exception {
        Path script = giveItAScript();
        Path settings = Files.createFile(folder.resolve("my settings.xml"));

        assertThat(built(Map.of("OFFLINE", "offline=true", "SETTINGS", "/" + settings, "MAVEN_ARGS", "-Pother")))
                .isEqualTo("%s -B --settings /%s --offline package\n".formatted(script, settings));
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

    @Test
    @DisplayName("is not called while nothing has changed, online or offline, whatever their times say")
    void isNotCalledAgain() throws Exception {
        giveItAScript();
        built(Map.of());
        Files.writeString(services.resolve("src/One.java"), "class One {}\n"); // the same, later

        assertThat(built(Map.of("OFFLINE", "offline=true")))
                .startsWith("The services are as they were built last; to build them all the same: rm -r ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    @DisplayName("is called again after each change of what is built, by what, or of what came of it")
    void isCalledAgain(Change change) throws Exception {
        giveItAScript();
        put("mvn", SCRIPT);
        built(Map.of());

        change.making().accept(folder);

        assertThat(built(Map.of())).endsWith("mvn -B package\n");
    }

    @Test
    @DisplayName("is called again when it failed, or when its sources were changed while it was at work")
    void isCalledAgainWhenUnsure() throws Exception {
        Path script = giveItAScript();
        Files.writeString(script, SCRIPT + "exit 1\n");
        built(Map.of());
        Files.writeString(script, SCRIPT + "echo class Two {} > src/Two.java\n");

        assertThat(built(Map.of())).endsWith("mvn -B package\n");
        assertThat(built(Map.of())).endsWith("mvn -B package\n");
        assertThat(built(Map.of())).startsWith("The services are as they were built last");
    }

    private Path giveItAScript() throws IOException {
        Path script = Files.createDirectories(home.resolve("bin")).resolve("mvn");
        return Files.writeString(script, SCRIPT);
    }

    /** Put a program on the PATH. */
    private Path put(String name, String script) throws IOException {
        Path program = Files.writeString(path.resolve(name), script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    /** Call the script as the exec plugin does. */
    private String built(Map<String, String> environment) throws Exception {
        List<String> command = List.of("/bin/sh", "build.sh", "-B");
        var builder = new ProcessBuilder(command).directory(services.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path.toString());
        builder.environment().put("MAVEN", home.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
