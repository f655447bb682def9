package io.github.lo2.validate;

import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.List;

/**
 * Judges whether the load went on for as long as was planned. A window begins before its load, so that the time from its start
 * until no more requests are sent is never shorter than a load that was let go on. The window's end says less: it waits for
 * answers, however early the load was ended.
 */
final class AppliedVerdict {
    private AppliedVerdict() {}

    static Verdict of(JudgedScenario scenario) {
        long applied = scenario.appliedNanos();
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
