package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The samples of a window")
class SampleStoreTest {
    private static final int KEPT = 1_000;

    @TempDir
    Path folder;

    @Test
    @DisplayName("come back whole and in order, series by series, however many do not fit into memory")
    void comeBackWhole() {
        int seriesCount = 30;
        long seconds = 6 * 60;
        var read = new ArrayList<SeriesSamples>();
        try (var store = new SampleStore(folder, KEPT)) {
            for (long second = 0; second < seconds; second++) {
                for (int number = 0; number < seriesCount; number++) {
                    store.add(sample(number, second));
                    store.add(sample(number, second)); // delivered twice
                }
            }
            store.read(read::add);
            assertThat(folder).as("what is written has no name").isEmptyDirectory();
        }

        assertThat(read)
                .extracting(samples -> samples.series().labels().get("number"))
                .isSorted()
                .hasSize(seriesCount);
        long[] all = LongStream.range(0, seconds).toArray();
        assertThat(read).allSatisfy(samples -> {
            assertThat(samples.times()).containsExactly(all);
            int number = Integer.parseInt(samples.series().labels().get("number")) - 100;
            assertThat(samples.at(17)).hasValue(number + 17 / 1e3);
        });
    }

    @Test
    @DisplayName("say where there is no place for those that do not fit into memory")
    void sayWhereThereIsNoPlace() {
        Path nowhere = folder.resolve("nowhere");
        try (var store = new SampleStore(nowhere, 2)) {
            assertThatThrownBy(() -> {
                        for (long second = 0; second < 5; second++) {
                            store.add(sample(0, second));
                        }
                    })
                    .isInstanceOf(CaptureException.class)
                    .hasMessageStartingWith("the samples of a long scenario cannot be kept in %s: ", nowhere);
        }
    }

    @Test
    @DisplayName("of one series beside many others all come back")
    void ofRareSeries() {
        var read = new ArrayList<SeriesSamples>();
        try (var store = new SampleStore(folder, KEPT)) {
            store.add(sample(7, 1));
            for (long second = 0; second < 5 * KEPT; second++) {
                store.add(sample(1, second));
            }
            store.add(sample(7, 2));
            store.read(read::add);
        }

        assertThat(read).extracting(SeriesSamples::size).isEqualTo(List.of(5 * KEPT, 2));
    }

    private static Sample sample(int number, long time) {
        var labels = new TreeMap<>(Map.of("number", Integer.toString(100 + number)));
        return new Sample(new Series("load", labels), time, number + time / 1e3);
    }
}
