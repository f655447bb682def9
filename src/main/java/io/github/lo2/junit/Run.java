package io.github.lo2.junit;

import io.github.lo2.dataset.RunFolder;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.validate.LabelVerdict;
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
    private final Plan plan;
    private final Catalogue catalogue;
    private final ScenarioRecorder recorder;

    Run(RunFolder folder, Plan plan, Catalogue catalogue, ScenarioRecorder recorder) {
        this.folder = folder;
        this.plan = plan;
        this.catalogue = catalogue;
        this.recorder = recorder;
    }

    /**
     * List the scenarios as dynamic tests, in the plan's order: one a tag, with the tag as its name and the line of its
     * Locust task as its source.
     *
     * <p>When only some places of an earlier run's order are recorded again, the others are filled with tests that are
     * not run, since a dynamic test is known by its place.
     */
    public Stream<DynamicTest> scenarios() {
        Map<Integer, Scenario> byOrdinal =
                plan.scenarios().stream().collect(Collectors.toMap(Scenario::ordinal, Function.identity()));
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
        return plan;
    }

    /** Show what was said of each scenario recorded so far, in the order of recording. */
    public List<LabelVerdict> verdicts() {
        return recorder.verdicts();
    }

    ScenarioRecorder recorder() {
        return recorder;
    }

    RunFolder folder() {
        return folder;
    }

    private DynamicTest test(Scenario scenario) {
        URI source = catalogue.source(scenario.tag()).orElse(null);
        return DynamicTest.dynamicTest(scenario.tag(), source, recorder::applyLoad);
    }

    private static DynamicTest absent(int ordinal) {
        return DynamicTest.dynamicTest(
                "place " + ordinal + " of the order",
                () -> Assumptions.abort("place %d is not part of this run".formatted(ordinal)));
    }
}
