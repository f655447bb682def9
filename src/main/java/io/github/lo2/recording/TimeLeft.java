package io.github.lo2.recording;

import io.github.lo2.plan.Scenario;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells whether there is time for a scenario before all must have ended, by a deadline or since this process was told to end. */
final class TimeLeft {
    /** What a scenario may need after its load: running requests have 10 s, and then it is sealed. */
    private static final Duration AFTER_LOAD = Duration.ofSeconds(20);

    private final Optional<Instant> end;
    private final EpochClock clock;
    private volatile boolean over;

    private TimeLeft(Optional<Instant> end, EpochClock clock) {
        this.end = end;
        this.clock = clock;
    }

    /** Keep an end; empty: there is none. */
    static TimeLeft until(Optional<Instant> end, EpochClock clock) {
        return new TimeLeft(end, clock);
    }

    /**
     * Tell whether a scenario ends in time, if it begins when it is due.
     *
     * @param dueNanos when, ns since the epoch (UTC); empty, or a time that is over: now
     */
    boolean isEnoughFor(Scenario scenario, OptionalLong dueNanos) {
        long begin = Math.max(clock.nanos(), dueNanos.orElse(Long.MIN_VALUE));
        return !over
                && end.map(limit -> !EpochClock.toInstant(begin)
                                .plus(scenario.duration())
                                .plus(AFTER_LOAD)
                                .isAfter(limit))
                        .orElse(true);
    }

    /** Let there be no time any more: this process was told to end. */
    void end() {
        over = true;
    }

    /** Tell whether this process was told to end: what is not under load must not be any more. */
    boolean isOver() {
        return over;
    }

    /** Say why a scenario is not begun. */
    DeadlineException tooLateFor(Scenario scenario) {
        return new DeadlineException(
                over
                        ? "'%s' is not begun: this process was told to end".formatted(scenario.tag())
                        : "'%s' is not begun: its %s s of load could not end before the deadline, %s"
                                .formatted(
                                        scenario.tag(),
                                        scenario.duration().toSeconds(),
                                        end.map(Instant::toString).orElse("no end")));
    }
}
