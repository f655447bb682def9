package io.github.lo2.verdict;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the throughput of a run changed from its first scenario to its last. Services that warm up answer more requests as a
 * run goes on: a detector may then learn the place in the order instead of the label.
 *
 * @param first requests/s of the first scenario
 * @param last requests/s of the last scenario
 * @param rankCorrelation Spearman's correlation of requests/s with the place in the order, from -1 to 1; 0 where all are
 *     alike, or there are fewer than two scenarios
 * @param byPlace requests/s of each scenario, in the order in which they were recorded
 */
public record Drift(double first, double last, double rankCorrelation, List<Double> byPlace) {

    /**
     * Measure it.
     *
     * @param rates requests/s of each scenario, in the order in which they were recorded
     */
    public static Drift of(List<Double> rates) {
        if (rates.isEmpty()) {
            return new Drift(0, 0, 0, List.of());
        }
        double[] places = IntStream.range(0, rates.size()).asDoubleStream().toArray();
        return new Drift(rates.get(0), rates.get(rates.size() - 1), correlation(places, ranks(rates)), rates);
    }

    /** Rank values from 0 on; equal ones share the mean of their ranks. */
    private static double[] ranks(List<Double> values) {
        List<Integer> sorted = IntStream.range(0, values.size())
                .boxed()
                .sorted(Comparator.comparing(values::get))
                .toList();
        double[] ranks = new double[values.size()];
        int from = 0;
        while (from < sorted.size()) {
            int to = from;
            while (to + 1 < sorted.size() && values.get(sorted.get(to + 1)).equals(values.get(sorted.get(from)))) {
                to++;
            }
            for (int rank = from; rank <= to; rank++) {
                ranks[sorted.get(rank)] = (from + to) / 2.0;
            }
            from = to + 1;
        }
        return ranks;
    }

    private static double correlation(double[] one, double[] other) {
        double meanOfOne = mean(one);
        double meanOfOther = mean(other);
        double both = 0;
        double ofOne = 0;
        double ofOther = 0;
        for (int i = 0; i < one.length; i++) {
            both += (one[i] - meanOfOne) * (other[i] - meanOfOther);
            ofOne += Math.pow(one[i] - meanOfOne, 2);
            ofOther += Math.pow(other[i] - meanOfOther, 2);
        }
        return ofOne == 0 || ofOther == 0 ? 0 : both / Math.sqrt(ofOne * ofOther);
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElse(0);
    }
}
