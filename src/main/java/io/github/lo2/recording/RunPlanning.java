package io.github.lo2.recording;

import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.suite.Suite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Plans a run, or takes up the plan of another, and opens its folder; a wrong parameter ends it before anything is started. */
final class RunPlanning {
    private final RunRequest request;
    private final Suite suite;
    private final Catalogue catalogue;
    private final BiFunction<String, Parameters, Optional<String>> obstacle;

    /**
     * @param obstacle says of a tag, in a line, why a run with such parameters cannot record it on this machine
     */
    RunPlanning(
            RunRequest request,
            Suite suite,
            Catalogue catalogue,
            BiFunction<String, Parameters, Optional<String>> obstacle) {
        this.request = request;
        this.suite = suite;
        this.catalogue = catalogue;
        this.obstacle = obstacle;
    }

    /**
     * Open the folder of the run.
     *
     * @throws ParameterException when what is asked for is not possible
     */
    RunFolder open(Parameters parameters) {
        return parameters.resume().map(this::resume).orElseGet(() -> begin(parameters));
    }

    /** Make the folder of a new run, or of a replay. */
    private RunFolder begin(Parameters parameters) {
        Map<String, String> given = request.given();
        PlanFile drawn = parameters
                .replay()
                .map(PlanFile::read)
                .orElseGet(() -> PlanFile.of(plan(parameters), suite.system().facts(), Parameters.ofRun(given)));
        Parameters ofRun = parameters
                .replay()
                .map(source -> Parameters.recorded(drawn.parameters(), given, source))
                .orElse(parameters);
        requireFit(drawn);
        PlanFile planned = drawn.skipping(tag -> obstacle.apply(tag, ofRun));
        requireAny(planned);
        ExpectedSize.of(planned.plan().scenarios(), ofRun).require(ofRun.results());
        RunFolder folder = RunFolder.create(planned, ofRun, suite.logFormats(), suite.clock(), System.out);
        parameters.replay().ifPresent(source -> folder.log().say("Replay of " + source));
        planned.skipped()
                .forEach(skipped ->
                        folder.log().say("Scenario '%s' is skipped: %s".formatted(skipped.tag(), skipped.reason())));
        return folder;
    }

    private static void requireAny(PlanFile planned) {
        if (planned.scenarios().isEmpty() && !planned.skipped().isEmpty()) {
            throw new ParameterException("none of the scenarios can be recorded here: %s; nothing was started"
                    .formatted(planned.skipped().stream()
                            .map(skipped -> "'%s', since %s".formatted(skipped.tag(), skipped.reason()))
                            .collect(Collectors.joining("; "))));
        }
    }

    private RunFolder resume(Path path) {
        PlanFile planned = RunFolder.planOf(path);
        requireFit(planned);
        return RunFolder.reopen(
                path,
                planned,
                Parameters.recorded(planned.parameters(), request.given(), path),
                suite.logFormats(),
                suite.clock(),
                System.out);
    }

    private Plan plan(Parameters parameters) {
        if (request.places().isEmpty()) {
            long seed = parameters.seed().orElseGet(() -> request.seed().getAsLong());
            return Plan.draw(seed, catalogue, parameters);
        }
        return RunFolder.newestPlanWith(
                        parameters.results(), suite.system().facts().runPrefix(), request.places())
                .orElseThrow(() -> new ParameterException(
                        "scenarios at places %s of the order are asked for, but no run in %s has them; record one first"
                                .formatted(request.places(), parameters.results())))
                .only(request.places());
    }

    /** A plan brings its system's name, but not the system: that is what was asked for, or the usual one. */
    private void requireFit(PlanFile planned) {
        String recorded = planned.system().name();
        String system = suite.system().facts().name();
        if (!recorded.equals(system)) {
            throw new ParameterException(
                    "the plan does not fit: it is of the system '%s', and this is '%s'; name that one with -Dlo2.system=…; nothing was started"
                            .formatted(recorded, system));
        }
        List<String> unknown = planned.scenarios().stream()
                .flatMap(scenario -> Scenario.tagsOf(scenario.tag()).stream())
                .filter(tag -> catalogue.source(tag).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    "the plan does not fit: the Locust files have no tag %s; take the files it was drawn for, or begin a new run; nothing was started"
                            .formatted(String.join(", ", unknown)));
        }
    }
}
