package io.github.lo2.verdict;

import io.github.lo2.signal.Signal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How hard a run is: how well one threshold on one figure of a window tells its anomalous windows from the others. A detector
 * must beat this to show that it has learnt something.
 *
 * <p>Each scenario is cut into whole windows of 5 s from its start; a shorter one is a window. A threshold is chosen on all
 * scenarios but one, and tried on the windows of that one; so for each. Its balanced accuracy, over all windows tried, is the
 * mean of the share of anomalous windows found and the share of others left alone: 1 says that it finds all and raises no false
 * alarm, 0.5 is what chance reaches.
 *
 * @param best the best of all balanced accuracies, the run's hardness: 1 is a run that a threshold solves; null: none could be
 *     judged
 * @param windows how many windows there are
 * @param shorter how many of them are shorter than 5 s
 * @param byPhase the windows by whether the middle of them lies in the phase {@code fault}
 * @param byRequest the windows by whether a request was sent in them that is faulty, or that a fault of the stack hit
 * @param thresholds how each threshold does; none of a signal that has no table
 */
public record Hardness(
        @Nullable Double best,
        long windows,
        long shorter,
        Classes byPhase,
        Classes byRequest,
        List<Threshold> thresholds) {

    public Hardness {
        thresholds = List.copyOf(thresholds);
    }

    /** Take the best of some thresholds. */
    public static Hardness of(
            long windows, long shorter, Classes byPhase, Classes byRequest, List<Threshold> thresholds) {
        Double best = thresholds.stream()
                .flatMap(threshold ->
                        Stream.of(Optional.ofNullable(threshold.byPhase()), Optional.ofNullable(threshold.byRequest())))
                .flatMap(Optional::stream)
                .max(Double::compare)
                .orElse(null);
        return new Hardness(best, windows, shorter, byPhase, byRequest, thresholds);
    }

    /**
     * How many windows there are of either class, under one meaning of anomalous.
     *
     * @param anomalous windows that are anomalous
     * @param anomalousScenarios how many scenarios have such a window
     * @param normal the other windows
     * @param normalScenarios how many scenarios have one of these
     */
    public record Classes(long anomalous, long anomalousScenarios, long normal, long normalScenarios) {
        /** How many scenarios must have windows of a class: without one of them the others still have some. */
        static final int LEAST_SCENARIOS = 2;

        /** Tell whether a threshold can be tried on other scenarios than it is chosen on. */
        public boolean canBeJudged() {
            return Math.min(anomalousScenarios, normalScenarios) >= LEAST_SCENARIOS;
        }
    }

    /**
     * How a threshold on one figure does.
     *
     * @param measure the figure
     * @param byPhase its balanced accuracy where anomalous is what lies in the phase {@code fault}; null: not judged
     * @param byRequest the same where anomalous is a window in which a faulty request was sent; null: not judged
     */
    public record Threshold(
            Measure measure,
            @Nullable Double byPhase,
            @Nullable Double byRequest) {}

    /** A figure of a window. */
    public enum Measure {
        /** Share of requests that got a status of 400 or above, or no answer. */
        REQUEST_ERRORS(Signal.REQUESTS, "error rate"),
        /** 99th percentile of the requests' durations. */
        REQUEST_P99(Signal.REQUESTS, "p99"),
        /** Share of the services' log records of level ERROR or FATAL. */
        LOG_ERRORS(Signal.LOGS, "share of ERROR"),
        /** Share of log records that are like none of any other scenario. */
        NEW_TEMPLATES(Signal.LOGS, "share of new templates"),
        /** Share of spans with status ERROR. */
        SPAN_ERRORS(Signal.SPANS, "share of ERROR"),
        /** 99th percentile of the spans' durations. */
        SPAN_P99(Signal.SPANS, "p99"),
        /** The largest of the series' deviations from their own means over the other windows, in standard deviations. */
        DEVIATION(Signal.METRICS, "largest deviation");

        private final Signal signal;
        private final String words;

        Measure(Signal signal, String words) {
            this.signal = signal;
            this.words = words;
        }

        /** Tell which signal it is a figure of. */
        public Signal signal() {
            return signal;
        }

        String words() {
            return words;
        }
    }
}
