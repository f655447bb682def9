package io.github.lo2.recording;

import io.github.lo2.load.Load;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for the end of a load. */
final class LoadEnd {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private LoadEnd() {}

    /**
     * Wait.
     *
     * @param meanwhile is run each 50 ms
     * @return when the last request was answered, ns since the epoch (UTC)
     * @throws io.github.lo2.load.LocustException when Locust ends before its load
     * @throws RecordingException when the load has not ended 60 s after its duration
     */
    static long await(Load load, Runnable meanwhile) {
        Duration limit = load.scenario().duration().plus(PATIENCE);
        try {
            Awaitility.await("the end of the load")
                    .atMost(limit)
                    .pollInterval(POLL)
                    .pollInSameThread()
                    .until(() -> {
                        boolean ended = load.poll().isPresent();
                        if (!ended) {
                            meanwhile.run();
                        }
                        return ended;
                    });
        } catch (ConditionTimeoutException e) {
            throw new RecordingException(
                    "the load of '%s' has not ended after %s s; expected %s s; see Locust's own log"
                            .formatted(
                                    load.scenario().tag(),
                                    limit.toSeconds(),
                                    load.scenario().duration().toSeconds()),
                    e);
        }
        return load.poll().orElseThrow();
    }
}
