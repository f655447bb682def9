package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.time.EpochClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log of a run")
class RunLogTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.ofEpochSecond(1_795_500_000, 999_999_999));
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    @DisplayName("has lines of UNIX second, a blank and a message, and shows each on the terminal")
    void hasTheLinesOfTheReference() {
        RunLog log = log(folder.resolve("run_log.log"));

        log.say("Run started");
        now.set(Instant.ofEpochSecond(1_795_500_012));
        log.say("Starting locust test for tag 'correct' with duration 20s");

        String expected = """
            1795500000 Run started
            1795500012 Starting locust test for tag 'correct' with duration 20s
            """;
        assertThat(folder.resolve("run_log.log")).hasContent(expected);
        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines(expected);
    }

    @Test
    @DisplayName("does not keep what is only shown")
    void doesNotKeepWhatIsShown() {
        RunLog log = log(folder.resolve("run_log.log"));

        log.show("12 s left");

        assertThat(folder.resolve("run_log.log")).doesNotExist();
        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("12 s left\n");
    }

    @Test
    @DisplayName("is named when it cannot be written")
    void isNamedWhenItCannotBeWritten() {
        Path file = folder.resolve("gone").resolve("run_log.log");

        assertThatThrownBy(() -> log(file).say("Run started"))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("%s cannot be written: ", file);
    }

    @Test
    @DisplayName("puts a line in the place of those that are drawn again, and these in their own")
    void putsALineInThePlaceOfTheLiveOnes() {
        RunLog log = log(folder.resolve("run_log.log"));

        log.redraw(List.of("1 of 2", "soon"));
        log.redraw(List.of("2 of 2"));
        log.show("sealed");
        log.show("next");

        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("\u001b[?7l1 of 2\u001b[?7h\n\u001b[?7lsoon\u001b[?7h"
                        + "\u001b[A\r\u001b[J\u001b[?7l2 of 2\u001b[?7h"
                        + "\r\u001b[Jsealed\nnext\n");
    }

    private RunLog log(Path file) {
        return new RunLog(
                file, new EpochClock(now::get), new PrintStream(terminal, true, StandardCharsets.UTF_8), true);
    }
}
