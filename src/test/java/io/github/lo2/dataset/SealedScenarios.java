package io.github.lo2.dataset;

import io.github.lo2.plan.Scenario;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Seals scenarios that nothing put under load. */
public final class SealedScenarios {
    private SealedScenarios() {}

    public static ScenarioFacts facts(Scenario scenario, long startNanos, long endNanos) {
        return new ScenarioFacts(
                scenario.ordinal(),
                scenario.tag(),
                "embedded",
                scenario.duration().toNanos(),
                endNanos - startNanos,
                endNanos - startNanos,
                List.of(new ScenarioFacts.PhaseFacts(
                        scenario.phases().get(0).kind().word(), startNanos, endNanos)),
                null,
                scenario.pause().toNanos(),
                0,
                startNanos,
                endNanos,
                new ClockCourse(endNanos - startNanos, endNanos - startNanos, 0),
                new ScenarioFacts.Counts(0, 0, 0, 0, 1, 1, 0, 0, 0, 0),
                new TreeMap<>(),
                List.of(),
                List.of(Verdict.of(VerdictKind.PURITY, true, Map.of(), List.of())),
                null);
    }

    /** Open a prepared scenario as one does whose load wrote nothing but what a test has written for it. */
    public static OpenScenario open(
            PreparedScenario prepared, Collection<String> containers, Map<String, String> serviceNames) {
        writeIfAbsent(prepared.requests());
        writeIfAbsent(prepared.locustLog());
        return prepared.open(containers, serviceNames);
    }

    public static void seal(OpenScenario open, ScenarioFacts facts) {
        open.complete(facts.startTime(), List.of(), Optional.empty()).seal(facts);
    }

    private static void writeIfAbsent(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
