package io.github.lo2.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * The form of {@code plan.json}, which is also the member {@code plan} of a manifest.
 *
 * @param seed what all else was drawn from
 * @param parameters what was given of the run's parameters, by name
 * @param scenarios the scenarios in their order; durations and waits in s
 */
public record PlanFile(long seed, SortedMap<String, String> parameters, List<PlannedScenario> scenarios) {

    /** A scenario as planned; times in s. */
    public record PlannedScenario(int ordinal, String tag, long durationSeconds, long waitSeconds) {
        private static PlannedScenario of(Scenario scenario) {
            return new PlannedScenario(
                    scenario.ordinal(),
                    scenario.tag(),
                    scenario.duration().toSeconds(),
                    scenario.pause().toSeconds());
        }

        private Scenario scenario() {
            return new Scenario(ordinal, tag, Duration.ofSeconds(durationSeconds), Duration.ofSeconds(waitSeconds));
        }
    }

    /** Take a plan and the parameters it was drawn with. */
    public static PlanFile of(Plan plan, SortedMap<String, String> parameters) {
        return new PlanFile(
                plan.seed(),
                parameters,
                plan.scenarios().stream().map(PlannedScenario::of).toList());
    }

    /**
     * Read a plan.
     *
     * @param file a {@code plan.json}, or a {@code manifest.json}, which holds one
     * @throws DatasetException when it is neither
     */
    public static PlanFile read(Path file) {
        try {
            JsonNode json = Json.MAPPER.readTree(file.toFile());
            return Json.MAPPER.treeToValue(json.path("plan").isObject() ? json.path("plan") : json, PlanFile.class);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s holds no plan: %s; expected the plan.json or the manifest.json of a run"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Give the plan. */
    public Plan plan() {
        return new Plan(seed, scenarios.stream().map(PlannedScenario::scenario).toList());
    }
}
