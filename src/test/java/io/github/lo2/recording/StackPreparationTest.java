package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.plan.Isolation;
import io.github.lo2.plan.Plan;
import io.github.lo2.stack.StackException;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Before a scenario, the stack")
class StackPreparationTest {
    private final QuietStack stack = new QuietStack();

    @TempDir
    Path results;

    private RunFolder run;
    private int afterRepairs;

    @BeforeEach
    void openARun() {
        run = RunFolders.create(new Plan(1, List.of()), Map.of("lo2.results", results.toString()), EpochClock.system());
    }

    @AfterEach
    void closeTheRun() {
        run.close();
    }

    @Test
    @DisplayName("is made whole, and no more, when scenarios are not isolated")
    void isMadeWhole() {
        preparation(Isolation.NONE, Duration.ZERO).prepareScenario();

        assertThat(stack.told()).containsExactly("repair");
    }

    @Test
    @DisplayName(
            "is waited for until it tells of itself again, when a part of it had to be started anew, and only then")
    void isWaitedForAfterARepair() {
        StackPreparation preparation = preparation(Isolation.NONE, Duration.ZERO);
        preparation.prepareScenario();
        assertThat(afterRepairs).isZero();

        stack.breakAPart();
        preparation.prepareScenario();

        assertThat(afterRepairs).isEqualTo(1);
    }

    @Test
    @DisplayName("gets its data back when the database is isolated")
    void getsItsDataBack() {
        preparation(Isolation.DATABASE, Duration.ZERO).prepareScenario();

        assertThat(stack.told()).containsExactly("repair", "restoreData");
    }

    @Test
    @DisplayName("starts afresh when it is isolated, and is as it was at the start when it is not warmed up")
    void startsAfresh() {
        preparation(Isolation.STACK, Duration.ZERO).prepareScenario();

        assertThat(stack.told()).containsExactly("repair", "restart");
    }

    @Test
    @DisplayName("that starts afresh is not warmed up for the run, since it is for each scenario")
    void isNotWarmedUpTwice() {
        StackPreparation fresh = preparation(Isolation.STACK, Duration.ofSeconds(1));

        fresh.prepareRun();

        assertThatThrownBy(fresh::prepareScenario).hasMessage("warmed up for PT1S");
        assertThatThrownBy(
                        () -> preparation(Isolation.NONE, Duration.ofSeconds(2)).prepareRun())
                .hasMessage("warmed up for PT2S");
    }

    @Test
    @DisplayName("that cannot be made whole says so")
    void saysThatItCannotBeMadeWhole() {
        stack.failing("repair", 1);

        assertThatThrownBy(() -> preparation(Isolation.STACK, Duration.ZERO).prepareScenario())
                .isInstanceOf(StackException.class);
        assertThat(stack.told()).containsExactly("repair");
    }

    /** In place of a load, say that there would be one. */
    private StackPreparation preparation(Isolation isolation, Duration warmUp) {
        return new StackPreparation(
                stack,
                isolation,
                new WarmUp(
                        Optional.of(warmUp),
                        (duration, listener) -> {
                            throw new IllegalStateException("warmed up for " + duration);
                        },
                        Optional.empty(),
                        EpochClock.system(),
                        run.log()),
                () -> afterRepairs++);
    }
}
