package io.github.lo2.capture;

import io.github.lo2.signal.SeriesSamples;
import java.util.List;
import java.util.function.Consumer;

/** Where the samples of a window come from. */
public interface MetricSource {

    /**
     * Say what has not arrived yet of the samples taken until a moment.
     *
     * @param endNanos the moment, ns since the epoch (UTC)
     * @return in words; empty when all can be read
     */
    List<String> missing(long endNanos);

    /**
     * Hand over the series of a window that has ended, one after the other, those of a metric together. A series may begin
     * with samples from before the window, which tell its first values.
     *
     * @return what is missing among them, in words
     * @throws CaptureException when they cannot be read
     */
    List<String> read(WindowCapture window, Consumer<SeriesSamples> sink);

    /**
     * Say what was lost since the last window was read, so that the next one is not blamed for it.
     *
     * @return in words; empty when nothing was, or nobody counts
     */
    default List<String> settle() {
        return List.of();
    }

    /** Say what may be lost without anybody counting it, in words; empty when each loss is counted. */
    default List<String> notCounted() {
        return List.of();
    }
}
