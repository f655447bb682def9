package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.stack.ContainerState.Condition;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The state of a container")
class ContainerStateTest {
    private static final String STARTED = "2026-11-28T07:00:00Z";
    private static final List<String> LINES = List.of("last line");

    @Test
    @DisplayName("is no trouble when it has run all the time")
    void runs() {
        assertThat(new ContainerState(Condition.RUNNING, 0, STARTED).trouble("key", STARTED, LINES))
                .isEmpty();
    }

    @Test
    @DisplayName("is trouble, in words, when it was started anew, paused, ended or removed")
    void isTrouble() {
        assertThat(new ContainerState(Condition.RUNNING, 0, "2026-11-28T07:01:00Z").trouble("key", STARTED, LINES))
                .hasValue("key was started anew at 2026-11-28T07:01:00Z");
        assertThat(new ContainerState(Condition.PAUSED, 0, STARTED).trouble("key", STARTED, LINES))
                .hasValue("key is paused");
        assertThat(new ContainerState(Condition.ENDED, 137, STARTED).trouble("key", STARTED, LINES))
                .hasValue("key has ended with status 137; its last lines: last line");
        assertThat(ContainerState.REMOVED.trouble("key", STARTED, LINES))
                .hasValue("key was removed, and its log with it");
    }

    @Test
    @DisplayName("has a gap of its log blamed on each window that may have lost lines, and on no other")
    void blamesItsGaps() {
        var gap = new LogGap("key", 1_000_000_000, 2_000_000_000, "the log stream broke");

        assertThat(gap.touches(0, 999_999_999)).as("a window before it").isFalse();
        assertThat(gap.touches(0, 1_500_000_000)).as("one that ended in it").isTrue();
        assertThat(gap.touches(1_500_000_000, 9_000_000_000L))
                .as("one that began in it")
                .isTrue();
        assertThat(gap.touches(2_000_000_001, 9_000_000_000L))
                .as("one after it")
                .isFalse();
        assertThat(gap)
                .hasToString(
                        "key: lines between 1970-01-01T00:00:01Z and 1970-01-01T00:00:02Z may be missing, the log stream broke");
    }
}
