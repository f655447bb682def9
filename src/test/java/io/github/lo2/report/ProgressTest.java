package io.github.lo2.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The progress of a run")
class ProgressTest {
    private static final Instant END = Instant.parse("2026-11-24T08:15:30.999Z");

    private final Progress progress = new Progress(54, ZoneOffset.ofHours(2));

    @Test
    @DisplayName("is worded in one line, with the end in the person's own time")
    void isWorded() {
        assertThat(progress.line(
                        3, "get_user_404_no_user", Duration.ofSeconds(40), Duration.ofSeconds(120), 10_000, 2, END))
                .isEqualTo(
                        "scenario 3 of 54, get_user_404_no_user: 80 s left, 250 requests/s, 2 failures; run ends about"
                                + " 10:15:30");
    }

    @Test
    @DisplayName("can be asked for at the first moment")
    void canBeAskedForAtOnce() {
        assertThat(progress.line(1, "correct", Duration.ZERO, Duration.ofSeconds(20), 0, 0, END))
                .startsWith("scenario 1 of 54, correct: 20 s left, 0 requests/s, 0 failures;");
    }

    @Test
    @DisplayName("has no time left, not less, when a load takes longer than planned")
    void hasNoTimeLeft() {
        assertThat(progress.line(54, "correct", Duration.ofSeconds(23), Duration.ofSeconds(20), 46, 0, END))
                .startsWith("scenario 54 of 54, correct: 0 s left, 2 requests/s,");
    }

    @Test
    @DisplayName("has its figures side by side where the line is drawn again")
    void isDrawnAgain() {
        assertThat(progress.live(
                        3,
                        "user_jvm_exception",
                        "fault (JVMException on)",
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(120),
                        10_000,
                        120_400_000,
                        2,
                        END,
                        12_340_000_000L))
                .containsExactly(
                        "3/54 user_jvm_exception, fault (JVMException on)",
                        "80 s left, run until 10:15:30 | 250/s, p95 120 ms, 2 failures | 12.3 GB free");
    }
}
