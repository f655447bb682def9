package io.github.lo2.recording;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioState;
import io.github.lo2.fault.FaultDeclaration;
import io.github.lo2.fault.FaultRules;
import io.github.lo2.fault.RunFaults;
import io.github.lo2.load.LoadShape;
import io.github.lo2.load.Loads;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.ImpactRule;
import io.github.lo2.plan.Isolation;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.suite.StackChoice;
import io.github.lo2.suite.Suite;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way of a run: its plan, its stack, its scenarios, its completion.
 *
 * <p>It is begun, each scenario that is open is recorded, it is completed, and at last closed.
 */
public final class RunRecording implements AutoCloseable {
    private final RunFolder folder;
    private final Catalogue catalogue;
    private final Map<Scenario, ScenarioState> states;
    private final TurnQueue turns;
    private final FaultPhases faults;
    private final ScenarioRecorder recorder;
    private final RunCompletion completion;
    private final OrderlyEnd end;
    private volatile boolean outOfTime;

    private RunRecording(
            RunFolder folder,
            Catalogue catalogue,
            Map<Scenario, ScenarioState> states,
            TurnQueue turns,
            FaultPhases faults,
            ScenarioRecorder recorder,
            RunCompletion completion,
            OrderlyEnd end) {
        this.folder = folder;
        this.catalogue = catalogue;
        this.states = states;
        this.turns = turns;
        this.faults = faults;
        this.recorder = recorder;
        this.completion = completion;
        this.end = end;
    }

    /**
     * Plan the run, start the stack, warm it up and prepare the first scenarios.
     *
     * @throws ParameterException when a parameter is wrong or does not fit; nothing is started then
     * @throws io.github.lo2.failure.SuiteException when the run cannot be begun; its log says why
     */
    public static RunRecording begin(RunRequest request, Suite suite) {
        Parameters parameters = Parameters.from(request.given()); // before anything is started
        var time = TimeLeft.until(
                parameters
                        .deadline()
                        .map(deadline ->
                                deadline.from(EpochClock.toInstant(suite.clock().nanos()))),
                suite.clock());
        if (parameters.resume().isEmpty() && parameters.replay().isEmpty()) { // these bring the stack of their run
            suite.require(StackChoice.of(parameters), System.out::println);
        }
        List<FaultDeclaration> faults = suite.faults();
        Catalogue catalogue =
                suite.locust(System.out::println).catalogue(suite.processes()).with(suite.faultEntries(faults));
        RunFolder folder =
                new RunPlanning(request, suite, catalogue, new Obstacles(faults, suite::obstacle)::of).open(parameters);
        try {
            return begin(folder, catalogue, faults, time, suite);
        } catch (RuntimeException | Error e) {
            try (folder) {
                folder.log().say("Run not begun: " + e);
                throw e;
            }
        }
    }

    private static RunRecording begin(
            RunFolder folder, Catalogue catalogue, List<FaultDeclaration> declared, TimeLeft time, Suite suite) {
        Plan plan = folder.planned().plan();
        folder.log()
                .say("Seed %s, %s scenarios, at least %s s; %s"
                        .formatted(
                                plan.seed(),
                                plan.scenarios().size(),
                                plan.length().toSeconds(),
                                folder.path()));
        Map<Scenario, ScenarioState> states = takeStock(folder);
        var recordedOn = RecordedStack.of(states.values());
        List<FaultDeclaration> faults = planned(declared, plan);
        FaultRules rules = suite.rules(faults);
        StackChoice choice = recordedOn.choice(folder.parameters());
        ObservedStack observed = suite.stacks()
                .observed(
                        faults.isEmpty() ? choice : choice.hurt(rules.folders(), RunFaults.impairable(faults)),
                        folder.log()::say);
        recordedOn.require(observed.stack().kind());
        requireRestorable(folder.parameters(), observed.stack());

        var runFaults = new RunFaults(
                plan.seed(),
                faults,
                folder.parameters().impact() == ImpactRule.REQUIRED,
                rules,
                observed.stack(),
                suite.clock());
        var faultPhases = new FaultPhases(runFaults, suite.clock());
        var loads = new Loads(
                LoadShape.of(plan.seed(), folder.parameters()),
                observed.stack().services().stream().collect(Collectors.toMap(Service::serviceName, Service::uri)),
                suite.locust(folder.log()::say),
                suite.processes(),
                suite.clock(),
                runFaults::variables);
        var end = new OrderlyEnd(folder.parameters().grace(), time, suite.clock());
        Plan open = open(plan, states);
        folder.log()
                .say("Expected: %s, and the end not before %s"
                        .formatted(
                                ExpectedSize.of(open.scenarios(), folder.parameters()),
                                EpochClock.toInstant(suite.clock().nanos())
                                        .plus(open.length())
                                        .truncatedTo(ChronoUnit.SECONDS)));
        var warmUp = new WarmUp(
                folder.parameters().warmup(),
                loads::armUnrecorded,
                suite.stacks().kept(),
                suite.clock(),
                folder.log());
        var preparation = new StackPreparation(
                observed.stack(),
                folder.parameters().isolation(),
                warmUp,
                () -> observed.arrival()
                        .awaitAgain(suite.clock())
                        .forEach(lost -> folder.log().say("Lost while the stack was made whole: " + lost)));
        TurnQueue turns = turns(open, folder, loads, preparation, observed, faultPhases, time, suite);
        var parts = new WayParts(
                folder.planned().system(),
                turns,
                observed,
                new FactSheet(observed.stack().kind()),
                faultPhases,
                new ScenarioLines(folder.log(), open, observed.origins(), suite.clock()),
                folder.parameters().isolation() != Isolation.NONE,
                suite::isEnding,
                end,
                suite.clock());
        var completion = new RunCompletion(folder, observed.stack(), suite.provenance(), suite.clock());
        if (!open.scenarios().isEmpty()) {
            preparation.prepareRun();
        }
        turns.prepareFirst();
        suite.letFinish(end);
        return new RunRecording(
                folder, catalogue, states, turns, faultPhases, new ScenarioRecorder(parts), completion, end);
    }

    /** Name the folder of the run. */
    public Path path() {
        return folder.path();
    }

    /** Show what was planned. */
    public Plan plan() {
        return folder.planned().plan();
    }

    /** Show which scenarios were drawn, too, and cannot be recorded on this machine. */
    public List<PlanFile.SkippedScenario> skipped() {
        return folder.planned().skipped();
    }

    /** Show which scenarios the Locust files have, and where. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** Tell how far a scenario of the plan had come when the run was begun or resumed. */
    public ScenarioState state(Scenario scenario) {
        return Optional.ofNullable(states.get(scenario))
                .orElseThrow(() -> new IllegalArgumentException("no scenario %s in the plan".formatted(scenario)));
    }

    /** Show what is known of each scenario sealed so far, in the order of the plan. */
    public List<ScenarioFacts> facts() {
        return folder.facts();
    }

    /**
     * Record a scenario of the plan.
     *
     * @throws DeadlineException when it could not end before the deadline, or this process was told to end; it is not begun then
     * @throws Throwable what kept it from being recorded; or, when it is sealed, what its body says against it
     */
    public void record(Scenario scenario, ScenarioBody body) throws Throwable {
        try {
            recorder.record(scenario, body);
        } catch (DeadlineException e) {
            outOfTime = true;
            throw e;
        }
    }

    /** Tell whether a scenario was not begun since there was no time for it. */
    public boolean isOutOfTime() {
        return outOfTime;
    }

    /**
     * Complete the run when all its scenarios are sealed: tables, report, checksums, manifest; once, a later call gives the same.
     *
     * @return its manifest; empty when a scenario of the plan is not sealed: it can still be recorded, now or when the run is
     *     resumed
     */
    public Optional<Manifest> complete() {
        return completion.complete(beyond());
    }

    /** End what was prepared and not used, say it when the run is not complete, and let others record into the folder. */
    @Override
    public void close() {
        try (folder;
                faults;
                completion) {
            turns.close();
            completion.end(beyond());
        } finally {
            end.over();
        }
    }

    private Duration beyond() {
        return Duration.ofNanos(recorder.beyondNanos());
    }

    /** Choose the declared faults that a plan has. */
    private static List<FaultDeclaration> planned(List<FaultDeclaration> declared, Plan plan) {
        Set<String> tags = plan.scenarios().stream()
                .flatMap(scenario -> scenario.tags().stream())
                .collect(Collectors.toSet());
        return declared.stream().filter(fault -> tags.contains(fault.tag())).toList();
    }

    /** Ask of each scenario how far it has come, and put what is damaged out of the way. */
    private static Map<Scenario, ScenarioState> takeStock(RunFolder folder) {
        var states = new LinkedHashMap<Scenario, ScenarioState>();
        boolean resumed = folder.parameters().resume().isPresent();
        for (Scenario scenario : folder.planned().plan().scenarios()) {
            ScenarioState state = folder.state(scenario);
            states.put(scenario, state);
            if (state instanceof ScenarioState.Open open) {
                folder.setAside(scenario);
                if (resumed) {
                    folder.log().say("Scenario '%s' is recorded: %s".formatted(scenario.tag(), open.reason()));
                }
            } else if (state instanceof ScenarioState.Sealed sealed) {
                folder.log()
                        .say("Scenario '%s' is skipped: it is sealed, %s files match their checksums%s"
                                .formatted(
                                        scenario.tag(),
                                        sealed.files(),
                                        sealed.facts().isPassed() ? "" : "; it did not pass"));
            }
        }
        return states;
    }

    private static Plan open(Plan plan, Map<Scenario, ScenarioState> states) {
        return plan.only(states.entrySet().stream()
                .filter(state -> state.getValue() instanceof ScenarioState.Open)
                .map(state -> state.getKey().ordinal())
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static void requireRestorable(Parameters parameters, Stack stack) {
        if (parameters.isolation() == Isolation.DATABASE) {
            stack.restoreObstacle().ifPresent(what -> {
                throw new ParameterException("lo2.isolation=database is not possible, nothing was recorded: " + what);
            });
        }
    }

    private static TurnQueue turns(
            Plan open,
            RunFolder folder,
            Loads loads,
            StackPreparation preparation,
            ObservedStack observed,
            PhaseListener phases,
            TimeLeft time,
            Suite suite) {
        var turnPreparation = new TurnPreparation(folder::prepare, loads::arm);
        var beginning = new TurnBeginning(preparation, observed.stack(), suite.router(), phases, time, suite.clock());
        return new TurnQueue(open.scenarios(), turnPreparation::prepare, beginning::begin, time, folder.log());
    }
}
