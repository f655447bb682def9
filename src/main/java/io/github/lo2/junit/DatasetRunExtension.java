package io.github.lo2.junit;

import io.github.lo2.dataset.RunFolder;
import io.github.lo2.load.Loads;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.Isolation;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.suite.StackChoice;
import io.github.lo2.suite.Suite;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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

    /** Plan the run and start the stack; nothing is started when a parameter is wrong. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Parameters parameters = Parameters.from(given(context));
        Suite suite = SuiteStore.suite(context);
        Catalogue catalogue = suite.locust().catalogue(suite.processes());
        Plan plan = plan(context, parameters, catalogue);
        RunFolder folder = RunFolder.create(parameters.results(), plan, parameters, suite.clock(), System.out);
        folder.log().say("Run started");
        folder.log()
                .say("Seed %d, %d scenarios, at least %d s; %s"
                        .formatted(
                                plan.seed(),
                                plan.scenarios().size(),
                                plan.length().toSeconds(),
                                folder.path()));
        ObservedStack stack = suite.observedStack(StackChoice.of(parameters), folder.log()::say);
        if (parameters.isolation() == Isolation.DATABASE) {
            requireRestorable(stack.stack());
        }
        var loads = new Loads(parameters.users(), suite.locust(), suite.processes(), suite.clock());
        var recorder = new ScenarioRecorder(plan, folder, stack, suite.router(), loads, suite.clock());
        if (!parameters.warmup().isZero()) {
            recorder.warmUp(parameters.warmup());
        }
        recorder.prepareFirst();
        context.getStore(NAMESPACE).put(Run.class, new Run(folder, plan, catalogue, recorder));
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        run(context).recorder().record(context.getDisplayName(), invocation::proceed);
    }

    /** End the run; the stack lives on until the launcher session ends. */
    @Override
    public void afterAll(ExtensionContext context) {
        Run run = context.getStore(NAMESPACE).get(Run.class, Run.class);
        if (run != null) { // null when beforeAll threw
            run.recorder().close();
            run.folder()
                    .log()
                    .say("Run ended; %.2f s beyond durations and waits; %s"
                            .formatted(run.recorder().beyond().toMillis() / 1000.0, run.path()));
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

    private static Map<String, String> given(ExtensionContext context) {
        var given = new HashMap<String, String>();
        System.getProperties().stringPropertyNames().forEach(name -> given.put(name, System.getProperty(name)));
        Parameters.names()
                .forEach(name -> context.getConfigurationParameter(name).ifPresent(value -> given.put(name, value)));
        return given;
    }

    private static Plan plan(ExtensionContext context, Parameters parameters, Catalogue catalogue) {
        Set<Integer> selected = SuiteStore.selectedOrdinals(context);
        if (selected.isEmpty()) {
            long seed = parameters.seed().orElseGet(() -> Seed.of(context::getConfigurationParameter));
            return Plan.draw(seed, catalogue, parameters);
        }
        return RunFolder.newestPlanWith(parameters.results(), selected)
                .orElseThrow(() -> new ParameterException(
                        "scenarios at places %s of the order are asked for, but no run in %s has them; record one first"
                                .formatted(selected, parameters.results())))
                .only(selected);
    }
}
