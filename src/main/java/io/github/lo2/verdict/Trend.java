package io.github.lo2.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether values that follow one another rise or fall: the test of Mann (Econometrica 13, 1945) and Kendall (Rank Correlation
 * Methods, 1975). It asks of each pair which of the two is greater, so that neither noise nor single outliers make a trend.
 *
 * @param z how many standard deviations the count of rising pairs less falling ones is from none; 0 with fewer than three values
 * @param change how much the median of the second half is above that of the first, as a share; 0 where that one is 0
 */
public record Trend(double z, double change) {
    private static final int LEAST = 3;

    /** Look for a trend in values, in their order. */
    public static Trend of(List<Double> values) {
        int count = values.size();
        if (count < LEAST) {
            return new Trend(0, 0);
        }
        double rising = 0;
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                rising += Math.signum(values.get(j) - values.get(i));
            }
        }
        // Of equal values none rises or falls.
        double ties =
                values.stream()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                        .values()
                        .stream()
                        .mapToDouble(Trend::variance)
                        .sum();
        double deviation = Math.sqrt((variance(count) - ties) / 18);
        double first = median(values.subList(0, count / 2));
        double second = median(values.subList(count - count / 2, count));
        return new Trend(
                deviation == 0 ? 0 : (rising - Math.signum(rising)) / deviation, first == 0 ? 0 : second / first - 1);
    }

    /** Tell whether chance alone would hardly show it: in one of 20 such series. */
    public boolean isLikely() {
        return Math.abs(z) > 1.96;
    }

    /** Tell whether chance alone would not show it: in one of 100 such series. */
    public boolean isSure() {
        return Math.abs(z) > 2.576;
    }

    /** Find the middle one, or the mean of the two in the middle. */
    public static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, Math.max(0, middle - 1), Math.min(sorted.length, middle + 1))
                        .average()
                        .orElse(0);
    }

    private static double variance(double count) {
        return count * (count - 1) * (2 * count + 5);
    }
}
