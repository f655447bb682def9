package io.github.lo2.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A child process")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class ChildProcessTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_795_500_000));
    private final EpochClock steppedClock = new EpochClock(now::get);
    private final ChildProcesses processes = new ChildProcesses(steppedClock);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void forgetEarlierLines() {
        lines.clear();
    }

    @AfterAll
    void endWhatIsLeft() {
        processes.close();
    }

    @Test
    @DisplayName("has each line stamped with the time at which it was read")
    void hasItsLinesStamped() {
        EpochClock clock = EpochClock.system();
        var stamped = new CopyOnWriteArrayList<OutputLine>();
        try (var timed = new ChildProcesses(clock)) {
            long before = clock.nanos();
            timed.start(shell("echo first; echo second"), stamped::add).waitFor(SOON);
            long after = clock.nanos();

            assertThat(stamped).extracting(OutputLine::text).containsExactly("first", "second");
            assertThat(stamped)
                    .extracting(OutputLine::epochNanos)
                    .isSorted()
                    .allSatisfy(time -> assertThat(time).isBetween(before, after));
        }
    }

    @Test
    @DisplayName("has its standard error kept for messages, apart from what it answers")
    void hasItsErrorsApart() {
        ChildProcess child = start("echo ld.so: warning >&2; echo answer; echo ld.so: again >&2");
        child.waitFor(SOON);

        assertThat(lines).containsExactly("answer");
        assertThat(child.lastLines()).containsExactly("answer", "ld.so: warning", "ld.so: again");
    }

    @Test
    @DisplayName("that logs has its standard error in order with its standard output")
    void thatLogsHasBothTogether() {
        // By a clock that goes on: the end of what is gathered is when nothing has come for some time.
        try (var timed = new ChildProcesses(EpochClock.system())) {
            timed.startGathering(shell("echo first; echo second >&2; echo third"), line -> lines.add(line.text()))
                    .waitFor(SOON);
        }

        assertThat(lines).containsExactly("first", "second", "third");
    }

    @Test
    @DisplayName("gets what its kind says of this process's environment")
    void getsTheEnvironmentOfItsKind() {
        assertThat(processes.run(
                        new ChildCommand(
                                ChildKind.SERVICE,
                                "the shell",
                                List.of("sh", "-c", "date +%Z; env"),
                                folder,
                                Map.of("A", "b")),
                        SOON))
                .startsWith("UTC")
                .contains("LC_ALL=C.UTF-8", "A=b")
                .noneMatch(line -> line.startsWith("HOME="));
    }

    @Test
    @DisplayName("has its last line handed on even if no line feed ends it, and empty lines too")
    void hasItsUnfinishedLineHandedOn() {
        start("printf 'one\\n\\ntwo \\342\\202\\254'").waitFor(SOON);

        assertThat(lines).containsExactly("one", "", "two \u20ac");
    }

    @Test
    @DisplayName("has a line that comes in pieces put together")
    void hasPiecesPutTogether() {
        ChildProcess child = start("printf 'begin '; read rest; echo $rest");

        child.send("and end");
        child.waitFor(SOON);

        assertThat(lines).containsExactly("begin and end");
    }

    @Test
    @DisplayName("is read on when its listener throws, or it would wait in its own calls")
    void isReadOnWhateverItsListenerThrows() {
        ChildProcess child = processes.start(shell("printf 'one\\ntwo\\nthree\\n'"), line -> {
            if (line.text().equals("two")) {
                throw new IllegalStateException("a line of the listener's own that is not foreseen: two");
            }
            lines.add(line.text());
        });
        child.waitFor(SOON);

        assertThat(lines).containsExactly("one", "three");
    }

    @Test
    @DisplayName("has its last 25 lines kept for messages")
    void hasItsLastLinesKept() {
        ChildProcess child = start("i=1; while [ $i -le 40 ]; do echo line $i; i=$((i+1)); done");
        child.waitFor(SOON);

        assertThat(child.lastLines())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(16, 40).mapToObj(i -> "line " + i).toList());
    }

    @Test
    @DisplayName("has not been read to the end while the listener works on a line")
    void outputIsPendingWhileTheListenerWorks() {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        ChildProcess child = processes.start(shell("echo busy; read end"), line -> {
            entered.countDown();
            awaitLatch(leave);
        });
        awaitLatch(entered);

        long printed = steppedClock.nanos();
        step(Duration.ofHours(1));
        assertThat(child.outputPassed(printed)).as("while the line is handled").isFalse();

        leave.countDown();
        await().untilAsserted(() -> {
            step(Duration.ofSeconds(1));
            assertThat(child.outputPassed(printed)).as("after it").isTrue();
        });
    }

    @Test
    @DisplayName("has been read up to a moment when it has been quiet for 30 ms since")
    void outputHasPassedWhenQuiet() {
        ChildProcess child = start("echo ready; read end");
        await().untilAsserted(() -> {
            step(Duration.ofSeconds(1));
            assertThat(lines).containsExactly("ready");
            assertThat(child.outputPassed(
                            steppedClock.nanos() - Duration.ofSeconds(1).toNanos()))
                    .isTrue();
        });

        long moment = steppedClock.nanos();
        assertThat(child.outputPassed(moment)).as("at the moment itself").isFalse();
        step(Duration.ofMillis(29));
        assertThat(child.outputPassed(moment)).as("29 ms later").isFalse();
        step(Duration.ofMillis(1));
        assertThat(child.outputPassed(moment)).as("30 ms later").isTrue();
    }

    @Test
    @DisplayName("has been read to the end when it has ended")
    void outputHasPassedWhenEnded() {
        ChildProcess child = start("echo bye");
        child.waitFor(SOON);

        assertThat(child.outputPassed(Long.MAX_VALUE)).isTrue();
    }

    @Test
    @DisplayName("is ended by force, its descendants too, when it ignores being asked to end")
    void isEndedByForce() {
        ChildProcess child = start("trap '' TERM; sleep 1000 & echo $!; while :; do sleep 1; done");
        await().until(() -> !lines.isEmpty());
        long descendant = Long.parseLong(lines.get(0));
        assertThat(runs(descendant)).isTrue();

        child.close();

        assertThat(child.isAlive()).isFalse();
        await().untilAsserted(() -> assertThat(runs(descendant))
                .as("descendant %d runs", descendant)
                .isFalse());
    }

    @Test
    @DisplayName("is ended at once although a descendant holds its output open")
    void isEndedAtOnce() {
        ChildProcess child = start("sleep 1000 & echo $!; exec sleep 1001");
        await().until(() -> !lines.isEmpty());
        long descendant = Long.parseLong(lines.get(0));

        long before = EpochClock.system().nanos();
        child.close();
        Duration taken = Duration.ofNanos(EpochClock.system().nanos() - before);

        assertThat(taken).as("time to close").isLessThan(Duration.ofSeconds(4));
        assertThat(child.isAlive()).isFalse();
        await().untilAsserted(() -> assertThat(runs(descendant))
                .as("descendant %d runs", descendant)
                .isFalse());
    }

    @Test
    @DisplayName("whose output is gathered has all of it read, in order, by one thread, and is not held up by that")
    void isGathered() {
        String line = "a line of some length, as services print them";
        int count = 400_000;
        var read = new AtomicInteger();
        var threads = ConcurrentHashMap.<Thread>newKeySet();
        try (var others = new ChildProcesses(EpochClock.system())) {
            // To fill the pipe and to wait for the reader each time would take longer than is waited for.
            ChildProcess first = others.startGathering(
                    shell("yes '%s' | head -n %s".formatted(line, count)), printed -> read.incrementAndGet());
            ChildProcess second = others.startGathering(shell("echo one; echo two; printf three"), printed -> {
                threads.add(Thread.currentThread());
                lines.add(printed.text());
            });

            assertThat(second.waitFor(SOON)).isZero();
            assertThat(first.waitFor(Duration.ofSeconds(5))).isZero();
        }
        assertThat(read).hasValue(count);
        assertThat(lines).containsExactly("one", "two", "three");
        assertThat(threads).hasSize(1);
    }

    @Test
    @DisplayName("whose output is gathered has been read up to a moment when it has been quiet since")
    void gatheredOutputHasPassedWhenQuiet() {
        ChildProcess child = processes.startGathering(
                shell("echo ready; read go; echo done; exec sleep 1000"), line -> lines.add(line.text()));
        await().until(() -> lines.contains("ready"));

        child.send("go");
        await().until(() -> lines.contains("done"));
        long printed = steppedClock.nanos();

        assertThat(child.outputPassed(printed)).as("at the moment itself").isFalse();
        await().untilAsserted(() -> {
            step(Duration.ofMillis(30));
            assertThat(child.outputPassed(printed)).as("later").isTrue();
        });
        assertThat(lines).containsExactly("ready", "done");
    }

    @Test
    @DisplayName("is ended with all others when their starter is closed")
    void isEndedWithAllOthers() {
        var others = new ChildProcesses(EpochClock.system());
        ChildProcess first = others.start(shell("exec sleep 1000"), line -> {});
        ChildProcess second = others.start(shell("exec sleep 1000"), line -> {});

        others.close();

        assertThat(List.of(first, second)).noneMatch(ChildProcess::isAlive);
        assertThatThrownBy(() -> others.start(shell("exec sleep 1000"), line -> {}))
                .isInstanceOf(ChildProcessException.class)
                .hasMessage("the shell is not started: the suite is ending");
    }

    @Test
    @DisplayName("that runs too long is told by name, pid, limit and last lines")
    void isToldWhenItRunsTooLong() {
        ChildProcess child = start("echo still here; exec sleep 1000");
        await().until(() -> !lines.isEmpty());

        assertThatThrownBy(() -> child.waitFor(Duration.ofMillis(50)))
                .isInstanceOf(ChildProcessException.class)
                .hasMessageStartingWith("the shell (pid %d) still runs after 0 s", child.pid())
                .hasMessageContaining("still here");
    }

    @Test
    @DisplayName("run to its end gives what it printed, in its folder and with its variables")
    void runGivesWhatItPrinted() throws Exception {
        var command = new ChildCommand(
                ChildKind.SERVICE,
                "the shell",
                List.of("sh", "-c", "pwd -P; echo $FRUIT"),
                folder,
                Map.of("FRUIT", "pear"));

        assertThat(processes.run(command, SOON))
                .containsExactly(folder.toRealPath().toString(), "pear");
    }

    @Test
    @DisplayName("run to another status than 0 is told by name, status and what it said")
    void runTellsWhatItSaid() {
        assertThatThrownBy(() -> processes.run(shell("echo no such fruit; echo at all >&2; exit 3"), SOON))
                .isInstanceOf(ChildProcessException.class)
                .hasMessage("the shell ended with status 3; expected 0; it said: no such fruit | at all");
    }

    @Test
    @DisplayName("that cannot be started is told with its command")
    void isToldWhenItCannotBeStarted() {
        var command = new ChildCommand(
                ChildKind.SERVICE, "the fruit", List.of("no-such-program", "--pear"), folder, Map.of());

        assertThatThrownBy(() -> processes.start(command, line -> {}))
                .isInstanceOf(ChildProcessException.class)
                .hasMessageStartingWith("the fruit cannot be started: ")
                .hasMessageEndingWith("command: no-such-program --pear");
    }

    private ChildProcess start(String script) {
        return processes.start(shell(script), line -> lines.add(line.text()));
    }

    private ChildCommand shell(String script) {
        return new ChildCommand(ChildKind.SERVICE, "the shell", List.of("sh", "-c", script), folder, Map.of());
    }

    private void step(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    /** Tell whether a process runs; one that ended and whose parent has not yet noticed has no command any more. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().command())
                .isPresent();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
