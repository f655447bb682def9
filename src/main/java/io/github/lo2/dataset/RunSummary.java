package io.github.lo2.dataset;

import io.github.lo2.plan.Parameters;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.VerdictKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a collection keeps of a complete run: sums over its scenarios, and what failed.
 *
 * @param system what was measured
 * @param stack what kind of stack it was, {@code compose} or {@code embedded}
 * @param suite the version that recorded it
 * @param licence what its data may be used by, an identifier of SPDX's list
 * @param duration how long it was under load, ns
 * @param requests requests sent
 * @param anomalies faulty ones
 * @param confirmed those of them with the answer that their scenario is named after
 * @param logRecords records, Locust's included
 * @param spans spans
 * @param samples samples of metrics
 * @param hardness the best balanced accuracy of a threshold; null: none could be judged
 * @param failed of each scenario the verdicts that did not pass, by its tag
 */
public record RunSummary(
        String system,
        String stack,
        String suite,
        String licence,
        long duration,
        long requests,
        long anomalies,
        long confirmed,
        long logRecords,
        long spans,
        long samples,
        @Nullable Double hardness,
        SortedMap<String, List<VerdictKind>> failed) {

    public RunSummary {
        failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
    }

    /**
     * Take what a manifest tells.
     *
     * @param hardness as it is measured now; null: it cannot be
     * @param failed the verdicts of now that did not pass, by each scenario's tag
     */
    public static RunSummary of(Manifest manifest, @Nullable Hardness hardness, Map<String, List<VerdictKind>> failed) {
        return new RunSummary(
                manifest.plan().system().name(),
                manifest.stack().kind(),
                manifest.suite().version(),
                Parameters.LICENCE.read(manifest.plan().parameters()),
                sum(manifest, ScenarioFacts::duration),
                sum(manifest, facts -> facts.counts().requests()),
                sum(manifest, facts -> facts.counts().anomalies()),
                sum(manifest, facts -> facts.counts().confirmed()),
                sum(manifest, facts -> facts.counts().logRecords()),
                sum(manifest, facts -> facts.counts().spans()),
                sum(manifest, facts -> facts.counts().samples()),
                hardness == null ? null : hardness.best(),
                new TreeMap<>(failed));
    }

    private static long sum(Manifest manifest, ToLongFunction<ScenarioFacts> figure) {
        return manifest.scenarios().stream().mapToLong(figure).sum();
    }
}
