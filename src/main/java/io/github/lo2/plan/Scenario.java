package io.github.lo2.plan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One tag under load.
 *
 * @param ordinal its place in the order drawn, from 1; kept when only some scenarios of the order are recorded
 * @param tag the Locust tag
 * @param phases the parts of its time under load, in their order
 * @param dose the share of what may be faulty that is; empty: what the load itself, or the fault, has for it
 * @param pause how long to wait after its load before the next one's
 */
public record Scenario(int ordinal, String tag, List<Phase> phases, OptionalDouble dose, Duration pause) {
    /** The tag of normal traffic, which every scenario has beside its own. */
    public static final String CORRECT = "correct";

    public Scenario {
        phases = List.copyOf(phases);
    }

    /** Make one of a single phase, as in the reference: all of it is fault, or baseline where the tag is {@code correct}. */
    public Scenario(int ordinal, String tag, Duration duration, Duration pause) {
        this(ordinal, tag, List.of(whole(tag, duration)), OptionalDouble.empty(), pause);
    }

    /** Add up how long it is under load. */
    public Duration duration() {
        return phases.stream().map(Phase::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** Make the only phase of a scenario. */
    static Phase whole(String tag, Duration duration) {
        return new Phase(tag.equals(CORRECT) ? Phase.Kind.BASELINE : Phase.Kind.FAULT, duration);
    }
}
