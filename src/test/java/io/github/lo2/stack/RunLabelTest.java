package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The label of a run")
@Timeout(30)
class RunLabelTest {
    private static final long MINUTE = Duration.ofMinutes(1).toSeconds();

    @Test
    @DisplayName("is read back from its text")
    void isReadBack() {
        RunLabel current = RunLabel.current();

        assertThat(RunLabel.parse(current.toString())).contains(current);
        assertThat(RunLabel.parse("pid-4711-1795500000")).contains(new RunLabel(4711, 1_795_500_000));
        assertThat(new RunLabel(4711, 1_795_500_000)).hasToString("pid-4711-1795500000");
    }

    @Test
    @DisplayName("of this process tells its id and that it lives")
    void ofThisProcessLives() {
        assertThat(RunLabel.current().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(RunLabel.current().isAlive()).isTrue();
    }

    @Test
    @DisplayName("tells that its process lives until it has ended")
    void livesUntilItEnds() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        try {
            Instant started = process.info().startInstant().orElseThrow();
            var label = new RunLabel(process.pid(), started.getEpochSecond());
            assertThat(label.isAlive()).as("%s while it reads", label).isTrue();

            process.getOutputStream().close();
            process.waitFor();

            assertThat(label.isAlive()).as("%s after its end", label).isFalse();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @DisplayName("does not take a later process with the same id for its own")
    void isNotTakenForAnother() {
        RunLabel current = RunLabel.current();

        assertThat(new RunLabel(current.pid(), current.startedSeconds() - MINUTE).isAlive())
                .isFalse();
        assertThat(new RunLabel(current.pid(), current.startedSeconds() + MINUTE).isAlive())
                .isFalse();
    }

    @ParameterizedTest(name = "''{0}''")
    @DisplayName("is none when no run of the suite made it")
    @ValueSource(
            strings = {
                "by-hand",
                "",
                "pid-4711",
                "pid-4711-",
                "pid--1795500000",
                "pid-4711-1795500000-1",
                "pid-x-1795500000",
                "xpid-4711-1795500000",
                " pid-4711-1795500000",
                "pid-4711-1795500000\n",
                "pid-9223372036854775808-1795500000"
            })
    void isNone(String text) {
        assertThat(RunLabel.parse(text)).isEmpty();
    }
}
