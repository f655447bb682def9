package io.github.lo2.validate;

import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.List;

/**
 * Judges whether the load went on for as long as was planned. A window begins before its load and ends with it, so that it is
 * never shorter than a load that was let go on.
 */
final class AppliedVerdict {
    private AppliedVerdict() {}

    static Verdict of(JudgedScenario scenario) {
        long applied = scenario.endNanos() - scenario.startNanos();
        boolean known = scenario.plannedNanos() > 0;
        return Verdict.of(
                VerdictKind.APPLIED,
                known && applied >= scenario.plannedNanos(),
                new Figures()
                        .add("planned", Figure.seconds(scenario.plannedNanos()))
                        .add("applied", Figure.seconds(applied))
                        .byName(),
                List.of());
    }
}
