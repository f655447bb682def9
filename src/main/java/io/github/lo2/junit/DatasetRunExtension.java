package io.github.lo2.junit;

import io.github.lo2.plan.ParameterException;
import io.github.lo2.recording.RunRecording;
import io.github.lo2.recording.RunRequest;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Begins a run before the methods of a test class and completes it after them; see {@link RunRecording} for its way. A class of
 * another system than the one that is asked for is skipped.
 */
public final class DatasetRunExtension
        implements ExecutionCondition, BeforeAllCallback, AfterAllCallback, ParameterResolver {
    /** Names the entry in the tests' reports that says whether the run is complete, {@code true} or {@code false}. */
    static final String COMPLETE = "lo2.complete";

    private static final String PATH = "lo2.run";
    private static final Namespace NAMESPACE = Namespace.create(DatasetRunExtension.class);

    /** Skip a class that names another system than {@code lo2.system}: its conditions are not that system's. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return SuiteStore.otherSystem(context)
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("its system is the one that is recorded"));
    }

    /** Plan the run, or take up the plan of another, and start the stack; nothing is started when a parameter is wrong. */
    @Override
    public void beforeAll(ExtensionContext context) {
        requireFirst(context);
        var request = new RunRequest(
                SuiteStore.asked(context),
                SuiteStore.selectedOrdinals(context),
                () -> Seed.of(context::getConfigurationParameter));
        // The store closes it when the class has ended.
        context.getStore(NAMESPACE).put(RunRecording.class, RunRecording.begin(request, SuiteStore.suite(context)));
    }

    /** End the run, complete it unless a test has, and report where it is; the stack lives on until the launcher session ends. */
    @Override
    public void afterAll(ExtensionContext context) {
        RunRecording recording = context.getStore(NAMESPACE).get(RunRecording.class, RunRecording.class);
        if (recording != null) { // null when beforeAll threw
            boolean complete = recording.complete().isPresent();
            context.publishReportEntry(Map.of(PATH, recording.path().toString(), COMPLETE, Boolean.toString(complete)));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Run.class;
    }

    @Override
    public Run resolveParameter(ParameterContext parameter, ExtensionContext context) {
        RunRecording recording = context.getStore(NAMESPACE).get(RunRecording.class, RunRecording.class);
        if (recording == null) {
            throw new IllegalStateException("no run was planned; @DatasetRun must be on the test class");
        }
        return new Run(recording);
    }

    /** Refuse to try again what failed until it passes: the run would be another one, and its first data a failure's. */
    private static void requireFirst(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        if (!SuiteStore.isFirst(context, type)) {
            throw new ParameterException(
                    "%s has recorded in this JVM already; expected no rerun of failed scenarios (rerunFailingTestsCount), since a run stays what it was; record one again with -Dlo2.scenarios=<tag>; nothing was started"
                            .formatted(type.getSimpleName()));
        }
    }
}
