package io.github.lo2.recording;

import io.github.lo2.dataset.RunLog;
import io.github.lo2.load.Load;
import io.github.lo2.load.LoadProgress;
import java.time.Duration;
import java.util.function.Function;

/** Puts the services under load that is not recorded. */
final class WarmUp {
    private final Duration duration;
    private final Function<Duration, Load> loads;
    private final RunLog log;

    /**
     * @param duration how long; zero for not at all
     * @param loads starts a load that leaves nothing behind
     */
    WarmUp(Duration duration, Function<Duration, Load> loads, RunLog log) {
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
        if (duration.isZero()) {
            return false;
        }
        log.say("Warming up for %ss".formatted(duration.toSeconds()));
        try (Load load = loads.apply(duration)) {
            load.start(LoadProgress.NOBODY);
            LoadEnd.await(load, () -> {});
            load.finish().ifPresent(log::say);
        }
        return true;
    }
}
