package io.github.lo2.report;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes a run's report: one page of HTML that needs nothing else. */
public final class RunReport {
    private static final String TEMPLATE = "io/github/lo2/report/report.mustache";

    private RunReport() {}

    /** Write the page. */
    public static String html(ReportedRun run) {
        Mustache template = new DefaultMustacheFactory().compile(TEMPLATE);
        var html = new StringWriter();
        template.execute(html, Page.of(run));
        return html.toString();
    }

    /** What the template shows. */
    record Page(
            String name,
            boolean passed,
            List<ReportedRun.Fact> facts,
            List<Objection> objections,
            List<String> kinds,
            List<ScenarioEntry> scenarios,
            Total total,
            List<String> baselines) {
        static Page of(ReportedRun run) {
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
                    objections,
                    VerdictKind.ofScenario().stream().map(RunReport::words).toList(),
                    run.scenarios().stream().map(ScenarioEntry::new).toList(),
                    new Total(run.scenarios()),
                    run.baselines());
        }

        String style() {
            return RunReport.style(passed);
        }

        String outcome() {
            return passed ? "passed" : "failed";
        }

        boolean hasObjections() {
            return !objections.isEmpty();
        }

        boolean hasBaselines() {
            return !baselines.isEmpty();
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
            return RunReport.style(verdict.passed());
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
            return more > 0 ? number(more) : null;
        }
    }

    /** A cell of the table for a kind of verdict. */
    record Cell(String style, String statement, String figure) {
        static Cell of(Optional<Verdict> verdict) {
            return verdict.map(given ->
                            new Cell(RunReport.style(given.passed()), VerdictText.sentence(given), figure(given)))
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
            return RunReport.seconds(facts.duration());
        }

        String beyond() {
            return millis(facts.beyond());
        }

        String requests() {
            return number(facts.counts().requests());
        }

        String faulty() {
            return number(facts.counts().anomalies());
        }

        String confirmed() {
            return number(facts.counts().confirmed());
        }

        String logRecords() {
            return number(facts.counts().logRecords());
        }

        String spans() {
            return number(facts.counts().spans());
        }

        String series() {
            return number(facts.counts().series());
        }

        String samples() {
            return number(facts.counts().samples());
        }

        String style() {
            return RunReport.style(facts.isPassed());
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
            return RunReport.seconds(sum(ScenarioFacts::duration));
        }

        String beyond() {
            return millis(sum(ScenarioFacts::beyond));
        }

        String requests() {
            return number(sum(facts -> facts.counts().requests()));
        }

        String faulty() {
            return number(sum(facts -> facts.counts().anomalies()));
        }

        String confirmed() {
            return number(sum(facts -> facts.counts().confirmed()));
        }

        String logRecords() {
            return number(sum(facts -> facts.counts().logRecords()));
        }

        String spans() {
            return number(sum(facts -> facts.counts().spans()));
        }

        String samples() {
            return number(sum(facts -> facts.counts().samples()));
        }

        private long sum(ToLongFunction<ScenarioFacts> count) {
            return scenarios.stream().mapToLong(count).sum();
        }
    }

    private static String style(boolean passed) {
        return passed ? "good" : "bad";
    }

    private static String words(VerdictKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.0f", nanos / 1e6);
    }
}
