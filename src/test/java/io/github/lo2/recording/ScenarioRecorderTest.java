package io.github.lo2.recording;

import static io.github.lo2.assertions.DatasetAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.plan.Isolation;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
import io.github.lo2.signal.Span;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A scenario")
@Timeout(60)
class ScenarioRecorderTest {
    private static final ChildProcesses PROCESSES = new ChildProcesses(EpochClock.system());
    private static final String TOO_LONG = "t".repeat(260);

    @TempDir
    Path results;

    private @Nullable Rig open;

    @AfterAll
    static void endProcesses() {
        PROCESSES.close();
    }

    @AfterEach
    void closeTheRig() {
        Optional.ofNullable(open).ifPresent(Rig::close);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                failure("its folder cannot be made", TOO_LONG, rig -> {}, "cannot be made: "),
                failure(
                        "Locust cannot be started",
                        "two",
                        rig -> rig.programs.put("two", "/no/such/program"),
                        "load two cannot be started"),
                failure(
                        "Locust ends before it is ready",
                        "two",
                        rig -> rig.scripts.put("two", "exit 3"),
                        "Locust ended with status 3 before it was ready"),
                failure(
                        "its tables cannot be opened",
                        "two",
                        rig -> rig.spoiling.put("two", folder -> write(folder.resolve(".parts"))),
                        "cannot be written: "),
                failure(
                        "its files cannot be opened",
                        "two",
                        rig -> rig.spoiling.put("two", folder -> write(folder.resolve("metrics"))),
                        "cannot be written: "),
                failure("the stack cannot be repaired", "two", rig -> rig.stack.failing("repair", 2), "repair failed"),
                failure(
                        "the database does not answer",
                        "two",
                        rig -> rig.stack.failing("database", 2),
                        "database failed"));
    }

    @Test
    @DisplayName("says when this machine's clock was set while it was recorded, and is sealed")
    void saysWhenTheClockWasSet() throws Throwable {
        Rig rig = rig(Isolation.NONE, "one");
        rig.onPhase = () -> rig.set.set(Duration.ofSeconds(2).toNanos());

        rig.record(0, recording -> {
            ScenarioFacts facts = recording.captured().facts();
            assertThat(facts.clock().step()).isBetween(1_990_000_000L, 2_000_000_000L);
            assertThat(facts.clock().wall() - facts.clock().monotonic()).isBetween(1_990_000_000L, 2_010_000_000L);
            assertThat(facts.objections())
                    .filteredOn(verdict -> verdict.kind() == VerdictKind.CLOCK)
                    .singleElement()
                    .satisfies(clock -> assertThat(clock.rows()).hasAtLeastOneElementOfType(Evidence.ClockStep.class));
        });

        assertThat(rig.sealed("one")).isDirectoryContaining("glob:**/scenario.json");
    }

    @Test
    @DisplayName("says when this machine's clock was set in the wait before its load")
    void saysWhenTheClockWasSetInTheWait() throws Throwable {
        Rig rig = rig(Isolation.NONE, "one", "two");
        var inTheWait = new AtomicLong();
        rig.onReading = () -> {
            // The second turn has begun; some looks later the clock is right again.
            if (Collections.frequency(rig.stack.told(), "repair") == 2 && inTheWait.incrementAndGet() == 200) {
                rig.set.set(0);
            }
        };
        rig.prepareFirst();
        rig.record(0, recording -> {
            recording.awaitLoad();
            rig.set.set(Duration.ofSeconds(-2).toNanos());
        });

        rig.record(1, recording -> {
            ScenarioFacts facts = recording.captured().facts();
            assertThat(facts.clock().step()).isBetween(1_990_000_000L, 2_000_000_000L);
            assertThat(facts.objections()).extracting(Verdict::kind).contains(VerdictKind.CLOCK);
        });
    }

    @Test
    @DisplayName("says how many spans of it came when all seemed to be there")
    void saysWhatCameLate() throws Throwable {
        Rig rig = rig(Isolation.NONE, "one");
        rig.whileMetricsAreRead = window -> rig.router.span(new Span(
                "web",
                "t",
                "s",
                "",
                "GET",
                "client",
                window.startNanos(),
                rig.clock.nanos(),
                "UNSET",
                "",
                "",
                Map.of()));

        rig.record(
                0,
                recording -> assertThat(recording.captured().facts().missing())
                        .extracting(Missing::signal, Missing::what)
                        .contains(tuple(
                                Signal.SPANS,
                                "1 spans of the window, which came after one of each service that ended later")));
    }

    @ParameterizedTest
    @DisplayName("is sealed, whatever fails for a later one; that is thrown when its turn comes, and the one after is"
            + " sealed")
    @MethodSource("failures")
    void isNotHurtByALaterOne(String tag, Consumer<Rig> failure, String message) throws Throwable {
        Rig rig = rig(Isolation.NONE, "one", tag, "three");
        failure.accept(rig);
        rig.prepareFirst();

        rig.record(0);

        assertThat(rig.sealed("one")).isDirectoryContaining("glob:**/scenario.json");
        long asked = rig.clock.nanos();
        assertThatThrownBy(() -> rig.record(1)).hasMessageContaining(message);
        assertThat(rig.log())
                .contains("Scenario '%s' is not kept: ".formatted(tag))
                .contains(message);
        assertThat(rig.run.path().resolve(tag).toFile()).as("the failed one").doesNotExist();

        var begun = new AtomicLong();
        rig.record(2, recording -> begun.set(recording.captured().facts().startTime()));
        assertThat(rig.sealed("three")).isDirectoryContaining("glob:**/scenario.json");
        assertThat(Duration.ofNanos(begun.get() - asked))
                .as("wait after the failed one")
                .isGreaterThanOrEqualTo(Rig.PAUSE);
    }

    @Test
    @DisplayName(
            "tells whoever listens of its phases and its end before the next one begins, and is sealed when that fails")
    void tellsOfItsPhases() throws Throwable {
        Rig rig = rig(Isolation.NONE, "one", "two");
        rig.onPhase = () -> {
            rig.onPhase = () -> {};
            throw new IllegalStateException("no fault was injected");
        };

        assertThatThrownBy(() -> rig.record(0)).hasMessage("no fault was injected");
        rig.record(1);

        assertThat(rig.heard).containsExactly("one begins fault", "one ended", "two begins fault", "two ended");
        assertThat(rig.sealed("one")).isDirectoryContaining("glob:**/scenario.json");
    }

    @Test
    @DisplayName("is sealed when what its test says does not hold, and all of that is said at once")
    void isSealedWhateverItsTestSays() {
        Rig rig = rig(Isolation.NONE, "one", "two");

        assertThatThrownBy(() -> rig.record(0, recording -> {
                    recording.awaitLoad();
                    assertThat(recording.captured())
                            .hasItsLabelConfirmed()
                            .hasNoRow("SELECT route, status FROM requests")
                            .hasRow("SELECT 1 FROM spans WHERE service_name = ?", "web");
                    throw new IllegalStateException("a fault in the test itself");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LABEL failed: ")
                .hasMessageContaining(
                        "1 rows instead of none answer: SELECT route, status FROM requests\n  route=/, status=200")
                .hasMessageContaining("no row instead of one or more answers: SELECT 1 FROM spans")
                .hasMessageContaining("a fault in the test itself");

        assertThat(rig.sealed("one")).isDirectoryContaining("glob:**/scenario.json");
        assertThat(rig.log())
                .contains("Sealed scenario 'one'")
                .contains("Scenario 'one' is not as its test says: a fault in the test itself")
                .contains("LABEL failed: ")
                .containsOnlyOnce("no row instead of one or more");
    }

    @Test
    @DisplayName("cannot be asked or judged when its body has ended")
    void cannotBeJudgedLater() throws Throwable {
        Rig rig = rig(Isolation.NONE, "one");
        var kept = new ArrayList<CapturedScenario>();

        rig.record(0, recording -> kept.add(recording.captured()));

        assertThatThrownBy(() -> assertThat(kept.get(0)).hasItsLabelConfirmed())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("'one' can only be asked and judged in the body of its scenario");
        assertThatThrownBy(() -> kept.get(0).rows("SELECT 1")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @DisplayName("whose Locust dies is not kept and says so, however the scenarios are isolated; the next is sealed")
    @EnumSource(names = {"NONE", "DATABASE"})
    void saysThatLocustDied(Isolation isolation) throws Throwable {
        Rig rig = rig(isolation, "one", "two");
        rig.scripts.put("one", ": > \"$requests\"; echo 'lo2 armed'; read word; exit 7");

        assertThatThrownBy(() -> rig.record(0, Recording::awaitLoad))
                .hasMessageContaining("Locust ended with status 7 before its load did");

        assertThat(rig.sealed("one")).doesNotExist();
        assertThat(rig.log()).contains("Scenario 'one' is not kept: ").contains("Waiting for ");
        assertThatCode(() -> rig.record(1)).doesNotThrowAnyException();
        assertThat(rig.sealed("two")).exists();
    }

    @Test
    @DisplayName("is not sealed once the stack is being taken down, and says so")
    void isNotSealedWhileTheStackEnds() {
        Rig rig = rig(Isolation.NONE, "one");

        assertThatThrownBy(() -> rig.record(0, recording -> {
                    recording.awaitLoad();
                    rig.ending = true;
                }))
                .isInstanceOf(RecordingException.class);

        assertThat(rig.sealed("one")).doesNotExist();
        assertThat(rig.log())
                .contains("Scenario 'one' is not kept: ", "the stack was taken down before all its signals were there");
    }

    @Test
    @DisplayName("says that its metrics were fetched only when they were")
    void saysWhatWasDone() throws Throwable {
        Rig rig = rig(Isolation.NONE, "one", "two");
        rig.record(0);
        assertThat(rig.log()).contains("Fetched docker logs from ", "Fetched Prometheus metrics from ");

        rig.metricsUnreadable = true;
        rig.record(1);

        assertThat(rig.log())
                .containsOnlyOnce("Fetched Prometheus metrics from ")
                .containsPattern("No Prometheus metrics from .* to .*: Prometheus does not answer");
        assertThat(rig.sealed("two")).exists();
    }

    @Test
    @DisplayName("begins at its due time while the one before is still being sealed, unless they are isolated")
    void beginsWhenDue() throws Throwable {
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        Rig rig = rig(Isolation.NONE, "one", "two");
        rig.prepareFirst();

        for (int place = 0; place < 2; place++) {
            rig.record(place, recording -> {
                starts.add(recording.captured().facts().startTime());
                ends.add(recording.captured().facts().endTime());
            });
        }

        assertThat(Duration.ofNanos(starts.get(1) - ends.get(0))).isBetween(Rig.PAUSE, Rig.PAUSE.plusSeconds(2));
    }

    private Rig rig(Isolation isolation, String... tags) {
        Rig rig = new Rig(PROCESSES, results, isolation, List.of(tags));
        open = rig;
        return rig;
    }

    private static Arguments failure(String name, String tag, Consumer<Rig> failure, String message) {
        return argumentSet(name, tag, failure, message);
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "in the way");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
