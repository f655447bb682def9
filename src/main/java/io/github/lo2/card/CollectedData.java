package io.github.lo2.card;

import io.github.lo2.dataset.RunSummary;
import io.github.lo2.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A data set of many runs, as its card tells of it.
 *
 * @param name its name
 * @param id tells it from others: the same runs have the same
 * @param date when the last of them was complete, ISO-8601
 * @param licence of all of it
 * @param runs those that it holds
 * @param tables the names of the tables that it has
 * @param states how many runs there are of each state, in words
 */
public record CollectedData(
        String name, UUID id, String date, Licence licence, List<RunSummary> runs, Set<String> tables, String states) {

    public CollectedData {
        runs = List.copyOf(runs);
        tables = Set.copyOf(tables);
    }

    /** Say in one sentence what it is. */
    String summary() {
        return "Labelled requests, logs, spans and metrics of %s on the %s stack: %s runs, %s scenarios, %s requests, of which %s are faulty."
                .formatted(
                        words(RunSummary::system),
                        words(RunSummary::stack),
                        RunCard.number(runs.size()),
                        RunCard.number(runs.stream()
                                .mapToLong(run -> run.failed().size())
                                .sum()),
                        RunCard.number(sum(RunSummary::requests)),
                        RunCard.number(sum(RunSummary::anomalies)));
    }

    /** Name what the runs have of something, each once. */
    String words(Function<RunSummary, String> figure) {
        return runs.stream().map(figure).distinct().sorted().collect(Collectors.joining(", "));
    }

    long sum(ToLongFunction<RunSummary> figure) {
        return runs.stream().mapToLong(figure).sum();
    }

    List<Table> ofTables() {
        return Arrays.stream(Table.values())
                .filter(table -> tables.contains(table.tableName()))
                .toList();
    }

    /** Say how hard the runs are. */
    String hardness() {
        double[] judged = runs.stream()
                .map(RunSummary::hardness)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return judged.length == 0
                ? "No run could be judged: that takes windows of both classes in at least two scenarios each."
                : String.format(
                        Locale.ROOT,
                        "In %d of %d runs it could be judged. The best threshold on one figure of a window has a"
                                + " balanced accuracy of %.3f in the hardest of them, %.3f in the middle one and %.3f in"
                                + " the easiest; 0.5 is chance, 1 is a run that a threshold solves.",
                        judged.length,
                        runs.size(),
                        judged[0],
                        judged[judged.length / 2],
                        judged[judged.length - 1]);
    }
}
