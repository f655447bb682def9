package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.lo2.stack.Stack;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

@DisplayName("The order of a data set run")
class DatasetRunOrderTest {

    @Test
    @DisplayName("has checks of the stack first, then the scenarios, then checks of the run, whatever the seed")
    void hasThreeParts() {
        assertThat(IntStream.range(0, 20)).allSatisfy(seed -> {
            List<String> order = order(seed);
            assertThat(order.subList(0, 3)).containsExactlyInAnyOrder("answers", "isEmpty", "isHealthy");
            assertThat(order.get(3)).isEqualTo("scenarios");
            assertThat(order.subList(4, 7)).containsExactlyInAnyOrder("isComplete", "isLabelled", "needsNothing");
        });
    }

    @Test
    @DisplayName("is the same for the same seed and differs between seeds")
    void dependsOnTheSeed() {
        assertThat(order(42)).isEqualTo(order(42));
        assertThat(IntStream.range(0, 20).mapToObj(DatasetRunOrderTest::order).distinct())
                .as("orders of 20 seeds")
                .hasSizeGreaterThan(5);
    }

    private static List<String> order(int seed) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Recording.class))
                .configurationParameter("lo2.seed", Integer.toString(seed))
                .execute()
                .allEvents()
                .started()
                .stream()
                .map(DatasetRunOrderTest::method)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String method(Event event) {
        UniqueId.Segment segment = event.getTestDescriptor().getUniqueId().getLastSegment();
        return switch (segment.getType()) {
            case "method", "test-factory" -> segment.getValue().replaceFirst("\\(.*", "");
            default -> "";
        };
    }

    @TestMethodOrder(DatasetRunOrder.class)
    @ExtendWith(Nothing.class)
    static class Recording {
        @Test
        void isComplete(Stack stack) {}

        @Test
        @BeforeScenarios
        void answers(Stack stack) {}

        @TestFactory
        Stream<DynamicTest> scenarios(Run run) {
            return Stream.of(DynamicTest.dynamicTest("correct", () -> {}));
        }

        @Test
        @BeforeScenarios
        void isEmpty() {}

        @Test
        void isLabelled(Run run) {}

        @Test
        void needsNothing() {}

        @Test
        @BeforeScenarios
        void isHealthy(Run run) {}
    }

    /** Hands nothing to every parameter: only the order matters here. */
    static class Nothing implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return true;
        }

        @Override
        public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return null;
        }
    }
}
