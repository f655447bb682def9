package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The list of metrics")
class MetricListTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName("stands beside the Compose file")
    void standsBesideTheComposeFile() {
        assertThat(MetricList.beside(Path.of("compose", "docker-compose-shop.yml")))
                .isEqualTo(Path.of("compose", "prometheus_metrics.txt"));
        assertThat(MetricList.beside(Path.of("docker-compose-shop.yml"))).isEqualTo(Path.of("prometheus_metrics.txt"));
    }

    @Test
    @DisplayName("names a metric a line; blank lines, comments and blanks around a name do not count")
    void namesAMetricALine() throws Exception {
        Path list = Files.writeString(
                folder.resolve("prometheus_metrics.txt"),
                "# of the host\nnode_load1\n\n  \t\nup\r\n   # of the containers\n\tcontainer_last_seen  \njob:up:sum");

        assertThat(MetricList.read(list)).hasValue(List.of("node_load1", "up", "container_last_seen", "job:up:sum"));
    }

    @Test
    @DisplayName("without a name in it is as good as none")
    void isNotThereOrEmpty() throws Exception {
        Path list = folder.resolve("prometheus_metrics.txt");
        assertThat(MetricList.read(list)).isEmpty();

        Files.writeString(list, "# nothing\n");
        assertThat(MetricList.read(list)).isEmpty();
    }

    @Test
    @DisplayName("is written in place of the old one, a name a line, and read back")
    void isWrittenAndReadBack() throws Exception {
        Path list = Files.writeString(folder.resolve("prometheus_metrics.txt"), "# old\nnode_load1\nnode_load5\n");

        MetricList.write(list, List.of("node_load1", "up"));

        assertThat(list).hasContent("node_load1\nup\n");
        assertThat(MetricList.read(list)).hasValue(List.of("node_load1", "up"));
    }

    @Test
    @DisplayName("that cannot be read or written is named")
    void isNamedWhenItCannotBeRead() {
        assertThatThrownBy(() -> MetricList.read(folder))
                .isInstanceOf(LayoutException.class)
                .hasMessage("%s cannot be read: Is a directory", folder);
        assertThatThrownBy(() -> MetricList.write(folder, List.of("up")))
                .isInstanceOf(LayoutException.class)
                .hasMessage("%s cannot be written: %s: Is a directory", folder, folder);
    }
}
