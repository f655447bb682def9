package io.github.lo2.recording;

import io.github.lo2.plan.Scenario;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells whether there is time for a scenario before all must have ended. */
final class TimeLeft {
    /** What a scenario may need after its load: running requests have 10 s, and then it is sealed. */
    private static final Duration AFTER_LOAD = Duration.ofSeconds(20);

    private final Optional<Instant> end;
    private final EpochClock clock;

    private TimeLeft(Optional<Instant> end, EpochClock clock) {
        this.end = end;
        this.clock = clock;
    }

    /** Keep an end; empty: there is none. */
    static TimeLeft until(Optional<Instant> end, EpochClock clock) {
        return new TimeLeft(end, clock);
    }

    /** Tell whether a scenario that begins now ends in time. */
    boolean isEnoughFor(Scenario scenario) {
        return isEnoughFor(scenario, clock.nanos());
    }

    /**
     * Tell whether a scenario ends in time.
     *
     * @param beginNanos when it begins, ns since the epoch (UTC)
     */
    boolean isEnoughFor(Scenario scenario, long beginNanos) {
        return end.map(limit -> !EpochClock.toInstant(beginNanos)
                        .plus(scenario.duration())
                        .plus(AFTER_LOAD)
                        .isAfter(limit))
                .orElse(true);
    }

    /** Say until when there is time. */
    @Override
    public String toString() {
        return end.map(Instant::toString).orElse("no end");
    }
}
