package io.github.lo2.junit;

import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.github.lo2.stack.Stack;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

@DisplayName("Tests that ask for the stack")
class StackExtensionTest {

    @Test
    @DisplayName("fail when it is named wrongly, and nothing is started in its place")
    void failWithAWrongName() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(AsksForTheStack.class))
                .configurationParameter("lo2.stack", "compsoe")
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("asks"),
                                finishedWithFailure(
                                        message(
                                                text -> text.endsWith(
                                                        "lo2.stack=compsoe is not allowed; expected auto or compose or embedded; nothing was started")))));
    }

    @ExtendWith(StackExtension.class)
    static class AsksForTheStack {
        @Test
        void asks(Stack stack) {
            throw new AssertionError("a stack was started: " + stack.kind());
        }
    }
}
