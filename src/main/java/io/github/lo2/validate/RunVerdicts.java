package io.github.lo2.validate;

import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What validation says of a run.
 *
 * @param verdicts about the whole run: its plan, its files, and what was said of it when it was recorded
 * @param scenarios about each planned scenario that is there, in the order of the plan
 * @param hardness how well thresholds find the anomalous windows; empty when no requests can be read
 */
public record RunVerdicts(List<Verdict> verdicts, List<ScenarioResult> scenarios, Optional<Hardness> hardness) {
    public RunVerdicts {
        verdicts = List.copyOf(verdicts);
        scenarios = List.copyOf(scenarios);
    }

    /**
     * What is said of one scenario.
     *
     * @param tag its tag
     * @param facts what the run knows of it; empty when its files do not say
     * @param verdicts the verdicts that could be reached
     * @param unjudged which could not
     * @param reason why they could not; empty when all could
     */
    public record ScenarioResult(
            String tag,
            Optional<ScenarioFacts> facts,
            List<Verdict> verdicts,
            List<VerdictKind> unjudged,
            String reason) {
        public ScenarioResult {
            verdicts = List.copyOf(verdicts);
            unjudged = List.copyOf(unjudged);
        }

        boolean passed() {
            return verdicts.stream().allMatch(Verdict::passed);
        }

        private List<String> lines() {
            var lines = new ArrayList<String>();
            lines.add("%s %s: %s%s"
                    .formatted(
                            passed() ? "passed" : "FAILED",
                            tag,
                            verdicts.stream()
                                    .map(verdict -> verdict.kind() + (verdict.passed() ? "" : " failed"))
                                    .collect(Collectors.joining(", ")),
                            unjudged.isEmpty()
                                    ? ""
                                    : "; not judged, %s: %s"
                                            .formatted(
                                                    reason,
                                                    unjudged.stream()
                                                            .map(VerdictKind::name)
                                                            .collect(Collectors.joining(", ")))));
            lines.addAll(objections(verdicts));
            return lines;
        }
    }

    /** Tell whether nothing speaks against the run. */
    public boolean passed() {
        return verdicts.stream().allMatch(Verdict::passed) && scenarios.stream().allMatch(ScenarioResult::passed);
    }

    /** List what says that the run is not what its own files say: no such run is used. */
    public List<Verdict> damage() {
        return objections(true);
    }

    /** List what else speaks against the run as a whole. */
    public List<Verdict> failures() {
        return objections(false);
    }

    private List<Verdict> objections(boolean ofItsFiles) {
        return verdicts.stream()
                .filter(verdict -> !verdict.passed())
                .filter(verdict -> VerdictKind.ofRun().contains(verdict.kind()) == ofItsFiles)
                .toList();
    }

    /** Say it in lines: one a scenario, what fails with the rows that prove it, the hardness, and a last line. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        scenarios.forEach(scenario -> lines.addAll(scenario.lines()));
        verdicts.forEach(verdict -> lines.add("%s %s: %s"
                .formatted(verdict.passed() ? "passed" : "FAILED", verdict.kind(), VerdictText.sentence(verdict))));
        lines.addAll(objections(verdicts));
        hardness.map(VerdictText::lines).ifPresent(lines::addAll);
        lines.add("%s: %s of %s scenarios passed, %s of %s verdicts about the run"
                .formatted(
                        passed() ? "The run passed" : "The run FAILED",
                        scenarios.stream().filter(ScenarioResult::passed).count(),
                        scenarios.size(),
                        verdicts.stream().filter(Verdict::passed).count(),
                        verdicts.size()));
        return lines;
    }

    private static List<String> objections(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> !verdict.passed())
                .flatMap(verdict -> verdict.toString().lines())
                .map("  "::concat)
                .toList();
    }
}
