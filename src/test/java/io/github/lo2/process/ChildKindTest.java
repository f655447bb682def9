package io.github.lo2.process;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The environment of a child process")
class ChildKindTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A shell set up for other work, as found in reports about neighbouring tools. */
    private static final Map<String, String> SHELL = Map.ofEntries(
            Map.entry("PATH", "/usr/bin:/bin"),
            Map.entry("HOME", "/home/somebody"),
            Map.entry("LD_PRELOAD", "libnone.so"),
            Map.entry("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG"),
            Map.entry("JDK_JAVA_OPTIONS", "-Xmx1g"),
            Map.entry("CLASSPATH", "/opt/classes"),
            Map.entry("OTEL_METRICS_EXPORTER", "none"),
            Map.entry("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta"),
            Map.entry("LOCUST_HOST", "http://localhost:8089"),
            Map.entry("PYTHONPATH", "/opt/python"),
            Map.entry("PYTHONHOME", "/opt/python"),
            Map.entry("PIP_USER", "1"),
            Map.entry("PIP_TARGET", "/opt/packages"),
            Map.entry("PIP_INDEX_URL", "https://index.example/simple"),
            Map.entry("TZ", "America/New_York"),
            Map.entry("LANG", "ar_EG.UTF-8"),
            Map.entry("LC_ALL", "C"),
            Map.entry("GIT_DIR", "/srv/other/.git"),
            Map.entry("GIT_WORK_TREE", "/srv/other"),
            Map.entry("COMPOSE_PROJECT_NAME", "foo"),
            Map.entry("COMPOSE_FILE", "other.yml"),
            Map.entry("DOCKER_DEFAULT_PLATFORM", "linux/arm64"),
            Map.entry("DOCKER_HOST", "unix:///run/user/1000/docker.sock"));

    @Test
    @DisplayName("of a service has nothing of the shell's but the path, and is in UTC and UTF-8")
    void ofAServiceHasNothingOfTheShell() {
        assertThat(ChildKind.SERVICE.environment(SHELL))
                .isEqualTo(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8", "TZ", "UTC"));
    }

    @Test
    @DisplayName("of Locust has nothing of the shell's own Locust, Python and home")
    void ofLocustHasNothingOfTheShell() {
        assertThat(ChildKind.PYTHON.environment(SHELL))
                .doesNotContainKeys("LOCUST_HOST", "PYTHONPATH", "PYTHONHOME", "LD_PRELOAD", "HOME")
                .containsEntry("TZ", "UTC");
    }

    @Test
    @DisplayName("of pip says where packages come from, not where they go")
    void ofPipSaysWherePackagesComeFrom() {
        assertThat(ChildKind.PIP.environment(SHELL))
                .containsEntry("PIP_INDEX_URL", "https://index.example/simple")
                .containsEntry("HOME", "/home/somebody")
                .doesNotContainKeys("PIP_USER", "PIP_TARGET", "PYTHONPATH");
    }

    @Test
    @DisplayName("of Docker says which engine, not what is started there")
    void ofDockerSaysWhichEngine() {
        assertThat(ChildKind.DOCKER.environment(SHELL))
                .containsEntry("DOCKER_HOST", "unix:///run/user/1000/docker.sock")
                .doesNotContainKeys("COMPOSE_PROJECT_NAME", "COMPOSE_FILE", "DOCKER_DEFAULT_PLATFORM");
    }

    @Test
    @DisplayName("of git has no other repository's folder")
    void ofGitHasNoOtherRepository() {
        assertThat(ChildKind.GIT.environment(SHELL))
                .containsKeys("HOME")
                .doesNotContainKeys("GIT_DIR", "GIT_WORK_TREE");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("has what the user hands through on purpose")
    void hasWhatIsHandedThrough(ChildKind kind) {
        var shell = new HashMap<>(SHELL);
        shell.put("LO2_CHILD_LD_PRELOAD", "libfast.so");
        shell.put("LO2_CHILD_", "nothing");

        assertThat(kind.environment(shell))
                .containsEntry("LD_PRELOAD", "libfast.so")
                .doesNotContainKey("");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("is what docs/environment.md says")
    void isWhatTheDocumentSays(ChildKind kind) throws IOException {
        List<String> cells = row(kind.name());

        assertThat(codes(cells.get(1))).as("from the shell").isEqualTo(new TreeSet<>(kind.allowed()));
        assertThat(codes(cells.get(2))).as("given").containsAll(assignments(kind.given()));
    }

    @Test
    @DisplayName("is for all kinds what docs/environment.md says")
    void isForAllWhatTheDocumentSays() throws IOException {
        List<String> cells = row("all");

        assertThat(codes(cells.get(1))).isEqualTo(new TreeSet<>(ChildKind.FOR_ALL));
        assertThat(codes(cells.get(2))).isEqualTo(assignments(ChildKind.GIVEN_TO_ALL));
    }

    /** Find the row of a kind: name, from the shell, given. */
    private static List<String> row(String kind) throws IOException {
        List<List<String>> rows = Files.readAllLines(Path.of("docs", "environment.md")).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .filter(cells -> cells.get(0).split(":", 2)[0].equalsIgnoreCase(kind))
                .toList();
        assertThat(rows).as("rows of %s", kind.toLowerCase(Locale.ROOT)).hasSize(1);
        return rows.get(0);
    }

    private static SortedSet<String> codes(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).collect(toCollection(TreeSet::new));
    }

    private static SortedSet<String> assignments(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .collect(toCollection(TreeSet::new));
    }
}
