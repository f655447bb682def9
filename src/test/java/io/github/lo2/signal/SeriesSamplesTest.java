package io.github.lo2.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The samples of a series")
class SeriesSamplesTest {
    private final SeriesSamples samples = new SeriesSamples(new Series("node_load1", new TreeMap<>()));

    @Test
    @DisplayName("give at a moment the newest one not after it")
    void giveTheNewestNotAfter() {
        samples.add(seconds(10), 1.5);
        samples.add(seconds(11), 2.5);

        assertThat(samples.at(seconds(10) - 1)).as("before the first").isEmpty();
        assertThat(samples.at(seconds(10))).hasValue(1.5);
        assertThat(samples.at(seconds(11) - 1)).hasValue(1.5);
        assertThat(samples.at(seconds(11))).hasValue(2.5);
    }

    @Test
    @DisplayName("give none that is older than 5 s")
    void giveNoneThatIsOld() {
        samples.add(seconds(10), 1.5);

        assertThat(samples.at(seconds(15))).hasValue(1.5);
        assertThat(samples.at(seconds(15) + 1)).isEmpty();
    }

    @Test
    @DisplayName("let go one that is not newer than the last")
    void letGoOldOnes() {
        samples.add(seconds(10), 1.5);
        samples.add(seconds(10), 9);
        samples.add(seconds(9), 9);

        assertThat(samples.size()).isEqualTo(1);
        assertThat(samples.at(seconds(10))).hasValue(1.5);
        assertThat(samples.at(seconds(9))).isEmpty();
    }

    @Test
    @DisplayName("are all kept, however many they are")
    void areAllKept() {
        for (int i = 1; i <= 1_000; i++) {
            samples.add(seconds(i), i / 8.0);
        }

        assertThat(samples.size()).isEqualTo(1_000);
        for (int i = 1; i <= 1_000; i++) {
            assertThat(samples.at(seconds(i))).hasValue(i / 8.0);
        }
    }

    @Test
    @DisplayName("give none from the moment at which the series ended until its next one")
    void giveNoneAfterAnEnd() {
        samples.add(seconds(10), 1.5);
        samples.endAt(seconds(12));
        samples.add(seconds(14), 2.5);

        assertThat(samples.at(seconds(12) - 1)).hasValue(1.5);
        assertThat(samples.at(seconds(12))).isEmpty();
        assertThat(samples.at(seconds(14) - 1)).isEmpty();
        assertThat(samples.at(seconds(14))).hasValue(2.5);
        assertThat(samples.at(seconds(19))).hasValue(2.5);
        assertThat(samples.times()).as("those there were").containsExactly(seconds(10), seconds(14));
    }

    @Test
    @DisplayName("may end many times, and more than once before the next")
    void mayEndManyTimes() {
        samples.add(seconds(10), 1.5);
        samples.endAt(seconds(11));
        samples.endAt(seconds(12));
        samples.add(seconds(13), 2.5);
        samples.endAt(seconds(14));
        samples.add(seconds(15), 3.5);

        assertThat(samples.at(seconds(11) - 1)).hasValue(1.5);
        assertThat(samples.at(seconds(11))).isEmpty();
        assertThat(samples.at(seconds(12))).isEmpty();
        assertThat(samples.at(seconds(13))).hasValue(2.5);
        assertThat(samples.at(seconds(14))).isEmpty();
        assertThat(samples.at(seconds(15))).hasValue(3.5);
    }

    @Test
    @DisplayName("are not ended by an end that is not after them")
    void areNotEndedByAnEarlierEnd() {
        samples.endAt(seconds(9));
        samples.endAt(seconds(10));
        samples.add(seconds(10), 1.5);

        assertThat(samples.at(seconds(9))).isEmpty();
        assertThat(samples.at(seconds(10))).hasValue(1.5);
        assertThat(samples.at(seconds(15))).hasValue(1.5);
    }

    private static long seconds(int count) {
        return TimeUnit.SECONDS.toNanos(1_795_500_000L + count);
    }
}
