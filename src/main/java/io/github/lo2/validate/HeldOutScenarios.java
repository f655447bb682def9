package io.github.lo2.validate;

import io.github.lo2.verdict.Hardness.Classes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Windows of scenarios, each held out once: a threshold is chosen on the windows of all others and tried on its own.
 *
 * <p>A threshold has a side, too: anomalous is what lies above it, or what lies below.
 */
final class HeldOutScenarios {
    private final int[] scenarios;
    private final boolean[] anomalous;

    /**
     * @param scenarios the scenario of each window
     * @param anomalous whether it is anomalous
     */
    HeldOutScenarios(int[] scenarios, boolean[] anomalous) {
        this.scenarios = scenarios;
        this.anomalous = anomalous;
    }

    /** A value that parts the windows in two; where none does, all are taken for normal. */
    private record Cut(double value, boolean above, double balancedAccuracy) {
        static final Cut NONE = new Cut(Double.POSITIVE_INFINITY, true, 0.5);

        boolean isAnomalous(double figure) {
            return above == (figure >= value);
        }

        /** Take the better one of this and a cut between two values, with the side that is better there. */
        Cut orBetter(double lower, double upper, double accuracyAbove) {
            double accuracy = Math.max(accuracyAbove, 1 - accuracyAbove);
            return accuracy > balancedAccuracy
                    ? new Cut(lower + (upper - lower) / 2, accuracyAbove >= 0.5, accuracy)
                    : this;
        }
    }

    Classes classes() {
        return new Classes(windows(true), scenarios(true), windows(false), scenarios(false));
    }

    boolean canBeJudged() {
        return classes().canBeJudged();
    }

    /**
     * Try thresholds on a figure: the balanced accuracy over all windows.
     *
     * @param figures the figure of each window
     */
    double balancedAccuracy(double[] figures) {
        List<Integer> sorted = IntStream.range(0, figures.length)
                .boxed()
                .sorted(Comparator.comparingDouble(window -> figures[window]))
                .toList();
        long found = 0;
        long leftAlone = 0;
        for (int heldOut : IntStream.of(scenarios).distinct().toArray()) {
            Cut cut = bestWithout(heldOut, sorted, figures);
            for (int window = 0; window < figures.length; window++) {
                if (scenarios[window] == heldOut && cut.isAnomalous(figures[window]) == anomalous[window]) {
                    found += anomalous[window] ? 1 : 0;
                    leftAlone += anomalous[window] ? 0 : 1;
                }
            }
        }
        return balanced(found, windows(true), leftAlone, windows(false));
    }

    /** Choose the cut of best balanced accuracy on the windows of all scenarios but one. */
    private Cut bestWithout(int heldOut, List<Integer> sorted, double[] figures) {
        int[] others = sorted.stream()
                .mapToInt(Integer::intValue)
                .filter(window -> scenarios[window] != heldOut)
                .toArray();
        long anomalousOnes =
                IntStream.of(others).filter(window -> anomalous[window]).count();
        long normalOnes = others.length - anomalousOnes;
        Cut best = Cut.NONE;
        long anomalousBelow = 0;
        long normalBelow = 0;
        for (int i = 0; i + 1 < others.length; i++) {
            anomalousBelow += anomalous[others[i]] ? 1 : 0;
            normalBelow += anomalous[others[i]] ? 0 : 1;
            double value = figures[others[i]];
            double next = figures[others[i + 1]];
            if (value < next) {
                best = best.orBetter(
                        value, next, balanced(anomalousOnes - anomalousBelow, anomalousOnes, normalBelow, normalOnes));
            }
        }
        return best;
    }

    private static double balanced(long found, long anomalous, long leftAlone, long normal) {
        return ((double) found / anomalous + (double) leftAlone / normal) / 2;
    }

    private long windows(boolean ofClass) {
        return ofClass(ofClass).count();
    }

    private long scenarios(boolean ofClass) {
        return ofClass(ofClass).map(window -> scenarios[window]).distinct().count();
    }

    private IntStream ofClass(boolean ofClass) {
        return IntStream.range(0, anomalous.length).filter(window -> anomalous[window] == ofClass);
    }
}
