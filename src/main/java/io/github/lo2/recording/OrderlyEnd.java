package io.github.lo2.recording;

import io.github.lo2.plan.Scenario;
import io.github.lo2.suite.UnderWay;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a run whose process has been told to end: no scenario begins any more, and the one under way is sealed if its load
 * is over soon enough.
 */
final class OrderlyEnd implements UnderWay {
    /** What is done after a load: running requests get their answers, the signals arrive, the folder is sealed. */
    private static final Duration SEALING = Duration.ofSeconds(5);

    private final Duration grace;
    private final TimeLeft time;
    private final EpochClock clock;
    private final CountDownLatch over = new CountDownLatch(1);
    /** When the load under way is over, ns since the epoch (UTC); empty: none is under way. */
    private volatile OptionalLong loadEnd = OptionalLong.empty();

    /**
     * @param grace how long there is time from the word to end
     * @param time is told that nothing may begin any more
     */
    OrderlyEnd(Duration grace, TimeLeft time, EpochClock clock) {
        this.grace = grace;
        this.time = time;
        this.clock = clock;
    }

    /** Note that the load of a scenario has begun. */
    void begun(Scenario scenario, long startNanos) {
        loadEnd = OptionalLong.of(startNanos + scenario.duration().toNanos());
    }

    /** Note that a scenario is sealed, or is not kept. */
    void ended() {
        loadEnd = OptionalLong.empty();
    }

    /** Note that the run has come to its end: nothing is written any more. */
    void over() {
        over.countDown();
    }

    @Override
    public void finish() {
        time.end();
        long now = clock.nanos();
        boolean inTime = loadEnd.orElse(now) + SEALING.toNanos() <= now + grace.toNanos();
        try {
            // Not longer in any case: whoever has said that this process is to end kills it then.
            var unused = inTime && over.await(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
