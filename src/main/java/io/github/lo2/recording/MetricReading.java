package io.github.lo2.recording;

import io.github.lo2.capture.CaptureException;
import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.OpenScenario;
import io.github.lo2.dataset.ScenarioMetrics;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of reading the metrics of a window. Without its metrics a scenario is kept too, and marked.
 *
 * @param series how many series were written
 * @param whole whether the source could be read
 * @param missing what is missing among them
 */
record MetricReading(long series, boolean whole, List<Missing> missing) {
    MetricReading {
        missing = List.copyOf(missing);
    }

    /** Read and write the series of a window that has ended. */
    static MetricReading of(MetricSource source, WindowCapture window, OpenScenario folder) {
        try (ScenarioMetrics files = folder.metrics(window.startNanos(), window.endNanos())) {
            try {
                var missing = new ArrayList<Missing>();
                source.read(window, files::write).forEach(what -> missing.add(missing(what)));
                source.notCounted().forEach(what -> missing.add(new Missing(Signal.SPANS, what, false)));
                return new MetricReading(files.seriesCount(), true, missing);
            } catch (CaptureException e) {
                files.discard();
                return new MetricReading(0, false, List.of(missing(String.valueOf(e.getMessage()))));
            }
        }
    }

    private static Missing missing(String what) {
        return new Missing(Signal.METRICS, what);
    }
}
