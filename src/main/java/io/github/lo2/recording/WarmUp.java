package io.github.lo2.recording;

import io.github.lo2.dataset.RunLog;
import io.github.lo2.load.Load;
import io.github.lo2.load.LoadProgress;
import io.github.lo2.signal.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts the services under load that is not recorded. */
final class WarmUp {
    /** How long it lasts at most until the services are steady. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Optional<Duration> duration;
    private final Loading loads;
    private final RunLog log;

    /** Starts a load that leaves nothing behind. */
    @FunctionalInterface
    interface Loading {
        Load arm(Duration duration, Consumer<Request> listener);
    }

    /**
     * @param duration how long; zero for not at all, empty for until the services are steady
     */
    WarmUp(Optional<Duration> duration, Loading loads, RunLog log) {
        this.duration = duration;
        this.loads = loads;
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
        return true;
    }
}
