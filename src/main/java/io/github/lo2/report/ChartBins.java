package io.github.lo2.report;

import io.github.lo2.dataset.ScenarioFacts;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the window of a scenario is cut for its charts: into bins of one width, of which the last takes what is left.
 *
 * @param scenario its tag
 * @param begin start of the window, ns since the epoch
 * @param end its end
 * @param width of a bin, ns
 * @param count how many bins there are
 */
record ChartBins(String scenario, long begin, long end, long width, int count) {
    private static final long SECOND = 1_000_000_000;

    /** A page of many scenarios has fewer points of each: its size is bounded. */
    private static final int MOST_OF_RUN = 5_400;

    private static final int MOST = 100;
    private static final int FEWEST = 20;

    /** The widths to choose from: those that a person reads easily off an axis. */
    private static final List<Long> WIDTHS = List.of(
            SECOND / 2,
            SECOND,
            2 * SECOND,
            5 * SECOND,
            10 * SECOND,
            20 * SECOND,
            30 * SECOND,
            60 * SECOND,
            120 * SECOND,
            300 * SECOND,
            600 * SECOND);

    /** Cut the windows of a run's scenarios. */
    static List<ChartBins> of(List<ScenarioFacts> scenarios) {
        int most = Math.max(FEWEST, Math.min(MOST, MOST_OF_RUN / Math.max(1, scenarios.size())));
        return scenarios.stream()
                .map(facts -> of(facts.tag(), facts.startTime(), facts.endTime(), most))
                .toList();
    }

    static ChartBins of(String scenario, long begin, long end, int most) {
        long length = Math.max(1, end - begin);
        long width = WIDTHS.stream()
                .filter(candidate -> length <= candidate * most)
                .findFirst()
                .orElse(WIDTHS.get(WIDTHS.size() - 1));
        return new ChartBins(scenario, begin, end, width, (int) Math.max(1, Math.round((double) length / width)));
    }

    /** Write the bins of all scenarios as the table {@code bins} of a question. */
    static String table(List<ChartBins> all) {
        return all.stream()
                .map(bins ->
                        "('%s', %s, %s, %s, %s)".formatted(bins.scenario, bins.begin, bins.end, bins.width, bins.count))
                .collect(Collectors.joining(
                        ", ",
                        "bins AS (SELECT scenario, first::BIGINT AS first, last::BIGINT AS last, width::BIGINT AS"
                                + " width, bins::BIGINT AS bins FROM (VALUES ",
                        ") AS given(scenario, first, last, width, bins))"));
    }
}
