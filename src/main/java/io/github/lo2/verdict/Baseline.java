package io.github.lo2.verdict;

import java.util.ArrayList;

/**
 * How well trivial guesses find the anomalous windows of a run: what a detector must beat to show that it has learnt
 * something.
 *
 * <p>Each scenario is cut into whole windows of 5 s from its start; a request belongs to the window in which it was sent.
 * The error rate of a window is the share of its requests that got a status of 400 or above, or no answer.
 *
 * @param windows how many windows there are
 * @param byScenario how the guesses do when a window is anomalous where its scenario is not {@code correct}
 * @param byRequest how they do when a window is anomalous where a faulty request was sent in it
 */
public record Baseline(long windows, Guesses byScenario, Guesses byRequest) {

    /**
     * How the guesses do under one meaning of anomalous.
     *
     * @param anomalous how many windows are anomalous
     * @param always whether the better of the two constant guesses, by accuracy, is that every window is
     * @param constant how that guess does
     * @param errorRate the error rate from which on a window is guessed anomalous: the one of best balanced accuracy on
     *     these very windows
     * @param threshold how that guess does
     */
    public record Guesses(long anomalous, boolean always, Score constant, double errorRate, Score threshold) {}

    /**
     * How well windows are told apart.
     *
     * @param accuracy the share of windows guessed right
     * @param balancedAccuracy the mean of that share among the anomalous and among the others; where there is only one
     *     kind, its share
     * @param f1 harmonic mean of precision and recall of the anomalous windows; 0 where none is guessed or there
     */
    public record Score(double accuracy, double balancedAccuracy, double f1) {
        /**
         * Score a guess.
         *
         * @param hits anomalous windows guessed so
         * @param alarms other windows guessed anomalous
         * @param positives anomalous windows
         * @param negatives other windows
         */
        public static Score of(long hits, long alarms, long positives, long negatives) {
            long right = hits + negatives - alarms;
            var shares = new ArrayList<Double>();
            if (positives > 0) {
                shares.add((double) hits / positives);
            }
            if (negatives > 0) {
                shares.add((double) (negatives - alarms) / negatives);
            }
            return new Score(
                    (double) right / Math.max(1, positives + negatives),
                    shares.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                    2.0 * hits / Math.max(1, hits + alarms + positives));
        }
    }
}
