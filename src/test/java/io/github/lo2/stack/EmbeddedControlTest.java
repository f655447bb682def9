package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("What is done to a process of an embedded stack")
class EmbeddedControlTest {
    private static final String SERVICE = "shop";

    @TempDir
    Path folder;

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());
    private ChildProcess busy;
    private EmbeddedControl control;

    @BeforeEach
    void startAService() {
        start();
        control = new EmbeddedControl(
                new EmbeddedControl.Processes() {
                    @Override
                    public ChildProcess process(String service) {
                        return busy;
                    }

                    @Override
                    public void start(String service) {
                        EmbeddedControlTest.this.start();
                    }

                    @Override
                    public boolean isReady(String service) {
                        return busy.isAlive();
                    }

                    @Override
                    public Optional<Toxiproxy> proxy() {
                        return Optional.empty();
                    }
                },
                processes,
                folder,
                ProcessorQuota::parents,
                folder);
    }

    @AfterEach
    void endIt() {
        control.close();
        processes.close();
    }

    @Test
    @DisplayName("stops it and lets it go on, by the system's own word")
    void stopsIt() throws IOException {
        assertThat(control.pause(SERVICE)).isEqualTo("process %s of shop is T (stopped)".formatted(busy.pid()));
        assertThat(state()).startsWith("T");

        assertThat(control.resume(SERVICE)).startsWith("process %s of shop is ".formatted(busy.pid()));
        assertThat(state()).doesNotStartWith("T");
    }

    @Test
    @DisplayName("kills it and starts it again")
    void killsIt() {
        long before = busy.pid();

        assertThat(control.kill(SERVICE)).isEqualTo("process %s of shop was ended by SIGKILL".formatted(before));
        assertThat(busy.isAlive()).isFalse();

        assertThat(control.start(SERVICE)).isEqualTo("process %s of shop answers".formatted(busy.pid()));
        assertThat(busy.isAlive()).isTrue();
        assertThat(busy.pid()).isNotEqualTo(before);
        assertThat(control.start(SERVICE)).as("what lives is left alone").contains(Long.toString(busy.pid()));
    }

    @Test
    @DisplayName("says why a process that is gone cannot be stopped")
    void saysWhy() {
        control.kill(SERVICE);

        assertThatThrownBy(() -> control.pause(SERVICE)).hasMessageContaining("SIGSTOP to shop");
    }

    @Test
    @DisplayName("says why the network of a process cannot be impaired that finds the database by itself")
    void saysWhyNotTheNetwork() {
        assertThatThrownBy(() -> control.impairNetwork(SERVICE, new Impairment.Partition()))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("nothing stands between shop and the database");
    }

    @Test
    @DisplayName("limits its processor's time, which the system counts, and leaves no group behind")
    void limitsIt() {
        assumeThat(control.obstacle(ServiceControl.Deed.LIMIT_PROCESSOR)).isEmpty();

        assertThat(control.throttled(SERVICE)).isZero();
        assertThat(control.limitProcessor(SERVICE, 0.05)).contains("which has 0.05 of a core");
        Path group = ProcessorQuota.parents().stream()
                .map(parent -> parent.resolve(
                        "lo2-%s-%s".formatted(ProcessHandle.current().pid(), busy.pid())))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        await().until(() -> control.throttled(SERVICE) > 0);

        assertThat(control.freeProcessor(SERVICE)).contains("its limit is removed");
        assertThat(group).doesNotExist();
        assertThat(control.freeProcessor(SERVICE)).isEqualTo("shop has no limit of the processor");
    }

    private void start() {
        busy = processes.start(
                new ChildCommand(
                        ChildKind.SERVICE, SERVICE, List.of("sh", "-c", "while :; do :; done"), folder, Map.of()),
                line -> {});
    }

    private String state() throws IOException {
        return Files.readAllLines(Path.of("/proc/%s/status".formatted(busy.pid()))).stream()
                .filter(line -> line.startsWith("State:"))
                .map(line -> line.substring(6).strip())
                .findFirst()
                .orElseThrow();
    }
}
