package io.github.lo2.recording;

import io.github.lo2.dataset.RunLog;
import io.github.lo2.load.Load;
import io.github.lo2.load.LoadProgress;
import io.github.lo2.signal.Request;
import io.github.lo2.stack.KeptStack;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts the services under load that is not recorded. */
final class WarmUp {
    /** How long it lasts at most until the services are steady. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Optional<Duration> duration;
    private final Loading loads;
    private final Optional<KeptStack> kept;
    private final EpochClock clock;
    private final RunLog log;

    /** Starts a load that leaves nothing behind. */
    @FunctionalInterface
    interface Loading {
        Load arm(Duration duration, Consumer<Request> listener);
    }

    /**
     * @param duration how long; zero for not at all, empty for until the services are steady
     * @param kept the stack, when it is kept up: its services may be warm of a recording before
     */
    WarmUp(Optional<Duration> duration, Loading loads, Optional<KeptStack> kept, EpochClock clock, RunLog log) {
        this.duration = duration;
        this.loads = loads;
        this.kept = kept;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Do it.
     *
     * @return whether the services were put under load
     */
    boolean warmUp() {
        if (duration.filter(Duration::isZero).isPresent()) {
            return false;
        }
        if (kept.filter(stack -> stack.isWarm(duration)).isPresent()) {
            log.say(duration.map(given -> "No warm-up: the kept stack had one of %ss or more since its services started"
                            .formatted(given.toSeconds()))
                    .orElse("No warm-up: the kept stack had one until it was steady, since its services started"));
            return false;
        }
        long begun = clock.nanos();
        var steadiness = new Steadiness();
        log.say(duration.map(given -> "Warming up for %ss".formatted(given.toSeconds()))
                .orElse("Warming up until steady, at most %ss".formatted(LIMIT.toSeconds())));
        try (Load load = loads.arm(duration.orElse(LIMIT), steadiness::add)) {
            load.start(LoadProgress.NOBODY);
            LoadEnd.await(load, () -> {
                if (duration.isEmpty() && steadiness.isReached()) {
                    load.stop();
                }
            });
            load.finish().ifPresent(log::say);
        }
        log.say("Warmed up: " + steadiness);
        kept.ifPresent(stack -> stack.noteWarm(Duration.ofNanos(clock.nanos() - begun), steadiness.isReached()));
        return true;
    }
}
