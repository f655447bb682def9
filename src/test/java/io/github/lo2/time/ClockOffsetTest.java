package io.github.lo2.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The offset of a clock")
class ClockOffsetTest {
    private static final long START = 1_795_500_000_000_000_000L;

    private long now = START;
    private int questions;

    private final EpochClock clock = new EpochClock(() -> EpochClock.toInstant(now));

    @Test
    @DisplayName("is that of the quickest answer, known to half of its round trip")
    void isThatOfTheQuickestAnswer() {
        ClockOffset offset = ClockOffset.measure(clock, () -> {
            boolean quick = ++questions == 7;
            now += quick ? 400 : 9_000;
            long there = now + 1_000_000;
            now += quick ? 600 : 1_000;
            return there;
        });

        assertThat(offset).isEqualTo(new ClockOffset(1_000_000 - 100, 500));
        assertThat(questions).isGreaterThan(10);
    }

    @Test
    @DisplayName("is not that of an answer during which this machine's clock was set back")
    void isNotThatOfASteppedClock() {
        ClockOffset offset = ClockOffset.measure(clock, () -> {
            now += 2_000;
            long there = now - 5_000_000;
            now += ++questions == 3 ? -1_000_000_000 : 2_000;
            return there;
        });

        assertThat(offset).isEqualTo(new ClockOffset(-5_000_000, 2_000));
    }

    @Test
    @DisplayName("is not there when the other clock cannot be read")
    void isNotThereWithoutTheOther() {
        assertThatThrownBy(() -> ClockOffset.measure(clock, () -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }
}
