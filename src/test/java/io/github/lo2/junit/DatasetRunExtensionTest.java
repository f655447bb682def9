package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.github.lo2.plan.ParameterException;
import io.github.lo2.stack.Stack;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

@DisplayName("A data set run")
class DatasetRunExtensionTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}={1}")
    @DisplayName("with a wrong parameter is refused with its name, value and what is allowed, and starts nothing")
    @CsvSource(delimiter = '|', textBlock = """
            lo2.duration | never      | lo2.duration=never is not allowed; expected seconds from 1 to 86400, such as 1 or 1..3; nothing was started
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
}
