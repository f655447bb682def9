package io.github.lo2.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A watch for a clock that is set")
class StepWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private long wall = 1_795_500_000 * SECOND;
    private long monotonic = 77 * SECOND;

    private final StepWatch watch = StepWatch.begin(new EpochClock(() -> EpochClock.toInstant(wall)), () -> monotonic);

    @Test
    @DisplayName("tells how long it was, by both clocks")
    void tellsHowLongItWas() {
        pass(6 * SECOND);

        assertThat(watch.course()).isEqualTo(new ClockCourse(6 * SECOND, 6 * SECOND, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {2 * SECOND, -2 * SECOND})
    @DisplayName("tells how far it was set, forward or back")
    void tellsHowFarItWasSet(long step) {
        pass(3 * SECOND);
        wall += step;
        pass(3 * SECOND);

        assertThat(watch.course()).isEqualTo(new ClockCourse(6 * SECOND + step, 6 * SECOND, step));
    }

    @Test
    @DisplayName("keeps in mind that it was set when it is set back again")
    void keepsItInMind() {
        wall += 2 * SECOND;
        watch.look();
        wall -= 2 * SECOND;
        pass(6 * SECOND);

        assertThat(watch.course()).isEqualTo(new ClockCourse(6 * SECOND, 6 * SECOND, 2 * SECOND));
    }

    @Test
    @DisplayName("takes no reading for a step that a busy machine made late")
    void takesNoLateReadingForAStep() {
        var slow = new EpochClock(() -> {
            pass(SECOND / 2);
            return EpochClock.toInstant(wall);
        });
        var late = StepWatch.begin(slow, () -> {
            pass(SECOND / 4);
            return monotonic;
        });

        assertThat(late.course().step()).isZero();
    }

    private void pass(long nanos) {
        wall += nanos;
        monotonic += nanos;
    }
}
