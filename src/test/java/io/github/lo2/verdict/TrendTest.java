package io.github.lo2.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A trend")
class TrendTest {
    @Test
    @DisplayName("is as sure as the test of Mann and Kendall says, ties taken into account")
    void isThatOfMannAndKendall() {
        // Ten values that only rise: S = 45, variance 125, z = 44 / sqrt(125).
        assertThat(Trend.of(rising(10)).z()).isCloseTo(3.935, within(0.001));
        // S = 7, of 5 values with one pair alike: variance (300 - 18) / 18, z = 6 / sqrt(15.667).
        assertThat(Trend.of(List.of(1.0, 2.0, 2.0, 4.0, 3.0)).z()).isCloseTo(1.516, within(0.001));
        assertThat(Trend.of(List.of(7.0, 7.0, 7.0, 7.0))).isEqualTo(new Trend(0, 0));
        assertThat(Trend.of(List.of(1.0, 2.0))).isEqualTo(new Trend(0, 0));
    }

    @Test
    @DisplayName("is found in noise and not made by it, and tells by how much the second half differs")
    void isFoundInNoise() {
        var random = new Random(42);
        var noise = new ArrayList<Double>();
        var growing = new ArrayList<Double>();
        for (int i = 0; i < 20; i++) {
            noise.add(300 + 30 * random.nextGaussian());
            growing.add(240 + 10 * i + 30 * random.nextGaussian());
        }

        assertThat(Trend.of(noise).isLikely()).isFalse();
        assertThat(Trend.of(growing).isSure()).isTrue();
        assertThat(Trend.of(growing).change()).isBetween(0.15, 0.6);
    }

    private static List<Double> rising(int count) {
        return IntStream.range(0, count).mapToObj(i -> (double) i).toList();
    }
}
