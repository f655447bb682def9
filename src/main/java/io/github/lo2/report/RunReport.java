package io.github.lo2.report;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.verdict.Drift;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes a run's report: one page of HTML that needs nothing else, and asks no network. */
public final class RunReport {
    private static final String TEMPLATE = "io/github/lo2/report/report.mustache";

    private RunReport() {}

    /**
     * Write the page.
     *
     * @param run what it tells in words and tables
     * @param charts what it draws
     */
    public static String html(ReportedRun run, RunCharts charts) {
        Mustache template = new DefaultMustacheFactory().compile(TEMPLATE);
        var html = new StringWriter();
        template.execute(html, Page.of(run, charts));
        return html.toString();
    }

    /** What the template shows. */
    record Page(
            String name,
            boolean passed,
            List<ReportedRun.Fact> facts,
            List<ReportedRun.Fact> tiles,
            List<Attention> attention,
            String drift,
            List<Size> sizes,
            PageParts parts,
            RunCharts charts,
            List<Objection> objections,
            List<String> kinds,
            List<ScenarioEntry> scenarios,
            Total total,
            List<String> hardness,
            List<Bar> bars) {
        static Page of(ReportedRun run, RunCharts charts) {
            var objections = new ArrayList<Objection>();
            run.verdicts().forEach(verdict -> objections.add(Objection.of("the run", verdict)));
            run.scenarios()
                    .forEach(scenario -> scenario.verdicts()
                            .forEach(verdict -> objections.add(Objection.of(scenario.tag(), verdict))));
            objections.removeIf(objection -> objection.verdict().passed());
            return new Page(
                    run.name(),
                    objections.isEmpty(),
                    run.facts(),
                    tiles(run),
                    Attention.of(run, objections.size()),
                    VerdictText.sentence(driftOf(run)),
                    Size.of(run.sizes()),
                    PageParts.read(),
                    charts,
                    objections,
                    VerdictKind.ofScenario().stream().map(RunReport::words).toList(),
                    run.scenarios().stream().map(ScenarioEntry::new).toList(),
                    new Total(run.scenarios()),
                    run.hardness().map(VerdictText::lines).orElse(List.of()),
                    run.hardness().map(Bar::of).orElse(List.of()));
        }

        private static List<ReportedRun.Fact> tiles(ReportedRun run) {
            var total = new Total(run.scenarios());
            long passed =
                    run.scenarios().stream().filter(ScenarioFacts::isPassed).count();
            var tiles = new ArrayList<ReportedRun.Fact>();
            tiles.add(new ReportedRun.Fact(
                    "scenarios passed",
                    "%s of %s".formatted(passed, run.scenarios().size())));
            run.hardness()
                    .map(Hardness::best)
                    .ifPresent(best -> tiles.add(new ReportedRun.Fact("hardness; 1 is easiest", Wording.share(best))));
            tiles.add(new ReportedRun.Fact("seconds under load", total.seconds()));
            tiles.add(new ReportedRun.Fact("requests", total.requests()));
            boolean hasFaults = run.scenarios().stream().anyMatch(scenario -> scenario.fault() != null);
            if (!hasFaults || total.hasFaulty()) {
                tiles.add(new ReportedRun.Fact("faulty", total.faulty()));
                tiles.add(new ReportedRun.Fact("confirmed", total.confirmed()));
            }
            if (hasFaults) {
                addUnlessNone(tiles, "hit by a fault", total.ofFaults("hit"));
                addUnlessNone(tiles, "exposed to a fault", total.ofFaults("exposed"));
            }
            tiles.add(new ReportedRun.Fact("log records", total.logRecords()));
            tiles.add(new ReportedRun.Fact("spans", total.spans()));
            tiles.add(new ReportedRun.Fact("samples", total.samples()));
            return tiles;
        }

        private static void addUnlessNone(List<ReportedRun.Fact> tiles, String name, long count) {
            if (count > 0) {
                tiles.add(new ReportedRun.Fact(name, Wording.number(count)));
            }
        }

        String policy() {
            return parts.policy();
        }

        String libraryStyle() {
            return parts.libraryStyle();
        }

        String libraryScript() {
            return parts.libraryScript();
        }

        String libraryVersion() {
            return parts.libraryVersion();
        }

        String libraryLicence() {
            return parts.libraryLicence();
        }

        String pageStyle() {
            return parts.pageStyle();
        }

        String pageScript() {
            return parts.pageScript();
        }

        String data() {
            return charts.json();
        }

        boolean hasAttention() {
            return !attention.isEmpty();
        }

        boolean hasSizes() {
            return !sizes.isEmpty();
        }

        String style() {
            return Wording.style(passed);
        }

        String outcome() {
            return passed ? "passed" : "failed";
        }

        boolean hasObjections() {
            return !objections.isEmpty();
        }

        boolean hasBars() {
            return bars.stream()
                    .anyMatch(bar -> bar.byPhase().isJudged() || bar.byRequest().isJudged());
        }

        boolean hasHardness() {
            return !hardness.isEmpty();
        }
    }

    /** Something that a person should look at before anything else, and where on the page. */
    record Attention(String style, String text, String anchor) {
        /** From this correlation on, the place in the order may be learnt in the place of the label. */
        private static final double DRIFTS = 0.5;

        static List<Attention> of(ReportedRun run, int objections) {
            var found = new ArrayList<Attention>();
            if (objections > 0) {
                found.add(new Attention(
                        "bad",
                        "%s %s failed".formatted(objections, objections == 1 ? "verdict" : "verdicts"),
                        "failed"));
            }
            long gapped = run.scenarios().stream()
                    .filter(scenario -> scenario.verdicts().stream()
                            .anyMatch(verdict -> verdict.kind() == VerdictKind.COVERAGE && verdict.rowCount() > 0))
                    .count();
            if (gapped > 0) {
                found.add(new Attention(
                        "warn",
                        "%s %s gaps among the metrics"
                                .formatted(Wording.number(gapped), gapped == 1 ? "scenario has" : "scenarios have"),
                        "by-source"));
            }
            if (Math.abs(driftOf(run).rankCorrelation()) >= DRIFTS) {
                found.add(new Attention("warn", VerdictText.sentence(driftOf(run)), "drifting"));
            }
            return found;
        }
    }

    /** What a threshold on a figure of a window reaches. */
    record Bar(String measure, Reached byPhase, Reached byRequest) {
        /** A balanced accuracy, as text; empty when it was not judged. */
        record Reached(String value) {
            static Reached of(@Nullable Double accuracy) {
                return new Reached(accuracy == null ? "" : Wording.share(accuracy));
            }

            boolean isJudged() {
                return !value.isEmpty();
            }
        }

        static List<Bar> of(Hardness hardness) {
            return hardness.thresholds().stream()
                    .map(threshold -> new Bar(
                            threshold.measure().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            Reached.of(threshold.byPhase()),
                            Reached.of(threshold.byRequest())))
                    .toList();
        }
    }

    /** The size of a table. */
    record Size(String name, String megabytes, String percent) {
        static List<Size> of(Map<String, Long> sizes) {
            long all = Math.max(
                    1, sizes.values().stream().mapToLong(Long::longValue).sum());
            return sizes.entrySet().stream()
                    .map(size -> new Size(
                            size.getKey(),
                            Wording.megabytes(size.getValue()),
                            String.format(Locale.ROOT, "%.1f", 100.0 * size.getValue() / all)))
                    .toList();
        }
    }

    /** A verdict that failed. */
    record Objection(String about, VerdictEntry verdict) {
        static Objection of(String about, Verdict verdict) {
            return new Objection(about, new VerdictEntry(verdict));
        }

        String kind() {
            return verdict.kind();
        }

        String statement() {
            return verdict.statement();
        }

        List<String> rows() {
            return verdict.rows();
        }

        @Nullable
        String more() {
            return verdict.more();
        }
    }

    /** A verdict with its rows. */
    record VerdictEntry(Verdict verdict) {
        boolean passed() {
            return verdict.passed();
        }

        String style() {
            return Wording.style(verdict.passed());
        }

        String kind() {
            return words(verdict.kind());
        }

        String statement() {
            return VerdictText.sentence(verdict);
        }

        boolean hasRows() {
            return !verdict.rows().isEmpty();
        }

        List<String> rows() {
            return VerdictText.rows(verdict);
        }

        /** How many rows are not shown; null, which shows nothing, when there are none. */
        @Nullable
        String more() {
            long more = verdict.rowCount() - verdict.rows().size();
            return more > 0 ? Wording.number(more) : null;
        }
    }

    /** A cell of the table for a kind of verdict. */
    record Cell(String style, String statement, String figure) {
        static Cell of(Optional<Verdict> verdict) {
            return verdict.map(given ->
                            new Cell(Wording.style(given.passed()), VerdictText.sentence(given), figure(given)))
                    .orElseGet(() -> new Cell("", "not judged", "–"));
        }

        private static String figure(Verdict verdict) {
            String share = verdict.figure("share")
                    .or(() -> verdict.figure("least"))
                    .map(percent -> String.format(Locale.ROOT, " %.3f %%", percent.value()))
                    .orElse("");
            return (verdict.passed() ? "✓" : "✗") + share;
        }
    }

    /** A scenario. */
    record ScenarioEntry(ScenarioFacts facts) {
        int ordinal() {
            return facts.ordinal();
        }

        String tag() {
            return facts.tag();
        }

        String anchor() {
            return "scenario-" + facts.ordinal();
        }

        String seconds() {
            return Wording.seconds(facts.duration());
        }

        String beyond() {
            return Wording.millis(facts.beyond());
        }

        String requests() {
            return Wording.number(facts.counts().requests());
        }

        String faulty() {
            return Wording.number(facts.counts().anomalies());
        }

        String confirmed() {
            return Wording.number(facts.counts().confirmed());
        }

        String logRecords() {
            return Wording.number(facts.counts().logRecords());
        }

        String spans() {
            return Wording.number(facts.counts().spans());
        }

        String series() {
            return Wording.number(facts.counts().series());
        }

        String samples() {
            return Wording.number(facts.counts().samples());
        }

        String style() {
            return Wording.style(facts.isPassed());
        }

        String outcome() {
            return facts.isPassed() ? "passed" : "failed";
        }

        List<Cell> cells() {
            return VerdictKind.ofScenario().stream()
                    .map(kind -> Cell.of(facts.verdicts().stream()
                            .filter(verdict -> verdict.kind() == kind)
                            .findFirst()))
                    .toList();
        }

        List<VerdictEntry> verdicts() {
            return facts.verdicts().stream().map(VerdictEntry::new).toList();
        }
    }

    /** The sums of all scenarios. */
    record Total(List<ScenarioFacts> scenarios) {
        String seconds() {
            return Wording.seconds(sum(ScenarioFacts::duration));
        }

        String beyond() {
            return Wording.millis(sum(ScenarioFacts::beyond));
        }

        String requests() {
            return Wording.number(sum(facts -> facts.counts().requests()));
        }

        String faulty() {
            return Wording.number(sum(facts -> facts.counts().anomalies()));
        }

        String confirmed() {
            return Wording.number(sum(facts -> facts.counts().confirmed()));
        }

        String logRecords() {
            return Wording.number(sum(facts -> facts.counts().logRecords()));
        }

        String spans() {
            return Wording.number(sum(facts -> facts.counts().spans()));
        }

        String samples() {
            return Wording.number(sum(facts -> facts.counts().samples()));
        }

        boolean hasFaulty() {
            return sum(facts -> facts.counts().anomalies()) > 0;
        }

        /** Count the requests that faults of the stack hit, or that were exposed to them. */
        long ofFaults(String figure) {
            return sum(facts -> facts.verdicts().stream()
                    .filter(verdict -> verdict.kind() == VerdictKind.HIT)
                    .flatMap(verdict -> verdict.figure(figure).stream())
                    .mapToLong(Figure::whole)
                    .sum());
        }

        private long sum(ToLongFunction<ScenarioFacts> count) {
            return scenarios.stream().mapToLong(count).sum();
        }
    }

    private static Drift driftOf(ReportedRun run) {
        return Drift.of(run.scenarios().stream()
                .map(facts -> facts.counts().requests() * 1e9 / Math.max(1, facts.duration()))
                .toList());
    }

    /** Name a kind of verdict in words. */
    static String words(VerdictKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
