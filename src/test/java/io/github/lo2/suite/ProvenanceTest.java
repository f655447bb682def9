package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.Manifest.SuiteFacts;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What records a run")
class ProvenanceTest {
    @Test
    @DisplayName("is told with the version of the project, and without a name that only this process knows")
    void isTold() throws Exception {
        try (var processes = new ChildProcesses(EpochClock.system())) {
            SuiteFacts suite = new Provenance(Layout.current(Path.of("light-oauth2")), processes).suite();

            assertThat(suite.version()).isEqualTo(versionInPom());
            assertThat(suite.command()).doesNotContain("surefirebooter", System.getProperty("java.io.tmpdir"));
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
