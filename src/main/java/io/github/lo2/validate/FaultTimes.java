package io.github.lo2.validate;

import io.github.lo2.dataset.ScenarioFacts.PhaseFacts;
import io.github.lo2.fault.FaultCourse;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.FaultKind;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.plan.Phase;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Evidence.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares when a fault came and went, by the tool's own word, with its phase.
 *
 * <p>It comes with its phase or up to a second later: metrics have a sample each second, so nothing in the data tells that from a
 * fault that came at once. It goes in the same way. A service that was killed is told to start in that second, and has half a
 * minute more to get ready. A rule's switch is on a while before and after, when no request is chosen; it has no other time than
 * when it was switched, since a rule looks there before each request. Where no phase is before or after, nothing could be spoilt.
 */
final class FaultTimes {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration START = Duration.ofSeconds(30);

    private final FaultFacts fault;
    private final List<PhaseFacts> phases;
    private final Optional<PhaseFacts> phase;

    FaultTimes(FaultFacts fault, JudgedScenario scenario) {
        this.fault = fault;
        this.phases = scenario.phases();
        this.phase = scenario.phase(Phase.Kind.FAULT);
    }

    /** Say how much later than its phase it was there, ns; empty where that is not known. */
    Optional<Long> late() {
        return phase.flatMap(during -> happened(fault.injected()).map(time -> time - during.startTime()));
    }

    /** Say how much later than its phase it was gone, ns; empty where that is not known. */
    Optional<Long> longer() {
        return phase.flatMap(during -> happened(fault.recovered()).map(time -> time - during.endTime()));
    }

    /** List what did not come about in time. */
    List<Evidence> astray() {
        var astray = new ArrayList<Evidence>();
        long margin = fault.hitting() ? FaultCourse.MARGIN.toNanos() : 0;
        phase.ifPresent(during -> {
            long start = during.startTime();
            long end = during.endTime();
            boolean isFirst = during.equals(phases.get(0));
            boolean isLast = during.equals(phases.get(phases.size() - 1));
            ToolWord on = fault.injected();
            if (on != null && on.told() != 0) {
                // A switch may be thrown a little early, too.
                long earliest = fault.hitting() ? start - margin - BOUND.toNanos() : start;
                add(astray, Edge.BEGIN, start, on, isFirst ? 0 : earliest, start + BOUND.toNanos(), Duration.ZERO);
            }
            ToolWord off = fault.recovered();
            if (off != null && off.told() != 0) {
                long latest = isLast ? 0 : end + margin + BOUND.toNanos();
                add(astray, Edge.END, end, off, end, latest, restarts() ? START : Duration.ZERO);
            }
        });
        return astray;
    }

    private void add(
            List<Evidence> astray, Edge edge, long ofPhase, ToolWord word, long from, long to, Duration patience) {
        long time = happened(word).orElse(word.told());
        boolean early = word.told() < from;
        boolean late = to != 0 && (word.told() > to || time > to + patience.toNanos());
        if (early || late) {
            astray.add(new Evidence.OffPhase(
                    edge, ofPhase, word.told(), time, from, to == 0 ? 0 : to + patience.toNanos()));
        }
    }

    private Optional<Long> happened(@Nullable ToolWord word) {
        return Optional.ofNullable(word)
                .filter(said -> said.told() != 0)
                .map(said -> fault.hitting() ? said.told() : said.time());
    }

    private boolean restarts() {
        return FaultKind.of(fault.kind()).equals(Optional.of(FaultKind.CONTAINER_KILL));
    }
}
