package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The machine that records")
class MachineTest {
    private static final List<String> MOUNTS = List.of(
            "22 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw",
            "40 22 0:34 / /tmp rw,nosuid,nodev,noexec - tmpfs tmpfs rw",
            "41 40 0:35 / /tmp/may\\040run rw,nosuid - tmpfs tmpfs rw",
            "42 22 0:36 / /data rw,noexec - tmpfs tmpfs rw",
            "43 22 0:37 / /data rw - tmpfs tmpfs rw");

    @Test
    @DisplayName("runs nothing from a folder whose own mount, or the last one there, says noexec")
    void knowsMountsWithoutPrograms() {
        assertThat(Machine.isNoexec(Path.of("/tmp"), MOUNTS)).isTrue();
        assertThat(Machine.isNoexec(Path.of("/tmp/deep/down"), MOUNTS)).isTrue();
        assertThat(Machine.isNoexec(Path.of("/tmp/may run/here"), MOUNTS)).isFalse();
        assertThat(Machine.isNoexec(Path.of("/tmpfiles"), MOUNTS)).isFalse();
        assertThat(Machine.isNoexec(Path.of("/data/x"), MOUNTS)).isFalse();
    }

    @Test
    @DisplayName("loads natives where these tests run")
    void loadsNativesHere() {
        assertThatCode(Machine::requireNatives).doesNotThrowAnyException();
    }
}
