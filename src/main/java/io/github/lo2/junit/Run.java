package io.github.lo2.junit;

import static io.github.lo2.assertions.DatasetAssertions.assertThat;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlanFile.SkippedScenario;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioState;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.recording.DeadlineException;
import io.github.lo2.recording.Recording;
import io.github.lo2.recording.RunRecording;
import io.github.lo2.recording.ScenarioBody;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictText;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * The run that a test class records; a parameter of its methods.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> scenarios(Run run) {
 *     return run.scenarios(recording -> {
 *         recording.awaitLoad();
 *         assertThat(recording.captured()).hasItsLabelConfirmed().hasNoOtherFailure();
 *     });
 * }
 *
 * @Test
 * void theDatasetIsComplete(Run run) {
 *     assertThat(run.complete()).isPresent();
 * }
 * }</pre>
 */
public final class Run {
    private final RunRecording recording;

    Run(RunRecording recording) {
        this.recording = recording;
    }

    /**
     * List the scenarios as dynamic tests, each of which must pass all verdicts of the suite.
     *
     * @see #scenarios(ScenarioBody)
     */
    public Stream<DynamicTest> scenarios() {
        return scenarios(Run::passAllVerdicts);
    }

    /**
     * List the scenarios as dynamic tests, in the plan's order: one a tag, with the tag as its name and the line of its
     * Locust task as its source.
     *
     * <p>When only some places of an earlier run's order are recorded again, the others are filled with tests that are
     * not run, since a dynamic test is known by its place. So are those that this machine cannot record, and those that were
     * sealed before the run was resumed; the test of such a one fails when a verdict on it did not pass.
     *
     * @param body what each of them is: its load, its capture, what must hold
     */
    public Stream<DynamicTest> scenarios(ScenarioBody body) {
        Map<Integer, Scenario> byOrdinal =
                plan().scenarios().stream().collect(Collectors.toMap(Scenario::ordinal, Function.identity()));
        Map<Integer, SkippedScenario> skipped =
                recording.skipped().stream().collect(Collectors.toMap(SkippedScenario::ordinal, Function.identity()));
        int last = Stream.concat(byOrdinal.keySet().stream(), skipped.keySet().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return IntStream.rangeClosed(1, last)
                .mapToObj(ordinal -> Optional.ofNullable(byOrdinal.get(ordinal))
                        .map(scenario -> test(scenario, body))
                        .or(() -> Optional.ofNullable(skipped.get(ordinal)).map(Run::skipped))
                        .orElseGet(() -> absent(ordinal)));
    }

    /** Name the folder of the run. */
    public Path path() {
        return recording.path();
    }

    /** Show what was planned. */
    public Plan plan() {
        return recording.plan();
    }

    /** Show what is known of each scenario sealed so far, in the order of the plan. */
    public List<ScenarioFacts> facts() {
        return recording.facts();
    }

    /**
     * Complete the run: tables, report, checksums, manifest; once, a later call gives the same.
     *
     * @return its manifest; empty when a scenario of the plan is not sealed, and the run can be resumed
     */
    public Optional<Manifest> complete() {
        Optional<Manifest> manifest = recording.complete();
        if (manifest.isEmpty() && recording.isOutOfTime()) {
            throw new TestAbortedException(
                    "the deadline was near: the rest is recorded by -Dlo2.resume=" + recording.path());
        }
        return manifest;
    }

    private DynamicTest test(Scenario scenario, ScenarioBody body) {
        URI source = recording.catalogue().source(scenario.tags().get(0)).orElse(null);
        if (recording.state(scenario) instanceof ScenarioState.Sealed sealed) {
            return DynamicTest.dynamicTest(scenario.tag(), source, () -> skipUnlessItFailed(sealed));
        }
        return DynamicTest.dynamicTest(scenario.tag(), source, () -> record(scenario, body));
    }

    /** Skip what was sealed before, unless something speaks against it: a run is not passed because it was resumed. */
    static void skipUnlessItFailed(ScenarioState.Sealed sealed) {
        String before = "sealed before the run was resumed, %s files match their checksums".formatted(sealed.files());
        List<Verdict> objections = sealed.facts().objections();
        if (objections.isEmpty()) {
            Assumptions.abort(before);
        }
        throw new AssertionError("%s; it did not pass: %s"
                .formatted(
                        before, objections.stream().map(VerdictText::sentence).collect(Collectors.joining("; "))));
    }

    private void record(Scenario scenario, ScenarioBody body) throws Throwable {
        try {
            recording.record(scenario, body);
        } catch (DeadlineException e) {
            throw new TestAbortedException(e.getMessage(), e);
        }
    }

    /** What a scenario must do of which nothing is said. */
    static void passAllVerdicts(Recording recording) {
        assertThat(recording.captured()).passesAllVerdicts();
    }

    /** A fault that this machine cannot bring about: neither passed nor failed. */
    static DynamicTest skipped(SkippedScenario skipped) {
        return DynamicTest.dynamicTest(skipped.tag(), () -> Assumptions.abort(skipped.reason()));
    }

    private static DynamicTest absent(int ordinal) {
        return DynamicTest.dynamicTest(
                "place " + ordinal + " of the order",
                () -> Assumptions.abort("place %s is not part of this run".formatted(ordinal)));
    }
}
