package io.github.lo2.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.Systems;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.verdict.Drift;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The report of a run")
class RunReportTest {
    private static final Verdict JOINED = Verdict.of(
            VerdictKind.SPANS_JOINED,
            true,
            new Figures()
                    .add("answered", 39, Unit.REQUESTS)
                    .add("joined", 39, Unit.REQUESTS)
                    .add("share", Figure.percent(1))
                    .add("wanted", Figure.percent(0.995))
                    .byName(),
            List.of());
    private static final Verdict UNCOVERED = new Verdict(
            VerdictKind.COVERAGE,
            false,
            new Figures()
                    .add("series", 5, Unit.SERIES)
                    .add("uncovered", 12, Unit.SERIES)
                    .add("wanted", Figure.percent(0.99))
                    .add("least", Figure.percent(0.45))
                    .byName(),
            List.of(new Evidence.Gap(
                    "node_load1{\"device\":\"<a & b>\"}", 45, 1_795_519_309_315_513_840L, 2_000_000_000L)),
            12);

    @Test
    @DisplayName("shows a row a scenario, with its counts, the shares of its verdicts, and sums")
    void showsScenarios() {
        String html = html(List.of(scenario(1, "correct", JOINED), scenario(2, "get_user_404_no_user", UNCOVERED)));

        assertThat(html)
                .contains(
                        "<td class=\"text\"><a"
                                + " href=\"#scenario-1\">correct</a></td><td>10.5</td><td>12</td><td>1,234</td>"
                                + "<td>5</td><td>4</td><td>2,000</td><td>3,000</td><td>60</td><td>70,000</td>",
                        "<td class=\"good\" title=\"%s\">✓ 100.000 %%</td>".formatted(VerdictText.sentence(JOINED)),
                        "<td class=\"bad\" title=\"%s\">✗ 45.000 %%</td>".formatted(VerdictText.sentence(UNCOVERED)),
                        "<td class=\"\" title=\"not judged\">–</td>",
                        "<td>21.0</td><td>24</td><td>2,468</td>",
                        "<span class=\"bad\">failed</span></h1>");
    }

    @Test
    @DisplayName("lists what fails with its rows, escaped, and how many more there are")
    void listsWhatFails() {
        String html = html(List.of(scenario(1, "correct", JOINED), scenario(2, "get_user_404_no_user", UNCOVERED)));

        assertThat(html.substring(html.indexOf("What fails"), html.indexOf("<h2>Scenarios")))
                .contains(
                        "<span class=\"bad\">coverage</span> get_user_404_no_user: no metric is required; 12 ",
                        "node_load1{&quot;device&quot;:&quot;&lt;a &amp; b&gt;&quot;}: 45.00 % of the window",
                        "<li>and 11 more</li>")
                .doesNotContain("spans joined");
        assertThat(html).doesNotContain("<a & b>");
    }

    @Test
    @DisplayName("lists what fails of the run as a whole")
    void listsWhatFailsOfTheRun() {
        var files = Verdict.of(
                VerdictKind.FILES,
                false,
                new Figures().add("problems", 1, Unit.OBJECTIONS).byName(),
                List.of(new Evidence.FileProblem("x", Evidence.FileState.MISSING, null, null)));

        assertThat(html(new ReportedRun(
                        "LO2_run_1", List.of(), List.of(), List.of(files), Optional.empty(), new TreeMap<>())))
                .contains(
                        "<span class=\"bad\">files</span> the run: 1 things",
                        "<li class=\"row\">x: missing; expected as listed in SHA256SUMS</li>")
                .doesNotContain("more</li>");
    }

    @Test
    @DisplayName("says that a run passed, and then lists nothing that fails")
    void saysThatItPassed() {
        assertThat(html(List.of(scenario(1, "correct", JOINED))))
                .contains("<span class=\"good\">passed</span></h1>")
                .doesNotContain("What fails");
    }

    @Test
    @DisplayName("needs nothing else: it names no file, and a browser may run its own two scripts and ask nobody")
    void needsNothingElse() {
        String html = html(List.of(scenario(1, "correct", JOINED)));

        assertThat(html)
                .doesNotContain("src=", "url(", "@import", "<link")
                .contains("<meta name=\"viewport\"", "default-src &#39;none&#39;");
        assertThat(html.split("&#39;sha256-", -1)).hasSize(3);
        assertThat(html.split("<script>", -1)).hasSize(3);
    }

    @Test
    @DisplayName("keeps what a run brings from ending the data or beginning a script")
    void keepsDataData() {
        assertThat(RunCharts.none("</script><script>alert(1)</script><!--").json())
                .isEqualTo("{\"none\":\"\\u003c/script>\\u003cscript>alert(1)\\u003c/script>\\u003c!--\"}");
    }

    @Test
    @DisplayName("shows the facts of the manifest and the hardness")
    void showsFacts() {
        var manifest = new Manifest(
                Manifest.FORMAT,
                UUID.fromString("2c1f0a52-7a1e-4d1b-8f5e-0d6b6e4f1a11"),
                "LO2_run_1",
                "2026-11-24T11:17:16Z",
                "2026-11-24T11:24:08Z",
                new Manifest.SuiteFacts("1.0.0", "0123abc", false, "mvn verify -Pquick", "17.0.17"),
                new Manifest.HostFacts("node-1", "Linux 6.1", "some <cpu>", 2, 25_000_000_000L),
                new Manifest.StackFacts(
                        "compose", new TreeMap<>(Map.of("mysqldb", "mysql@sha256:12")), new TreeMap<>(), null),
                new PlanFile(
                        772_153_451,
                        Systems.PROJECTS,
                        new TreeMap<>(Map.of("lo2.duration", "5")),
                        List.of(),
                        List.of()),
                null,
                List.of("2026-11-24T11:20:00Z"),
                List.of(new Manifest.ClockFacts("database", "2026-11-24T11:17:20Z", -12_000, 90_000)),
                List.of(),
                List.of(),
                new Drift(386, 737, 0.75, List.of(386.0, 737.0)),
                new Hardness(
                        0.9375,
                        8,
                        0,
                        new Hardness.Classes(4, 4, 4, 4),
                        new Hardness.Classes(8, 4, 0, 0),
                        List.of(new Hardness.Threshold(Hardness.Measure.REQUEST_ERRORS, 0.9375, null))),
                new TreeMap<>(Map.of("logs", 12_340_000L)),
                "");

        assertThat(html(ReportedRun.of(manifest)))
                .contains(
                        "<title>LO2_run_1</title>",
                        "<dt>recorded</dt><dd>2026-11-24T11:17:16Z to 2026-11-24T11:24:08Z</dd>",
                        "<dt>resumed</dt><dd>2026-11-24T11:20:00Z</dd>",
                        "<dt>seed</dt><dd>772153451</dd>",
                        "<dt>lo2.duration</dt><dd>5</dd>",
                        "<dt>command</dt><dd>mvn verify -Pquick</dd>",
                        "commit 0123abc, with changes that are not committed",
                        "some &lt;cpu&gt;, 2 processors",
                        "<dt>mysqldb</dt><dd>mysql@sha256:12</dd>",
                        "-12000 ns from the host&#39;s, known to ± 90000 ns",
                        "<td class=\"text\">logs</td><td>12.34</td>",
                        "Hardness 0.938: ",
                        "<th class=\"head\" scope=\"row\">request errors</th>",
                        "<meter min=\"0\" max=\"1\" low=\"0.6\" high=\"0.9\" optimum=\"0\""
                                + " value=\"0.938\">0.938</meter> 0.938",
                        "<td class=\"text none\">not judged</td>");
    }

    private static String html(List<ScenarioFacts> scenarios) {
        return html(new ReportedRun("LO2_run_1", List.of(), scenarios, List.of(), Optional.empty(), new TreeMap<>()));
    }

    private static String html(ReportedRun run) {
        return RunReport.html(run, RunCharts.none("no tables"));
    }

    private static ScenarioFacts scenario(int ordinal, String tag, Verdict verdict) {
        return new ScenarioFacts(
                ordinal,
                tag,
                "embedded",
                10_000_000_000L,
                10_010_000_000L,
                10_500_000_000L,
                List.of(),
                null,
                2_000_000_000L,
                12_000_000,
                1_795_519_309_315_513_840L,
                1_795_519_319_815_513_840L,
                new ClockCourse(10_600_000_000L, 10_600_000_000L, 0),
                new ScenarioFacts.Counts(1_234, 0, 5, 4, 2_000, 2_000, 3_000, 60, 70_000, 0),
                new TreeMap<>(),
                List.of(),
                List.of(verdict),
                null);
    }
}
