package io.github.lo2.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.system.SystemFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The form of {@code plan.json}, which is also the member {@code plan} of a manifest.
 *
 * @param seed what all else was drawn from
 * @param system what is kept of the system under test
 * @param parameters what was given of the run's parameters, by name
 * @param scenarios the scenarios in their order; durations and waits in s
 * @param skipped those that were drawn, too, and cannot be recorded on the machine; not there when there are none
 */
public record PlanFile(
        long seed,
        SystemFacts system,
        SortedMap<String, String> parameters,
        List<PlannedScenario> scenarios,

        @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<SkippedScenario> skipped) {
    /** The file in a run's folder. */
    public static final String FILE_NAME = "plan.json";

    public PlanFile {
        if (system != null) { // a file may have none
            PlainName.check("system", String.valueOf(system.name()));
            PlainName.check("run", system.runPrefix() + "0");
        }
    }

    /**
     * A scenario as planned; times in s.
     *
     * @param phases the parts of its duration, in their order
     * @param dose the share that is faulty of what may be; 0: as the load or the fault has it
     */
    public record PlannedScenario(
            int ordinal, String tag, long durationSeconds, List<PlannedPhase> phases, double dose, long waitSeconds) {
        public PlannedScenario {
            PlainName.check("scenario", tag);
        }

        private static PlannedScenario of(Scenario scenario) {
            return new PlannedScenario(
                    scenario.ordinal(),
                    scenario.tag(),
                    scenario.duration().toSeconds(),
                    scenario.phases().stream().map(PlannedPhase::of).toList(),
                    scenario.dose().orElse(0),
                    scenario.pause().toSeconds());
        }

        private Scenario scenario() {
            return new Scenario(
                    ordinal,
                    tag,
                    phases.stream().map(PlannedPhase::planned).toList(),
                    dose == 0 ? OptionalDouble.empty() : OptionalDouble.of(dose),
                    Duration.ofSeconds(waitSeconds));
        }
    }

    /**
     * A phase as planned.
     *
     * @param phase its name
     * @param seconds how long it is, s; to the ms
     */
    public record PlannedPhase(String phase, double seconds) {
        private static PlannedPhase of(Phase phase) {
            return new PlannedPhase(phase.kind().word(), phase.duration().toMillis() / 1000.0);
        }

        private Phase planned() {
            return new Phase(Phase.Kind.of(phase), Duration.ofMillis(Math.round(seconds * 1000)));
        }
    }

    /**
     * A scenario that cannot be recorded.
     *
     * @param ordinal its place in the order
     * @param tag its tag
     * @param reason why, in a line
     */
    public record SkippedScenario(int ordinal, String tag, String reason) {}

    /** Take a plan, its system and the parameters it was drawn with. */
    public static PlanFile of(Plan plan, SystemFacts system, SortedMap<String, String> parameters) {
        return new PlanFile(
                plan.seed(),
                system,
                parameters,
                plan.scenarios().stream().map(PlannedScenario::of).toList(),
                List.of());
    }

    /**
     * Take the scenarios out that cannot be recorded; the others keep their places.
     *
     * @param obstacle says of a tag, in a line, why it cannot be recorded
     */
    public PlanFile skipping(Function<String, Optional<String>> obstacle) {
        var left = new ArrayList<PlannedScenario>();
        var allSkipped = new ArrayList<SkippedScenario>(skipped);
        for (PlannedScenario scenario : scenarios) {
            obstacle.apply(scenario.tag())
                    .ifPresentOrElse(
                            reason -> allSkipped.add(new SkippedScenario(scenario.ordinal(), scenario.tag(), reason)),
                            () -> left.add(scenario));
        }
        return new PlanFile(seed, system, parameters, List.copyOf(left), List.copyOf(allSkipped));
    }

    /**
     * Read a plan.
     *
     * @param file a {@code plan.json}, or a {@code manifest.json}, which holds one
     * @throws DatasetException when it is neither, or the manifest is of another format
     */
    public static PlanFile read(Path file) {
        try {
            JsonNode json = Json.MAPPER.readTree(file.toFile());
            if (json.isMissingNode() || json.isNull()) {
                throw noPlan(file, "it is empty", null);
            }
            if (json.path("plan").isObject()) {
                Manifest.requireFormat(file, json);
            }
            return Json.MAPPER
                    .readerFor(PlanFile.class)
                    .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .readValue(json.path("plan").isObject() ? json.path("plan") : json);
        } catch (JsonProcessingException e) {
            throw noPlan(file, e.getOriginalMessage(), e); // its whole message has several lines
        } catch (IOException e) {
            throw noPlan(file, e.getMessage(), e);
        }
    }

    private static DatasetException noPlan(Path file, @Nullable String why, @Nullable IOException cause) {
        return new DatasetException(
                "%s holds no plan: %s; expected the plan.json or the manifest.json of a run".formatted(file, why),
                cause);
    }

    /** Give the plan. */
    public Plan plan() {
        return new Plan(seed, scenarios.stream().map(PlannedScenario::scenario).toList());
    }
}
