package io.github.lo2.junit;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioState;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
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

/** The run that a test class records. */
public final class Run {
    private final RunFolder folder;
    private final Catalogue catalogue;
    private final Map<Scenario, ScenarioState> states;
    private final ScenarioRecorder recorder;
    private final RunCompletion completion;

    /**
     * @param states how far each scenario of the plan had come when the run was begun or resumed
     */
    Run(
            RunFolder folder,
            Catalogue catalogue,
            Map<Scenario, ScenarioState> states,
            ScenarioRecorder recorder,
            RunCompletion completion) {
        this.folder = folder;
        this.catalogue = catalogue;
        this.states = Map.copyOf(states);
        this.recorder = recorder;
        this.completion = completion;
    }

    /**
     * List the scenarios as dynamic tests, in the plan's order: one a tag, with the tag as its name and the line of its
     * Locust task as its source.
     *
     * <p>When only some places of an earlier run's order are recorded again, the others are filled with tests that are
     * not run, since a dynamic test is known by its place. So are those that were sealed before the run was resumed.
     */
    public Stream<DynamicTest> scenarios() {
        Map<Integer, Scenario> byOrdinal =
                plan().scenarios().stream().collect(Collectors.toMap(Scenario::ordinal, Function.identity()));
        int last = byOrdinal.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        return IntStream.rangeClosed(1, last)
                .mapToObj(ordinal -> Optional.ofNullable(byOrdinal.get(ordinal))
                        .map(this::test)
                        .orElseGet(() -> absent(ordinal)));
    }

    /** Name the folder of the run. */
    public Path path() {
        return folder.path();
    }

    /** Show what was planned. */
    public Plan plan() {
        return folder.planned().plan();
    }

    /** Show what is known of each scenario sealed so far, in the order of the plan. */
    public List<ScenarioFacts> facts() {
        return folder.facts();
    }

    /**
     * Complete the run: tables, report, checksums, manifest; once, a later call gives the same.
     *
     * @return its manifest; empty when a scenario of the plan is not sealed, and the run can be resumed
     */
    public Optional<Manifest> complete() {
        recorder.close();
        return completion.complete(recorder.beyond());
    }

    /** Tell whether a scenario of that tag is to be recorded. */
    boolean isOpen(String tag) {
        return states.entrySet().stream()
                .anyMatch(state -> state.getKey().tag().equals(tag) && state.getValue() instanceof ScenarioState.Open);
    }

    ScenarioRecorder recorder() {
        return recorder;
    }

    RunFolder folder() {
        return folder;
    }

    private DynamicTest test(Scenario scenario) {
        URI source = catalogue.source(scenario.tag()).orElse(null);
        if (states.get(scenario) instanceof ScenarioState.Sealed sealed) {
            return DynamicTest.dynamicTest(
                    scenario.tag(),
                    source,
                    () -> Assumptions.abort("sealed before the run was resumed, %s files match their checksums"
                            .formatted(sealed.files())));
        }
        return DynamicTest.dynamicTest(scenario.tag(), source, recorder::awaitLoad);
    }

    private static DynamicTest absent(int ordinal) {
        return DynamicTest.dynamicTest(
                "place " + ordinal + " of the order",
                () -> Assumptions.abort("place %s is not part of this run".formatted(ordinal)));
    }
}
