package io.github.lo2.validate;

import io.github.lo2.dataset.ScenarioFacts.PhaseFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.plan.Phase;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.system.RequiredMetrics;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Judges whether the metrics that must be there are, and whether those of a scenario have a sample for each second of its window.
 *
 * <p>What must be there is what its system says. It is there with one sample in the window; how many are missing then is a
 * matter of gaps.
 *
 * <p>Samples are to come each second. A gap between two of them is too long above 1.5 s; of such a gap all but 1 s is lost.
 * What is lost at the start (up to the first sample) and at the end (from the last one) is lost in the same way. Coverage is
 * the part of the window that is not lost.
 *
 * <p>A series that Prometheus scrapes and whose samples have times of their own, other than those of the scrapes, may have
 * gaps of up to 2.5 s: cAdvisor reads a container every 0.5 to 1 s and is itself read each second, so what a scrape brings
 * is up to 1 s old, and two scrapes that are 1 s apart may bring samples nearly 2 s apart. Nothing is missing then; from a
 * gap of 2.5 s on, a reading is. Scraped is what has {@code scrape_…} series; without these among the metrics kept, nothing
 * tells such a series from one that is sent, and 1.5 s hold.
 *
 * <p>Judged are
 *
 * <ul>
 *   <li>each series that lived through the window: its first sample is no later after the start than a gap may be long, its
 *       last no earlier before the end, and it is not said to have ended. Stretches in which it is said to
 *       have ended are its own and not lost.
 *   <li>each source of series (job and instance) that has any sample in the window, as if it were one series with the
 *       samples of all, so that one that stopped half-way is found though none of its series lived through.
 *   <li>in the same way each family of a source, the series whose names begin with the same word, that was there at the
 *       start: a process may be measured by its agent ({@code jvm_…}) and from outside ({@code process_…}).
 * </ul>
 *
 * <p>Of a source that is not scraped but sends, the series of one metric are judged as one: nothing tells that one of them
 * has ended, and some are sent only while there is something to say, such as the number of threads that are blocked.
 *
 * <p>What a fault of the stack is done to may be too busy, or stopped, to tell of itself: where its own series, or those that have
 * its name as a label, have a gap while the fault is on, or until 1 s after it, that is what the fault does, and nothing is lost.
 *
 * <p>What is said of a scrape ({@code up}, {@code scrape_…}) does not count for a source: it is there when the scrape fails,
 * too.
 */
final class CoverageVerdict {
    private static final double WANTED = 0.99;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long GAP = 3 * SECOND / 2;
    private static final long OWN_TIMES_GAP = 5 * SECOND / 2;

    private static final String MEASURED = """
        SELECT DISTINCT metric, json_extract_string(labels, '$."' || ? || '"') AS of FROM metrics
        WHERE scenario = ? AND metric IN (SELECT unnest(string_split(?, ','))) AND value IS NOT NULL AND of IS NOT NULL\
        """;

    private static final String SQL = sql();

    private CoverageVerdict() {}

    private enum Scope {
        SOURCE,
        FAMILY,
        SERIES
    }

    /** That a metric was measured, of what a label says. */
    private record Measured(String metric, String of) {}

    /**
     * What is judged.
     *
     * @param scope one series or several
     * @param name how it is written
     * @param lived whether it lived through the window and is judged
     * @param lostNanos what is lost of the window, ns
     * @param gapStartNanos when its longest gap began, ns since the epoch (UTC)
     * @param gapNanos how long that is, ns
     */
    private record Line(Scope scope, String name, boolean lived, long lostNanos, long gapStartNanos, long gapNanos) {
        double coverage(JudgedScenario scenario) {
            return Math.max(0, 1 - (double) lostNanos / (scenario.endNanos() - scenario.startNanos()));
        }

        Evidence evidence(JudgedScenario scenario) {
            return new Evidence.Gap(name, 100 * coverage(scenario), gapStartNanos, gapNanos);
        }
    }

    static Verdict of(JudgedScenario scenario, TableViews views) {
        List<RequiredMetrics> required = scenario.system().requiredMetrics(scenario.stack());
        List<Evidence> absent = absent(required, scenario, views);
        List<Line> lines = lines(scenario, views);
        List<Line> judged = lines.stream()
                .filter(Line::lived)
                .sorted(Comparator.comparing((Line line) -> line.coverage(scenario))
                        .thenComparing(Line::scope)
                        .thenComparing(Line::name))
                .toList();
        long series = count(judged, Scope.SERIES);
        // Without a series that lived through the window, all that is there is against it.
        var against = new ArrayList<>(absent);
        judged.stream()
                .filter(line -> series == 0 || line.coverage(scenario) < WANTED)
                .map(line -> line.evidence(scenario))
                .forEach(against::add);
        Figures figures = new Figures()
                .add(
                        "required",
                        required.stream().mapToLong(CoverageVerdict::count).sum(),
                        Unit.METRICS)
                .add(
                        "absent",
                        absent.stream()
                                .mapToLong(
                                        row -> ((Evidence.Absent) row).values().size())
                                .sum(),
                        Unit.METRICS)
                .add("uncovered", against.size() - absent.size(), Unit.SERIES)
                .add("series", series, Unit.SERIES)
                .add("sources", count(judged, Scope.SOURCE), Unit.SOURCES)
                .add("came_or_ended", count(lines, Scope.SERIES) - series, Unit.SERIES)
                .add("window", Figure.seconds(scenario.endNanos() - scenario.startNanos()))
                .add("wanted", Figure.percent(WANTED));
        judged.stream().findFirst().ifPresent(least -> figures.add("least", Figure.percent(least.coverage(scenario))));
        return Verdict.of(VerdictKind.COVERAGE, series > 0 && against.isEmpty(), figures.byName(), against);
    }

    /** Find the metrics that must be there and have no sample in the window: a row for each. */
    private static List<Evidence> absent(List<RequiredMetrics> required, JudgedScenario scenario, TableViews views) {
        var absent = new ArrayList<Evidence>();
        for (RequiredMetrics rule : required) {
            Set<Measured> there = Set.copyOf(views.ask(
                    MEASURED,
                    row -> new Measured(row.getString(1), row.getString(2)),
                    rule.label(),
                    scenario.tag(),
                    String.join(",", rule.metrics())));
            for (String metric : rule.metrics()) {
                List<String> values = rule.values().stream()
                        .filter(value -> !there.contains(new Measured(metric, value)))
                        .toList();
                if (!values.isEmpty()) {
                    absent.add(new Evidence.Absent(metric, rule.label(), values));
                }
            }
        }
        return absent;
    }

    private static long count(RequiredMetrics rule) {
        return (long) rule.values().size() * rule.metrics().size();
    }

    private static long count(List<Line> lines, Scope scope) {
        return lines.stream().filter(line -> line.scope() == scope).count();
    }

    private static List<Line> lines(JudgedScenario scenario, TableViews views) {
        return views.ask(
                SQL,
                row -> new Line(
                        Scope.valueOf(row.getString(1)),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)),
                scenario.tag(),
                scenario.startNanos(),
                scenario.endNanos(),
                SeriesSamples.LOOKBACK_NANOS,
                GAP,
                OWN_TIMES_GAP,
                SECOND,
                scenario.fault().map(FaultFacts::serviceName).orElse(""),
                scenario.fault().map(FaultFacts::target).orElse(""),
                faultStart(scenario),
                faultEnd(scenario));
    }

    /** Say when its fault may have begun to show, ns since the epoch (UTC); the end of the window where it has none. */
    private static long faultStart(JudgedScenario scenario) {
        // A rule is on before its phase, and hits nothing then.
        return phase(scenario)
                .map(PhaseFacts::startTime)
                .findFirst()
                .or(() ->
                        said(scenario.fault().map(FaultFacts::injected)).boxed().findFirst())
                .orElse(scenario.endNanos());
    }

    /** Say until when it may show, ns since the epoch (UTC). */
    private static long faultEnd(JudgedScenario scenario) {
        long over = LongStream.concat(
                        said(scenario.fault().map(FaultFacts::recovered)),
                        phase(scenario).mapToLong(PhaseFacts::endTime))
                .max()
                .orElse(scenario.endNanos());
        return over + SECOND;
    }

    private static LongStream said(Optional<ToolWord> word) {
        return word.stream().mapToLong(ToolWord::time).filter(time -> time > 0);
    }

    private static Stream<PhaseFacts> phase(JudgedScenario scenario) {
        return scenario.phases().stream().filter(phase -> phase.phase().equals(Phase.Kind.FAULT.word()));
    }

    private static String sql() {
        try (InputStream file = Objects.requireNonNull(CoverageVerdict.class.getResourceAsStream("coverage.sql"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("coverage.sql cannot be read; build the suite anew", e);
        }
    }
}
