package io.github.lo2.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.report.RunFigures.OfEndpoint;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page that compares two runs")
class RunComparisonTest {
    private static final String USER = "oauth2-user-service GET /oauth2/user/{userId}";
    private static final String KEY = "oauth2-key-service GET /oauth2/key/{clientId}";

    private final RunFigures a = figures("LO2_run_1", "embedded", 500, true, Map.of(USER, 10.0, KEY, 10.0));
    private final RunFigures b = figures("LO2_run_2", "compose", 1000, false, Map.of(USER, 40.0, KEY, 11.0));

    @Test
    @DisplayName("says what differs before anything else, and shows what is the same folded away")
    void saysWhatDiffersFirst() {
        String html = RunComparison.html(a, b);

        assertThat(html.substring(html.indexOf("What differs"), html.indexOf("</section>")))
                .contains(
                        "<li>1 of 2 facts differ: stack</li>",
                        "<li>1 scenarios only in A: only_in_LO2_run_1</li>",
                        "<li>1 scenarios only in B: only_in_LO2_run_2</li>",
                        "<li>1 verdicts differ</li>",
                        "over all scenarios of both: 50.0 in A, 100 in B, ×2.00</li>",
                        "<li>1 of 2 endpoints have a p95 that is 1.5 times the other run&#39;s, or more: most of all "
                                + USER + ", 10.0 ms in A and 40.0 in B</li>",
                        "<li>The share of an answer differs by 1.0 % or more in 1 of 1 scenarios</li>",
                        "<li>Loggers: 0 only in A, 1 only in B</li>",
                        "<li>Metrics: 1 only in A, 0 only in B</li>");
        assertThat(html)
                .contains(
                        "<th class=\"head\" scope=\"row\">stack</th><td class=\"text words\">embedded</td><td"
                                + " class=\"text words\">compose</td>",
                        "<dt>seed</dt><dd>7</dd>",
                        "<td class=\"text words good\">",
                        "<td class=\"text words bad\">",
                        "<td class=\"heat\" style=\"--heat: 1.00\">×4.00</td>",
                        "<li class=\"row\">a.b.&lt;New&gt; (3)</li>",
                        "<li class=\"row\">jvm_threads (2)</li>");
        assertThat(html.indexOf(USER)).as("the endpoint that differs most").isLessThan(html.indexOf(KEY));
    }

    @Test
    @DisplayName("calls nothing different in a run and itself")
    void findsNothingBetweenARunAndItself() {
        String html = RunComparison.html(a, a);

        assertThat(html)
                .contains(
                        "<li>0 of 2 facts differ: </li>",
                        "The verdicts are the same in all 2 scenarios of both",
                        "<li>0 of 2 endpoints have",
                        "in 0 of 2 scenarios</li>",
                        "<li>Log templates: 0 only in A, 0 only in B</li>")
                .doesNotContain("only in A: only_in");
    }

    @Test
    @DisplayName("does not call an endpoint different that got few requests")
    void doesNotJudgeFewRequests() {
        RunFigures few = with(b, new OfEndpoint(29, 1, 400, 500));

        assertThat(RunComparison.html(a, few)).contains("<li>0 of 2 endpoints have");
    }

    @Test
    @DisplayName("needs nothing else, runs no script, and says where there are no rows to compare")
    void needsNothingElse() {
        String html = RunComparison.html(a, RunFigures.without(b.run(), "no <tables>"));

        assertThat(html)
                .doesNotContain("src=", "url(", "@import", "<link", "<script")
                .contains("default-src 'none'; style-src 'unsafe-inline'", "Rows are not compared: no &lt;tables&gt;");
    }

    private static RunFigures with(RunFigures figures, OfEndpoint only) {
        return new RunFigures(
                figures.run(),
                Map.of(RunFigures.ALL, new TreeMap<>(Map.of(USER, only))),
                figures.answers(),
                figures.loggers(),
                figures.templates(),
                figures.metrics(),
                Optional.empty());
    }

    private static RunFigures figures(
            String name, String stack, long requests, boolean passes, Map<String, Double> latencies) {
        Verdict verdict = Verdict.of(
                VerdictKind.KEYS,
                passes,
                new Figures().add("rows", 1, Unit.ROWS).byName(),
                List.of());
        var run = new ReportedRun(
                name,
                List.of(new ReportedRun.Fact("stack", stack), new ReportedRun.Fact("seed", "7")),
                List.of(scenario("correct", stack, requests, verdict), scenario("only_in_" + name, stack, 1, verdict)),
                List.of(),
                Optional.empty(),
                new TreeMap<>());
        SortedMap<String, OfEndpoint> endpoints = new TreeMap<>();
        latencies.forEach((endpoint, ms) -> endpoints.put(endpoint, new OfEndpoint(100, ms / 2, ms, 2 * ms)));
        SortedMap<String, Long> answers = new TreeMap<>(Map.of("200", passes ? 100L : 90L, "500", passes ? 0L : 10L));
        return new RunFigures(
                run,
                Map.of(RunFigures.ALL, endpoints, "correct", endpoints),
                Map.of(RunFigures.ALL, answers, "correct", answers),
                new TreeMap<>(passes ? Map.of("a.B", 5L) : Map.of("a.B", 5L, "a.b.<New>", 3L)),
                new TreeMap<>(),
                new TreeMap<>(passes ? Map.of("up", 1L, "jvm_threads", 2L) : Map.of("up", 1L)),
                Optional.empty());
    }

    private static ScenarioFacts scenario(String tag, String stack, long requests, Verdict verdict) {
        return new ScenarioFacts(
                1,
                tag,
                stack,
                10_000_000_000L,
                10_000_000_000L,
                10_000_000_000L,
                List.of(),
                null,
                0,
                0,
                0,
                10_000_000_000L,
                new ClockCourse(10_000_000_000L, 10_000_000_000L, 0),
                new ScenarioFacts.Counts(requests, 0, 0, 0, 0, 10, 10, 10, 10, 0),
                new TreeMap<>(),
                List.of(),
                List.of(verdict),
                null);
    }
}
