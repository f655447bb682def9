package io.github.lo2.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of one run, {@code LO2_run_<UNIX seconds of its start>}.
 *
 * <pre>
 * LO2_run_1739741203/
 *   plan.json            seed, parameters, order, durations and waits; there before the first scenario
 *   run_log.log          what happened when
 *   &lt;tag&gt;/               a sealed scenario, see {@link ScenarioFolder}
 *   .&lt;tag&gt;.part/         a scenario that is being recorded, or was when the run broke off
 * </pre>
 */
public final class RunFolder {
    private static final String PREFIX = "LO2_run_";
    private static final String PLAN = "plan.json";

    private final Path path;
    private final RunLog log;

    private RunFolder(Path path, RunLog log) {
        this.path = path;
        this.log = log;
    }

    /**
     * Make the folder of a new run and write its plan.
     *
     * @param results the folder that runs are kept in; made if it is not there
     * @param terminal where the run log is shown
     * @throws DatasetException when it cannot be made or written
     */
    public static RunFolder create(
            Path results, Plan plan, Parameters parameters, EpochClock clock, PrintStream terminal) {
        Path path = makeFolder(results, clock.nanos() / 1_000_000_000);
        WholeFile.write(path.resolve(PLAN), output -> Json.MAPPER.writeValue(output, PlanFile.of(plan, parameters)));
        return new RunFolder(path, new RunLog(path.resolve("run_log.log"), clock, terminal));
    }

    /**
     * Read the plan of the newest run that has scenarios at some places of its order.
     *
     * @param results the folder that runs are kept in
     * @param ordinals the places, from 1
     */
    public static Optional<Plan> newestPlanWith(Path results, Set<Integer> ordinals) {
        if (!Files.isDirectory(results)) {
            return Optional.empty();
        }
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(run -> run.getFileName().toString().startsWith(PREFIX))
                    .filter(run -> Files.exists(run.resolve(PLAN)))
                    .sorted(Comparator.comparing((Path run) -> run.getFileName().toString())
                            .reversed())
                    .flatMap(run -> readPlan(run.resolve(PLAN)).stream())
                    .filter(plan -> plan.hasAll(ordinals))
                    .findFirst();
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(results, e), e);
        }
    }

    /** Name the folder. */
    public Path path() {
        return path;
    }

    /** The run's log. */
    public RunLog log() {
        return log;
    }

    /**
     * Make the hidden folder of a scenario; what an earlier attempt left in it is deleted.
     *
     * @throws DatasetException when it cannot be made
     */
    public ScenarioFolder begin(Scenario scenario) {
        return ScenarioFolder.create(path, scenario.tag());
    }

    /** Tell whether a scenario has been sealed. */
    public boolean sealed(Scenario scenario) {
        return Files.isDirectory(path.resolve(scenario.tag()));
    }

    private static Path makeFolder(Path results, long unixSeconds) {
        try {
            Files.createDirectories(results);
            while (true) {
                try {
                    return Files.createDirectory(results.resolve(PREFIX + unixSeconds));
                } catch (FileAlreadyExistsException e) {
                    unixSeconds++; // another run started in the same second
                }
            }
        } catch (IOException e) {
            throw new DatasetException(
                    "no run can be written into %s: %s; expected a folder that can be written; choose another with -Dlo2.results=…"
                            .formatted(results.toAbsolutePath(), e),
                    e);
        }
    }

    /** Read a plan; empty when the file holds none, as a broken run of long ago may. */
    private static Optional<Plan> readPlan(Path file) {
        try {
            return Optional.of(
                    Json.MAPPER.readValue(file.toFile(), PlanFile.class).plan());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The form of {@code plan.json}; durations and waits in s. */
    private record PlanFile(long seed, ParametersEntry parameters, List<ScenarioEntry> scenarios) {
        static PlanFile of(Plan plan, Parameters parameters) {
            return new PlanFile(
                    plan.seed(),
                    ParametersEntry.of(parameters),
                    plan.scenarios().stream().map(ScenarioEntry::of).toList());
        }

        Plan plan() {
            return new Plan(
                    seed, scenarios.stream().map(ScenarioEntry::scenario).toList());
        }
    }

    private record ParametersEntry(
            String stack,
            List<String> scenarios,
            String duration,
            @JsonProperty("wait") String pause,
            int users,
            long warmupSeconds) {
        static ParametersEntry of(Parameters parameters) {
            return new ParametersEntry(
                    parameters.stack().name().toLowerCase(Locale.ROOT),
                    parameters.scenarios(),
                    parameters.duration().toString(),
                    parameters.pause().toString(),
                    parameters.users(),
                    parameters.warmup().toSeconds());
        }
    }

    private record ScenarioEntry(int ordinal, String tag, long durationSeconds, long waitSeconds) {
        static ScenarioEntry of(Scenario scenario) {
            return new ScenarioEntry(
                    scenario.ordinal(),
                    scenario.tag(),
                    scenario.duration().toSeconds(),
                    scenario.pause().toSeconds());
        }

        Scenario scenario() {
            return new Scenario(ordinal, tag, Duration.ofSeconds(durationSeconds), Duration.ofSeconds(waitSeconds));
        }
    }
}
