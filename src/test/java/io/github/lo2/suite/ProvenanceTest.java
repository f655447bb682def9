package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.Manifest.SuiteFacts;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What records a run")
class ProvenanceTest {
    @Test
    @DisplayName("is told with the version of the project, and without a name that only this process knows")
    void isTold() throws Exception {
        try (var processes = new ChildProcesses(EpochClock.system())) {
            SuiteFacts suite = new Provenance(Layout.current(Path.of("light-oauth2")), processes).suite();

            assertThat(suite.version()).isEqualTo(versionInPom());
            assertThat(suite.command()).doesNotContain("surefire");
        }
    }

    @Test
    @DisplayName("is told without a commit in a folder of another project's work tree")
    void isToldWithoutTheCommitOfAnother(@TempDir Path other) throws Exception {
        Path project = Files.createDirectory(other.resolve("archive"));
        try (var processes = new ChildProcesses(EpochClock.system())) {
            git(processes, other, "init", "-q");
            git(
                    processes,
                    other,
                    "-c",
                    "user.name=a",
                    "-c",
                    "user.email=a@b",
                    "commit",
                    "-q",
                    "--allow-empty",
                    "-m",
                    "m");

            assertThat(of(project, processes).suite().commit()).isNull();
            assertThat(of(other, processes).suite().commit()).matches("[0-9a-f]{40}");
        }
    }

    @Test
    @DisplayName("is told with the commit that an archive carries, by way of a link too")
    void isToldWithTheCommitOfAnArchive(@TempDir Path folder) throws Exception {
        assertThat(Provenance.archived("$Format:%H$")).isNull();
        assertThat(Provenance.archived("c04b7a9c04b7a9c04b7a9c04b7a9c04b7a9c04b7"))
                .startsWith("c04b7a9");

        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("").toAbsolutePath());
        try (var processes = new ChildProcesses(EpochClock.system())) {
            assertThat(of(link, processes).suite().commit())
                    .isEqualTo(
                            of(Path.of("").toAbsolutePath(), processes).suite().commit());
        }
    }

    @Test
    @DisplayName("is told with the command line that Maven's script leaves in the environment")
    void isToldWithTheCommandLine() {
        assertThat(Provenance.command(
                        Map.of("MAVEN_CMD_LINE_ARGS", " -B verify -Dlo2.duration=5"), properties("lo2.users", "9")))
                .isEqualTo("mvn -B verify -Dlo2.duration=5");
    }

    @Test
    @DisplayName("is told with the parameters given, in their order, where Maven did not start it")
    void isToldWithTheParameters() {
        Properties given = properties("lo2.users", "9");
        given.setProperty("lo2.duration", "5");
        given.setProperty("lo2.seed", "");
        given.setProperty("user.dir", "/somewhere");

        assertThat(Provenance.command(Map.of(), given)).isEqualTo("-Dlo2.duration=5 -Dlo2.users=9");
        assertThat(Provenance.command(Map.of("MAVEN_CMD_LINE_ARGS", " "), new Properties()))
                .isEmpty();
    }

    private static Provenance of(Path project, ChildProcesses processes) {
        return new Provenance(new Layout(project, project, "light-oauth2", Optional.empty()), processes);
    }

    private static void git(ChildProcesses processes, Path folder, String... arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        processes.run(new ChildCommand(ChildKind.GIT, "git", command, folder, Map.of()), Duration.ofSeconds(20));
    }

    private static Properties properties(String name, String value) {
        var properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }

    private static String versionInPom() throws Exception {
        return XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/version",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(Path.of("pom.xml").toFile()));
    }
}
