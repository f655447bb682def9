package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A threshold that is tried on scenarios it was not chosen on")
class HeldOutScenariosTest {

    @Test
    @DisplayName("misses what shows nothing, and lets pass what is below it: 3 of 4 found, 4 of 4 left alone")
    void misses() {
        // Errors of the two windows of each scenario, the second one anomalous.
        assertThat(tried(0, 4, 0, 4, 1, 4, 0, 0)).isEqualTo((3 / 4.0 + 4 / 4.0) / 2);
    }

    @Test
    @DisplayName(
            "is no better than chance where each scenario has a level of its own, though it parts its own windows better")
    void failsOnOthers() {
        // Without the first scenario, the lowest of the best cuts is 35; without either other one it is 15.
        assertThat(tried(10, 20, 30, 40, 50, 60)).isCloseTo((2 / 3.0 + 1 / 3.0) / 2, within(1e-12));
    }

    @Test
    @DisplayName("finds what lies below it just as well")
    void findsWhatIsBelow() {
        assertThat(tried(90, 20, 80, 10, 95, 5)).isEqualTo(1);
    }

    @Test
    @DisplayName("takes all for normal where all others are alike")
    void takesAllForNormal() {
        assertThat(tried(0, 0, 0, 0)).isEqualTo(0.5);
    }

    @Test
    @DisplayName("is not judged unless two scenarios have anomalous windows, and two have normal ones")
    void isNotJudged() {
        assertThat(new HeldOutScenarios(new int[] {0, 0, 1}, new boolean[] {false, true, true}).canBeJudged())
                .isFalse();
        assertThat(new HeldOutScenarios(new int[] {0, 0, 1}, new boolean[] {false, true, false}).canBeJudged())
                .isFalse();
        assertThat(new HeldOutScenarios(new int[] {0, 0, 1, 1}, new boolean[] {false, true, false, true}).canBeJudged())
                .isTrue();
        assertThat(new HeldOutScenarios(new int[0], new boolean[0]).canBeJudged())
                .isFalse();
    }

    /** Try it on scenarios of two windows, of which the second is anomalous. */
    private static double tried(double... figures) {
        int[] scenarios = IntStream.range(0, figures.length).map(i -> i / 2).toArray();
        boolean[] anomalous = new boolean[figures.length];
        for (int i = 1; i < anomalous.length; i += 2) {
            anomalous[i] = true;
        }
        return new HeldOutScenarios(scenarios, anomalous).balancedAccuracy(figures);
    }
}
