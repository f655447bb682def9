package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The queue of turns")
class TurnQueueTest {
    private static final List<Scenario> SCENARIOS = Stream.of("one", "two", "three", "four")
            .map(tag -> new Scenario(1, tag, Duration.ofSeconds(1), Duration.ofSeconds(1)))
            .toList();

    @TempDir
    Path results;

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());
    private final List<String> prepared = Collections.synchronizedList(new ArrayList<>());
    private final List<OptionalLong> due = Collections.synchronizedList(new ArrayList<>());
    private RunFolder run;
    private TurnQueue queue;

    @BeforeEach
    void openARun() {
        run = RunFolders.create(new Plan(1, SCENARIOS), Map.of("lo2.results", results.toString()), EpochClock.system());
        queue = queue(Optional.empty());
    }

    private TurnQueue queue(Optional<Instant> deadline) {
        return new TurnQueue(
                SCENARIOS,
                scenario -> {
                    prepared.add(scenario.tag());
                    if (scenario.tag().equals("three")) {
                        throw new IllegalStateException("no room for three");
                    }
                    return new Turn.Prepared(run.prepare(scenario), Rig.silent(processes, scenario, results));
                },
                (turn, ready, dueNanos) -> {
                    due.add(dueNanos);
                    throw new IllegalStateException("begun " + turn.scenario().tag());
                },
                TimeLeft.until(deadline, EpochClock.system()),
                run.log());
    }

    @AfterEach
    void closeAll() {
        queue.close();
        run.close();
        processes.close();
    }

    @Test
    @DisplayName("is two ahead, and never prepares a scenario twice")
    void isTwoAhead() {
        queue.prepareFirst();
        assertThat(prepared).containsExactly("one", "two");

        queue.take(SCENARIOS.get(0));
        queue.prepareAfter(SCENARIOS.get(0));
        queue.prepareAfter(SCENARIOS.get(0));

        assertThat(prepared).containsExactly("one", "two", "three");
    }

    @Test
    @DisplayName("lets a turn begin once: when it is due, or at once when it is taken before")
    void beginsOnce() {
        queue.prepareFirst();

        Turn first = queue.take(SCENARIOS.get(0));
        assertThatThrownBy(first::awaitBegun).hasMessage("begun one");
        queue.beginNext(42);
        queue.beginNext(43);
        Turn second = queue.take(SCENARIOS.get(1));
        assertThatThrownBy(second::awaitBegun).hasMessage("begun two");

        assertThat(due).containsExactly(OptionalLong.empty(), OptionalLong.of(42));
    }

    @Test
    @DisplayName("gives a failed preparation to who takes that turn, and goes on after it")
    void givesAFailureToItsTurn() {
        queue.prepareFirst();
        queue.take(SCENARIOS.get(0));
        queue.prepareAfter(SCENARIOS.get(0));
        queue.take(SCENARIOS.get(1));
        queue.prepareAfter(SCENARIOS.get(1));

        assertThatThrownBy(() -> queue.take(SCENARIOS.get(2)).awaitBegun()).hasMessage("no room for three");
        assertThatThrownBy(() -> queue.take(SCENARIOS.get(3)).awaitBegun()).hasMessage("begun four");
        assertThat(prepared).containsExactly("one", "two", "three", "four");
    }

    @Test
    @DisplayName("undoes what it has prepared when another scenario is taken, and says what it cannot undo")
    void undoesWhatItHasPrepared() throws Exception {
        queue.prepareFirst();
        Path underWay = run.path().resolve(".part");
        assertThat(underWay).isDirectoryContaining("glob:**/two");
        PathUtils.deleteDirectory(underWay.resolve("one"));

        queue.take(SCENARIOS.get(3));

        assertThat(underWay).isDirectoryNotContaining("glob:**/two");
        assertThat(Files.readString(run.path().resolve("run_log.log")))
                .contains("What was prepared for 'one' is not undone: ");
    }

    @Test
    @DisplayName("begins no turn whose load could not end before the deadline, and takes back what it has prepared")
    void beginsNoneTooLate() {
        Instant deadline = Instant.ofEpochSecond(EpochClock.system().nanos() / 1_000_000_000 + 20);
        TurnQueue late = queue(Optional.of(deadline));
        late.prepareFirst();

        assertThatThrownBy(() -> late.take(SCENARIOS.get(0)))
                .isInstanceOf(DeadlineException.class)
                .hasMessage("'one' is not begun: its 1 s of load could not end before the deadline, " + deadline);
        late.beginNext(0);

        assertThat(due).isEmpty();
        assertThat(run.path().resolve(".part")).isEmptyDirectory();
        queue(Optional.of(deadline.plusSeconds(60))).take(SCENARIOS.get(0));
        assertThat(prepared).containsExactly("one", "two", "one");
    }

    @Test
    @DisplayName("begins no turn before its wait is over, though without the wait it could end before the deadline")
    void leavesOutNoWait() {
        long now = EpochClock.system().nanos();
        TurnQueue late = queue(Optional.of(Instant.ofEpochSecond(now / 1_000_000_000 + 60)));
        late.prepareFirst();
        assertThatThrownBy(late.take(SCENARIOS.get(0))::awaitBegun).hasMessage("begun one");

        late.beginNext(now + 120_000_000_000L);
        assertThatThrownBy(() -> late.take(SCENARIOS.get(1))).isInstanceOf(DeadlineException.class);
        late.close();

        assertThat(due).containsExactly(OptionalLong.empty());
    }
}
