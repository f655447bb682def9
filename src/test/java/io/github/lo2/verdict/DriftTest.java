package io.github.lo2.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The drift of a run's throughput")
class DriftTest {

    @Test
    @DisplayName("is 1 where it always rises, -1 where it always falls, and names the first and the last")
    void risesOrFalls() {
        assertThat(Drift.of(List.of(386.0, 400.0, 737.0)))
                .isEqualTo(new Drift(386, 737, 1, List.of(386.0, 400.0, 737.0)));
        assertThat(Drift.of(List.of(737.0, 400.0, 386.0)))
                .isEqualTo(new Drift(737, 386, -1, List.of(737.0, 400.0, 386.0)));
    }

    @Test
    @DisplayName("counts ranks, not differences, and lets equal ones share theirs")
    void countsRanks() {
        // Ranks 0.5, 0.5, 3, 2 against places 0, 1, 2, 3: 3.5 / sqrt(5 * 4.5).
        assertThat(Drift.of(List.of(1.0, 1.0, 900.0, 2.0)).rankCorrelation()).isCloseTo(0.738, within(0.001));
    }

    @Test
    @DisplayName("is 0 where all are alike, there is one, or none")
    void isNone() {
        assertThat(Drift.of(List.of(5.0, 5.0)).rankCorrelation()).isZero();
        assertThat(Drift.of(List.of(5.0))).isEqualTo(new Drift(5, 5, 0, List.of(5.0)));
        assertThat(Drift.of(List.of())).isEqualTo(new Drift(0, 0, 0, List.of()));
    }
}
