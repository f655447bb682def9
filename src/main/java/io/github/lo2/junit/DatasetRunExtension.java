package io.github.lo2.junit;

import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.ScenarioState;
import io.github.lo2.load.Loads;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.Isolation;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.suite.Suite;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Records a run around the methods of a test class: plans it, starts the stack, captures the signals around every dynamic
 * test, and ends the run.
 *
 * <p>What it does itself is only to say when; see {@link ScenarioRecorder} for the way of one scenario.
 */
public final class DatasetRunExtension
        implements BeforeAllCallback, AfterAllCallback, ParameterResolver, InvocationInterceptor {
    private static final Namespace NAMESPACE = Namespace.create(DatasetRunExtension.class);

    /** Plan the run, or take up the plan of another, and start the stack; nothing is started when a parameter is wrong. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Suite suite = SuiteStore.suite(context);
        Map<String, String> given = Parameters.given(System.getProperties(), context::getConfigurationParameter);
        Parameters parameters = Parameters.from(given); // before anything is started
        Catalogue catalogue = suite.locust(System.out::println).catalogue(suite.processes());
        RunFolder folder = parameters
                .resume()
                .map(path -> resume(path, given, catalogue, suite))
                .orElseGet(() -> begin(context, parameters, given, catalogue, suite));
        context.getStore(NAMESPACE).put(RunFolder.class, folder); // which closes it, also when what follows throws
        Plan plan = folder.planned().plan();
        folder.log()
                .say("Seed %s, %s scenarios, at least %s s; %s"
                        .formatted(
                                plan.seed(),
                                plan.scenarios().size(),
                                plan.length().toSeconds(),
                                folder.path()));
        Map<Scenario, ScenarioState> states = states(folder, plan);
        var recordedOn = RecordedStack.of(states.values());
        ObservedStack stack = suite.observedStack(recordedOn.choice(folder.parameters()), folder.log()::say);
        recordedOn.require(stack.stack().kind());
        if (folder.parameters().isolation() == Isolation.DATABASE) {
            requireRestorable(stack.stack());
        }
        var loads = new Loads(
                folder.parameters().users(),
                stack.stack().services().stream().map(Service::uri).toList(),
                suite.locust(folder.log()::say),
                suite.processes(),
                suite.clock());
        var recorder =
                new ScenarioRecorder(plan.only(open(states)), folder, stack, suite.router(), loads, suite.clock());
        // A stack that starts afresh for each scenario is warmed up each time.
        if (folder.parameters().isolation() != Isolation.STACK && !open(states).isEmpty()) {
            recorder.warmUp();
        }
        recorder.prepareFirst();
        var completion = new RunCompletion(folder, stack.stack(), suite.provenance(), suite.clock());
        context.getStore(NAMESPACE).put(Run.class, new Run(folder, catalogue, states, recorder, completion));
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        Run run = run(context);
        if (run.isOpen(context.getDisplayName())) {
            run.recorder().record(context.getDisplayName(), invocation::proceed);
        } else {
            invocation.proceed();
        }
    }

    /** End the run, and complete it unless a test has; the stack lives on until the launcher session ends. */
    @Override
    public void afterAll(ExtensionContext context) {
        Run run = context.getStore(NAMESPACE).get(Run.class, Run.class);
        if (run != null) { // null when beforeAll threw
            run.complete();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Run.class;
    }

    @Override
    public Run resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return run(context);
    }

    private static void requireRestorable(Stack stack) {
        stack.restoreObstacle().ifPresent(what -> {
            throw new ParameterException("lo2.isolation=database is not possible, nothing was recorded: " + what);
        });
    }

    private static Run run(ExtensionContext context) {
        Run run = context.getStore(NAMESPACE).get(Run.class, Run.class);
        if (run == null) {
            throw new IllegalStateException("no run was planned; @DatasetRun must be on the test class");
        }
        return run;
    }

    /** Make the folder of a new run, or of a replay. */
    private static RunFolder begin(
            ExtensionContext context,
            Parameters parameters,
            Map<String, String> given,
            Catalogue catalogue,
            Suite suite) {
        PlanFile planned = parameters
                .replay()
                .map(PlanFile::read)
                .orElseGet(() -> PlanFile.of(
                        plan(context, parameters, catalogue, suite),
                        suite.system().facts(),
                        Parameters.ofRun(given)));
        Parameters ofRun = parameters
                .replay()
                .map(source -> Parameters.recorded(planned.parameters(), given, source))
                .orElse(parameters);
        requireTags(planned, catalogue);
        RunFolder folder = RunFolder.create(planned, ofRun, suite.logFormats(), suite.clock(), System.out);
        parameters.replay().ifPresent(source -> folder.log().say("Replay of " + source));
        return folder;
    }

    private static RunFolder resume(Path path, Map<String, String> given, Catalogue catalogue, Suite suite) {
        PlanFile planned = RunFolder.planOf(path);
        requireTags(planned, catalogue);
        return RunFolder.reopen(
                path,
                planned,
                Parameters.recorded(planned.parameters(), given, path),
                suite.logFormats(),
                suite.clock(),
                System.out);
    }

    private static Map<Scenario, ScenarioState> states(RunFolder folder, Plan plan) {
        var states = new LinkedHashMap<Scenario, ScenarioState>();
        boolean resumed = folder.parameters().resume().isPresent();
        for (Scenario scenario : plan.scenarios()) {
            ScenarioState state = folder.state(scenario);
            states.put(scenario, state);
            if (state instanceof ScenarioState.Open open) {
                folder.setAside(scenario);
                if (resumed) {
                    folder.log().say("Scenario '%s' is recorded: %s".formatted(scenario.tag(), open.reason()));
                }
            } else if (state instanceof ScenarioState.Sealed sealed) {
                folder.log()
                        .say("Scenario '%s' is skipped: it is sealed, %s files match their checksums"
                                .formatted(scenario.tag(), sealed.files()));
            }
        }
        return states;
    }

    private static Set<Integer> open(Map<Scenario, ScenarioState> states) {
        return states.entrySet().stream()
                .filter(state -> state.getValue() instanceof ScenarioState.Open)
                .map(state -> state.getKey().ordinal())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void requireTags(PlanFile planned, Catalogue catalogue) {
        List<String> unknown = planned.scenarios().stream()
                .map(PlanFile.PlannedScenario::tag)
                .filter(tag -> catalogue.source(tag).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    "the plan does not fit: the Locust files have no tag %s; take the files it was drawn for, or begin a new run; nothing was started"
                            .formatted(String.join(", ", unknown)));
        }
    }

    private static Plan plan(ExtensionContext context, Parameters parameters, Catalogue catalogue, Suite suite) {
        Set<Integer> selected = SuiteStore.selectedOrdinals(context);
        if (selected.isEmpty()) {
            long seed = parameters.seed().orElseGet(() -> Seed.of(context::getConfigurationParameter));
            return Plan.draw(seed, catalogue, parameters);
        }
        return RunFolder.newestPlanWith(
                        parameters.results(), suite.system().facts().runPrefix(), selected)
                .orElseThrow(() -> new ParameterException(
                        "scenarios at places %s of the order are asked for, but no run in %s has them; record one first"
                                .formatted(selected, parameters.results())))
                .only(selected);
    }
}
