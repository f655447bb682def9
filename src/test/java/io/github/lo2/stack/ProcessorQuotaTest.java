package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A control group that limits the processor")
class ProcessorQuotaTest {
    @Test
    @DisplayName("is looked for below this process's own group, beside it and at the top, in either version")
    void isLookedFor() {
        List<String> mounts = List.of(
                "24 18 0:22 / /sys/fs/cgroup rw,nosuid - tmpfs tmpfs rw",
                "30 24 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
                "34 24 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct",
                "35 24 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");
        List<String> groups = List.of("4:memory:/m", "2:cpu,cpuacct:/a/b", "0::/user.slice");

        assertThat(ProcessorQuota.parents(mounts, groups))
                .containsExactly(
                        Path.of("/sys/fs/cgroup/cpu,cpuacct/a/b"),
                        Path.of("/sys/fs/cgroup/cpu,cpuacct/a"),
                        Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                        Path.of("/sys/fs/cgroup/unified/user.slice"),
                        Path.of("/sys/fs/cgroup/unified"));
    }

    @Test
    @DisplayName("is none in a folder that is no group, and nothing is left there")
    void isNoneElsewhere(@TempDir Path folder) {
        assertThat(ProcessorQuota.make(List.of(folder.resolve("none"), folder), "limited"))
                .isEmpty();
        assertThat(folder).isEmptyDirectory();
        assertThat(EmbeddedControl.obstacle(ServiceControl.Deed.LIMIT_PROCESSOR, List.of(folder), folder))
                .hasValueSatisfying(why -> assertThat(why).contains("no control group with a limit", "run as root"));
        assertThat(EmbeddedControl.obstacle(ServiceControl.Deed.PAUSE, List.of(folder), folder))
                .isEmpty();
    }
}
