package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A turn")
@Timeout(20)
class TurnTest {
    private static final Scenario SCENARIO = new Scenario(1, "correct", Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());

    @TempDir
    Path results;

    @AfterEach
    void endAll() {
        thread.shutdownNow();
        processes.close();
    }

    @Test
    @DisplayName("keeps what fails in its preparation, an error too, for who waits for it")
    void keepsAFailure() {
        var failure = new OutOfMemoryError("unable to create native thread");
        Turn turn = Turn.prepare(SCENARIO, () -> {
            throw failure;
        });
        var begun = new AtomicBoolean();

        turn.begin(thread, prepared -> {
            begun.set(true);
            throw new AssertionError("begun");
        });

        assertThatThrownBy(turn::awaitBegun).isSameAs(failure);
        assertThatCode(turn::close).doesNotThrowAnyException();
        assertThatCode(turn::discard).doesNotThrowAnyException();
        assertThat(begun).isFalse();
    }

    @Test
    @DisplayName("cannot be waited for before it has come")
    void hasToCome() {
        Turn turn = Turn.prepare(SCENARIO, () -> {
            throw new IllegalStateException("no folder");
        });

        assertThat(turn.isBeginning()).isFalse();
        assertThatThrownBy(turn::awaitBegun).hasMessage("the turn of 'correct' has not come");
    }

    @Test
    @DisplayName("that is closed while it waits tells its beginning so, and waits for that to end")
    void isCancelled() throws Exception {
        RunFolder run = RunFolders.create(
                new Plan(1, List.of(SCENARIO)), Map.of("lo2.results", results.toString()), EpochClock.system());
        Turn turn = Turn.prepare(
                SCENARIO, () -> new Turn.Prepared(run.prepare(SCENARIO), Rig.silent(processes, SCENARIO, results)));
        var waiting = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        turn.begin(thread, prepared -> {
            waiting.countDown();
            while (!turn.isCancelled()) {
                Thread.onSpinWait();
            }
            ended.set(true);
            throw new IllegalStateException("cancelled");
        });
        assertThat(waiting.await(5, TimeUnit.SECONDS)).isTrue();

        turn.close();

        assertThat(ended).isTrue();
        run.close();
    }
}
