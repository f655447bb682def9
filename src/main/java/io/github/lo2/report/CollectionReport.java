package io.github.lo2.report;

import com.github.mustachejava.DefaultMustacheFactory;
import io.github.lo2.dataset.RunSummary;
import io.github.lo2.verdict.VerdictKind;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the page of a data set of many runs: one file of HTML that needs nothing else, and asks no network. */
public final class CollectionReport {
    private static final String TEMPLATE = "io/github/lo2/report/collection.mustache";

    /** A run whose throughput is so many times the median, or that part of it, is one to look at. */
    private static final double UNLIKE = 1.5;

    private CollectionReport() {}

    /**
     * A task or a run.
     *
     * @param task its number; empty: it is of none
     * @param complete whether it is there and nothing speaks against it
     * @param passed how many of its scenarios passed, in words
     * @param why what speaks against it; empty when nothing does
     * @param sizes bytes of its tables, by their names
     * @param summary what it has; null for one that is not in the data set
     */
    public record Entry(
            String task,
            String run,
            String state,
            boolean complete,
            String passed,
            String host,
            String started,
            String why,
            SortedMap<String, Long> sizes,
            @Nullable RunSummary summary) {}

    /** Write the page. */
    public static String html(String name, List<Entry> entries) {
        var html = new StringWriter();
        new DefaultMustacheFactory().compile(TEMPLATE).execute(html, Page.of(name, entries));
        return html.toString();
    }

    /** What the template shows. */
    record Page(
            String name,
            String pageStyle,
            List<ReportedRun.Fact> tiles,
            List<String> attention,
            List<StateRow> states,
            List<MeasuredRow> measured,
            List<String> failing,
            List<ScenarioRow> scenarios,
            List<RunReport.Size> sizes) {

        static Page of(String name, List<Entry> entries) {
            List<Entry> taken =
                    entries.stream().filter(entry -> entry.summary() != null).toList();
            List<Entry> failing = taken.stream()
                    .filter(entry -> failed(entry).values().stream().anyMatch(kinds -> !kinds.isEmpty()))
                    .toList();
            List<MeasuredRow> measured = MeasuredRow.of(taken);
            return new Page(
                    name,
                    PageParts.style(),
                    tiles(entries, taken),
                    attention(entries, failing, measured),
                    entries.stream().map(StateRow::new).toList(),
                    measured,
                    failing.stream().map(Entry::run).toList(),
                    ScenarioRow.of(failing),
                    RunReport.Size.of(sizes(taken)));
        }

        private static List<ReportedRun.Fact> tiles(List<Entry> entries, List<Entry> taken) {
            return List.of(
                    new ReportedRun.Fact("runs in it", "%s of %s".formatted(taken.size(), entries.size())),
                    new ReportedRun.Fact("seconds under load", Wording.seconds(sum(taken, RunSummary::duration))),
                    new ReportedRun.Fact("requests", Wording.number(sum(taken, RunSummary::requests))),
                    new ReportedRun.Fact("faulty", Wording.number(sum(taken, RunSummary::anomalies))),
                    new ReportedRun.Fact("confirmed", Wording.number(sum(taken, RunSummary::confirmed))),
                    new ReportedRun.Fact("log records", Wording.number(sum(taken, RunSummary::logRecords))),
                    new ReportedRun.Fact("spans", Wording.number(sum(taken, RunSummary::spans))),
                    new ReportedRun.Fact("samples", Wording.number(sum(taken, RunSummary::samples))));
        }

        private static List<String> attention(List<Entry> entries, List<Entry> failing, List<MeasuredRow> measured) {
            var lines = new ArrayList<String>();
            Map<String, Long> states = entries.stream()
                    .filter(entry -> !entry.complete())
                    .collect(Collectors.groupingBy(Entry::state, TreeMap::new, Collectors.counting()));
            states.forEach((state, count) -> lines.add("%s %s: see below why".formatted(count, state)));
            if (!failing.isEmpty()) {
                lines.add("%s runs have a scenario that failed a check".formatted(failing.size()));
            }
            List<String> unlike = measured.stream()
                    .filter(MeasuredRow::isUnlike)
                    .map(MeasuredRow::run)
                    .toList();
            if (!unlike.isEmpty()) {
                lines.add("%s runs have a throughput that is %s times the median's, or the median's that of theirs: %s"
                        .formatted(unlike.size(), UNLIKE, String.join(", ", unlike)));
            }
            return lines;
        }

        private static SortedMap<String, Long> sizes(List<Entry> taken) {
            SortedMap<String, Long> sizes = new TreeMap<>();
            taken.forEach(entry -> entry.sizes().forEach((table, bytes) -> sizes.merge(table, bytes, Long::sum)));
            return sizes;
        }

        private static long sum(List<Entry> taken, ToLongFunction<RunSummary> figure) {
            return taken.stream()
                    .flatMap(entry -> Optional.ofNullable(entry.summary()).stream())
                    .mapToLong(figure)
                    .sum();
        }

        boolean hasAttention() {
            return !attention.isEmpty();
        }

        boolean hasFailing() {
            return !failing.isEmpty();
        }

        boolean hasSizes() {
            return !sizes.isEmpty();
        }
    }

    /** How a task or a run is. */
    record StateRow(Entry entry) {
        String style() {
            return entry.complete() ? "good" : "bad";
        }
    }

    /**
     * What a run has.
     *
     * @param isUnlike whether its throughput is far from the others'
     */
    record MeasuredRow(
            String run,
            String stack,
            String seconds,
            String requests,
            String rate,
            String ofMost,
            String style,
            String faulty,
            String logRecords,
            String spans,
            String samples,
            String megabytes,
            String hardness,
            boolean isUnlike) {

        static List<MeasuredRow> of(List<Entry> taken) {
            double[] rates = taken.stream()
                    .flatMap(entry -> Optional.ofNullable(entry.summary()).stream())
                    .mapToDouble(MeasuredRow::rate)
                    .sorted()
                    .toArray();
            return taken.stream()
                    .flatMap(entry -> Optional.ofNullable(entry.summary()).stream()
                            .map(summary -> of(entry, summary, rates[rates.length / 2], rates[rates.length - 1])))
                    .toList();
        }

        private static MeasuredRow of(Entry entry, RunSummary summary, double median, double most) {
            boolean isUnlike = rate(summary) > UNLIKE * median || rate(summary) * UNLIKE < median;
            return new MeasuredRow(
                    entry.run(),
                    summary.stack(),
                    Wording.seconds(summary.duration()),
                    Wording.number(summary.requests()),
                    Wording.value(rate(summary)),
                    String.format(Locale.ROOT, "%.0f", most > 0 ? 100 * rate(summary) / most : 0),
                    isUnlike ? "warn" : "",
                    Wording.number(summary.anomalies()),
                    Wording.number(summary.logRecords()),
                    Wording.number(summary.spans()),
                    Wording.number(summary.samples()),
                    Wording.megabytes(entry.sizes().values().stream()
                            .mapToLong(Long::longValue)
                            .sum()),
                    summary.hardness() == null ? "–" : String.format(Locale.ROOT, "%.3f", summary.hardness()),
                    isUnlike);
        }

        private static double rate(RunSummary summary) {
            return summary.requests() * 1e9 / Math.max(1, summary.duration());
        }
    }

    /** What failed of a scenario, in each run in which one failed. */
    record ScenarioRow(String scenario, List<Cell> cells) {
        /** A scenario of a run. */
        record Cell(String style, String text) {}

        static List<ScenarioRow> of(List<Entry> failing) {
            var tags = new TreeSet<String>();
            failing.forEach(entry -> failed(entry).forEach((tag, kinds) -> {
                if (!kinds.isEmpty()) {
                    tags.add(tag);
                }
            }));
            return tags.stream()
                    .map(tag -> new ScenarioRow(
                            tag,
                            failing.stream()
                                    .map(entry -> cell(failed(entry).get(tag)))
                                    .toList()))
                    .toList();
        }

        private static Cell cell(@Nullable Collection<VerdictKind> kinds) {
            if (kinds == null) {
                return new Cell("none", "–");
            }
            return kinds.isEmpty()
                    ? new Cell("good", "✓")
                    : new Cell("bad", kinds.stream().map(RunReport::words).collect(Collectors.joining(", ")));
        }
    }

    private static SortedMap<String, List<VerdictKind>> failed(Entry entry) {
        return entry.summary() == null ? new TreeMap<>() : entry.summary().failed();
    }
}
