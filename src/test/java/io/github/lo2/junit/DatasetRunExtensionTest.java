package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.stack.Stack;
import io.github.lo2.time.EpochClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

@DisplayName("A data set run")
@Isolated("counts the child processes of this JVM")
class DatasetRunExtensionTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}={1}")
    @DisplayName("with a wrong parameter is refused with its name, value and what is allowed, and starts nothing")
    @CsvSource(delimiter = '|', textBlock = """
            lo2.duration | never      | lo2.duration=never is not allowed; expected seconds from 1 to 21600, such as 1 or 1..3; nothing was started
            lo2.stack    | kubernetes | lo2.stack=kubernetes is not allowed; expected auto or compose or embedded; nothing was started
            lo2.seed     | forty-two  | lo2.seed=forty-two is not allowed; expected a whole number of at most 63 bits, such as 42; nothing was started
            """)
    void isRefused(String name, String value, String expected) {
        Path results = folder.resolve("results");
        Set<ProcessHandle> before = children();

        EngineExecutionResults outcome = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Recording.class))
                .configurationParameter("lo2.results", results.toString())
                .configurationParameter(name, value)
                .execute();

        outcome.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(Recording.class),
                                finishedWithFailure(instanceOf(ParameterException.class), message(expected))));
        outcome.testEvents().assertStatistics(tests -> tests.started(0));
        assertThat(results).as("results folder").doesNotExist();
        assertThat(before).as("child processes from before").containsAll(children());
    }

    @Test
    @DisplayName("is not tried again in the same session, as Failsafe's reruns would: what failed stays failed")
    void isNotTriedAgain() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Recording.class))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter("lo2.results", folder.resolve("results").toString())
                .configurationParameter("lo2.duration", "never")
                .build();
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        try (LauncherSession session = LauncherFactory.openSession(alone)) {
            assertThat(failures(session, request))
                    .singleElement()
                    .asString()
                    .startsWith("lo2.duration=never is not allowed");
            assertThat(failures(session, request))
                    .containsExactly(
                            "Recording has recorded in this JVM already; expected no rerun of failed scenarios (rerunFailingTestsCount), since a run stays what it was; record one again with -Dlo2.scenarios=<tag>; nothing was started");
        }
    }

    private static List<String> failures(LauncherSession session, LauncherDiscoveryRequest request) {
        var summary = new SummaryGeneratingListener();
        session.getLauncher().execute(request, summary);
        return summary.getSummary().getFailures().stream()
                .map(failure -> failure.getException().getMessage())
                .toList();
    }

    @ParameterizedTest(name = "{0}={1}")
    @DisplayName("is not resumed when something does not fit it, with what does not and the fix, and starts nothing")
    @CsvSource(delimiter = '|', textBlock = """
            lo2.duration  | 5        | lo2.duration=5 does not fit <run>, which was recorded with '2'; leave it out; nothing was started
            lo2.users     | 9        | lo2.users=9 does not fit <run>, which was recorded with the default; leave it out; nothing was started
            lo2.replay    | <run>    | lo2.resume and lo2.replay are both given; expected one of them; nothing was started
            manifest.json | {}       | <run> is complete: it has a manifest.json; record it again with -Dlo2.replay=<run>/manifest.json
            plan.json     | ''       | <run> cannot be resumed: <run>/plan.json holds no plan: it is empty; expected the plan.json or the manifest.json of a run; begin a new run; nothing was started
            the system    | shop     | the plan does not fit: it is of the system 'shop', and this is 'light-oauth2'; name that one with -Dlo2.system=…; nothing was started
            the tag       | login_42 | the plan does not fit: the Locust files have no tag login_42; take the files it was drawn for, or begin a new run; nothing was started
            """)
    void isNotResumed(String what, String value, String expected) throws Exception {
        Path run = run(what.equals("the tag") ? value : "correct");
        if (what.endsWith(".json")) {
            Files.writeString(run.resolve(what), value);
        }
        if (what.equals("the system")) {
            Path plan = run.resolve("plan.json");
            Files.writeString(plan, Files.readString(plan).replace("light-oauth2", value));
        }
        Map<String, String> given =
                what.startsWith("lo2.") ? Map.of(what, value.replace("<run>", run.toString())) : Map.of();

        assertIsNotResumed(run, given, expected.replace("<run>", run.toString()));

        assertThat(run).isDirectoryNotContaining("glob:**/correct");
    }

    @Test
    @DisplayName("is skipped, and says so, when another system than its own is asked for")
    void isSkippedForAnotherSystem() {
        EngineExecutionResults outcome = execute("src/test/resources/systems/greeter");

        outcome.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(LightOauth2.class),
                                skippedWithReason("it records light-oauth2, and lo2.system asks for greeter")));
        outcome.testEvents().assertStatistics(tests -> tests.started(0));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisplayName("is not skipped, but fails, when the system that is asked for does not exist")
    void failsForNoSystem() {
        EngineExecutionResults outcome = execute("light-oauth3");

        outcome.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(LightOauth2.class),
                                finishedWithFailure(
                                        message(text -> text.contains("lo2.system=light-oauth3 is no system: ")))));
        outcome.testEvents().assertStatistics(tests -> tests.started(0));
    }

    /** Execute a class of light-oauth2; it would be refused for its duration if it were not skipped. */
    private EngineExecutionResults execute(String system) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(LightOauth2.class))
                .configurationParameter("lo2.system", system)
                .configurationParameter("lo2.duration", "never")
                .configurationParameter("lo2.results", folder.toString())
                .execute();
    }

    @Test
    @DisplayName("is not skipped when its own system is asked for")
    void isNotSkippedForItsOwn() {
        execute("light-oauth2")
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(LightOauth2.class),
                                finishedWithFailure(message(text -> text.startsWith("lo2.duration=never ")))));
    }

    private static void assertIsNotResumed(Path run, Map<String, String> given, String expected) {
        Set<ProcessHandle> before = children();

        EngineExecutionResults outcome = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Recording.class))
                .configurationParameter("lo2.resume", run.toString())
                .configurationParameters(given)
                .execute();

        outcome.containerEvents()
                .assertThatEvents()
                .haveExactly(1, event(container(Recording.class), finishedWithFailure(message(expected))));
        outcome.testEvents().assertStatistics(tests -> tests.started(0));
        assertThat(before).as("child processes from before").containsAll(children());
    }

    /** Leave the folder of a run behind, as one does that is killed before its first scenario. */
    private Path run(String tag) {
        Map<String, String> given = Map.of("lo2.results", folder.toString(), "lo2.duration", "2");
        var plan = new Plan(42, List.of(new Scenario(1, tag, Duration.ofSeconds(2), Duration.ZERO)));
        try (RunFolder run = RunFolders.create(plan, given, EpochClock.system())) {
            return run.path();
        }
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    @DatasetRun
    static class Recording {
        @Test
        void answers(Stack stack) {}

        @TestFactory
        Stream<DynamicTest> scenarios(Run run) {
            return run.scenarios();
        }
    }

    @DatasetRun(system = "light-oauth2")
    static class LightOauth2 {
        @Test
        void isRun(Run run) {}
    }
}
