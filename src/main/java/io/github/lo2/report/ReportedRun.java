package io.github.lo2.report;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a report tells of a run.
 *
 * @param name the run's name
 * @param facts what is known of the run as a whole, in the order in which it is shown
 * @param scenarios what is known of each scenario, in order, with its verdicts
 * @param verdicts the verdicts about the whole run
 * @param hardness how well thresholds find the anomalous windows; empty without tables
 * @param sizes bytes of each table's file, by the table's name
 */
public record ReportedRun(
        String name,
        List<Fact> facts,
        List<ScenarioFacts> scenarios,
        List<Verdict> verdicts,
        Optional<Hardness> hardness,
        SortedMap<String, Long> sizes) {

    /** Something known of a run, in words. */
    public record Fact(String name, String value) {}

    public ReportedRun {
        facts = List.copyOf(facts);
        scenarios = List.copyOf(scenarios);
        verdicts = List.copyOf(verdicts);
    }

    /** Take what a manifest tells. */
    public static ReportedRun of(Manifest manifest) {
        return new ReportedRun(
                manifest.run(),
                facts(manifest),
                manifest.scenarios(),
                manifest.verdicts(),
                Optional.ofNullable(manifest.hardness()),
                manifest.sizes());
    }

    private static List<Fact> facts(Manifest manifest) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("id", manifest.id().toString()));
        facts.add(new Fact("recorded", "%s to %s".formatted(manifest.started(), manifest.ended())));
        if (!manifest.resumptions().isEmpty()) {
            facts.add(new Fact("resumed", String.join(", ", manifest.resumptions())));
        }
        if (manifest.replayOf() != null) {
            facts.add(new Fact("replay of", manifest.replayOf()));
        }
        facts.add(new Fact("seed", Long.toString(manifest.plan().seed())));
        manifest.plan().parameters().forEach((name, value) -> facts.add(new Fact(name, value)));
        facts.add(new Fact("command", manifest.suite().command()));
        facts.add(new Fact("suite", suite(manifest.suite())));
        facts.add(new Fact(
                "host",
                String.format(
                        Locale.ROOT,
                        "%s; %s, %d processors, %.1f GB",
                        manifest.host().os(),
                        manifest.host().cpu(),
                        manifest.host().cores(),
                        manifest.host().memory() / 1e9)));
        facts.add(new Fact("stack", manifest.stack().kind()));
        manifest.stack().parts().forEach((name, version) -> facts.add(new Fact(name, version)));
        manifest.clocks()
                .forEach(clock -> facts.add(new Fact(
                        "clock of " + clock.clock(),
                        "%s ns from the host's, known to ± %s ns, at %s"
                                .formatted(clock.offset(), clock.uncertainty(), clock.time()))));
        facts.add(new Fact("drift", VerdictText.sentence(manifest.drift())));
        return facts;
    }

    private static String suite(Manifest.SuiteFacts suite) {
        String commit = suite.commit() == null
                ? "no commit known"
                : "commit %s%s"
                        .formatted(
                                suite.commit(),
                                Boolean.TRUE.equals(suite.clean()) ? "" : ", with changes that are not committed");
        return "%s, %s, Java %s".formatted(suite.version(), commit, suite.java());
    }
}
