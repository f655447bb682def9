package io.github.lo2.lightoauth2;

import io.github.lo2.capture.SignalRouter;
import io.github.lo2.capture.SignalWriter;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Span;
import io.github.lo2.stack.LogPassage;
import io.github.lo2.stack.Stack;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;

/** What the services of a stack print. */
final class ServiceLogs {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Stack stack;
    private final SignalRouter router;
    private final EpochClock clock = EpochClock.system();

    ServiceLogs(Stack stack, SignalRouter router) {
        this.stack = stack;
        this.router = router;
    }

    /**
     * Return all lines that the services print because of something.
     *
     * @param cause ends before what it makes the services do ends; nothing else must be going on
     */
    List<LogLine> during(Runnable cause) {
        awaitQuiet();
        Lines lines = new Lines();
        try (var window = router.open(clock.nanos(), lines)) {
            window.reached(Long.MAX_VALUE); // no load says how far it has come: nothing is held back
            cause.run();
            awaitQuiet();
            window.closeLogs();
        }
        return List.copyOf(lines.read);
    }

    private void awaitQuiet() {
        long now = clock.nanos();
        LogPassage passage = stack.passLogs(now, now);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> passage.behind().isEmpty());
    }

    private static final class Lines implements SignalWriter {
        @Override
        public Path folder() {
            return Path.of("target");
        }

        private final Queue<LogLine> read = new ConcurrentLinkedQueue<>();

        @Override
        public void log(LogLine line) {
            read.add(line);
        }

        @Override
        public void span(Span span) {}
    }
}
