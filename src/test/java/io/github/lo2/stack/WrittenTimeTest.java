package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.process.OutputLine;
import io.github.lo2.time.EpochClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A line was written")
class WrittenTimeTest {
    @ParameterizedTest(name = "\"{1}\", read at {0}")
    @DisplayName("at the end of the millisecond that it begins with, whatever its time zone, and before it was read")
    @CsvSource({
        "2026-11-25T12:00:00.123900Z, 12:00:00.104 [XNIO-1 task-6], 2026-11-25T12:00:00.104999999Z",
        "2026-11-25T12:00:00.123900Z, 12:00:00.123 [XNIO-1 task-6], 2026-11-25T12:00:00.123900Z",
        "2026-11-25T12:00:00.123900Z, 21:00:00.104 [XNIO-1 task-6], 2026-11-25T12:00:00.104999999Z",
        "2026-11-25T12:00:00.123900Z, 17:45:00.104 [XNIO-1 task-6], 2026-11-25T12:00:00.104999999Z",
        "2026-11-26T00:00:00.003Z, 23:59:59.990 [XNIO-1 task-6], 2026-11-25T23:59:59.990999999Z"
    })
    void whenItSays(Instant read, String line, Instant written) {
        assertThat(written(read, line)).isEqualTo(written);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @DisplayName("when it was read, if it does not say")
    @CsvSource({
        "''",
        "12:00:00.1",
        "12:00:00",
        "1x:00:00.104 [XNIO-1 task-6]",
        "12:00:00.1 4 [XNIO-1 task-6]",
        "2026-11-25 12:00:00 0 [Note] ready",
        "11:58:00.104 [XNIO-1 task-6]"
    })
    void whenItWasRead(String line) {
        Instant read = Instant.parse("2026-11-25T12:00:00.123900Z");

        assertThat(written(read, line)).isEqualTo(read);
    }

    private static Instant written(Instant read, String line) {
        return EpochClock.toInstant(WrittenTime.epochNanos(
                new OutputLine(EpochClock.toNanos(read), line.getBytes(StandardCharsets.UTF_8))));
    }
}
