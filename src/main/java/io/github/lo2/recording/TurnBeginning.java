package io.github.lo2.recording;

import io.github.lo2.capture.SignalRouter;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.OpenScenario;
import io.github.lo2.stack.Database;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.time.EpochClock;
import io.github.lo2.time.StepWatch;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Begins a turn: prepares the stack, opens the scenario, waits until it is due, opens its window and gives Locust the word. */
final class TurnBeginning {
    private final StackPreparation preparation;
    private final Stack stack;
    private final SignalRouter router;
    private final PhaseListener phaseListener;
    private final TimeLeft time;
    private final EpochClock clock;

    TurnBeginning(
            StackPreparation preparation,
            Stack stack,
            SignalRouter router,
            PhaseListener phaseListener,
            TimeLeft time,
            EpochClock clock) {
        this.preparation = preparation;
        this.stack = stack;
        this.router = router;
        this.phaseListener = phaseListener;
        this.time = time;
        this.clock = clock;
    }

    /**
     * Begin a turn.
     *
     * @param dueNanos when, ns since the epoch (UTC); empty for at once
     * @throws RuntimeException what kept it from beginning; nothing is left open then
     * @throws CancellationException when the turn is cancelled meanwhile
     * @throws DeadlineException when this process is told to end meanwhile
     */
    Turn.Begun begin(Turn turn, Turn.Prepared prepared, OptionalLong dueNanos) {
        // Before the wait, which is one by the time of day.
        StepWatch watch = StepWatch.begin(clock);
        preparation.prepareScenario();
        prepared.load().awaitArmed();
        SortedMap<String, Long> rows = stack.database().map(Database::rows).orElseGet(Collections::emptySortedMap);
        OpenScenario folder = prepared.folder().open(stack.containers(), serviceNames());
        try {
            awaitDue(turn, dueNanos, watch);
            long start = clock.nanos();
            WindowCapture window = router.open(start, folder);
            var phases = new PhaseCourse(turn.scenario(), window, phaseListener);
            try {
                phaseListener.before(turn.scenario());
                prepared.load().start(phases);
            } catch (RuntimeException | Error e) {
                try (phases) {
                    window.close();
                }
                throw e;
            }
            long beyond = Math.max(0, start - dueNanos.orElse(start));
            return new Turn.Begun(folder, prepared.load(), window, watch, phases, beyond, rows);
        } catch (RuntimeException | Error e) {
            try (folder) {
                throw e;
            }
        }
    }

    private void awaitDue(Turn turn, OptionalLong dueNanos, StepWatch watch) {
        long due = dueNanos.orElse(0);
        long left = due - clock.nanos();
        if (left > 0) {
            Awaitility.await("the wait before " + turn.scenario().tag())
                    .atMost(Duration.ofNanos(left).plusSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .pollInSameThread()
                    .until(() -> {
                        watch.look();
                        return turn.isCancelled() || time.isOver() || clock.nanos() >= due;
                    });
        }
        if (turn.isCancelled()) {
            throw new CancellationException(
                    "the turn of '%s' was cancelled".formatted(turn.scenario().tag()));
        }
        if (time.isOver()) {
            throw time.tooLateFor(turn.scenario());
        }
    }

    private Map<String, String> serviceNames() {
        return stack.services().stream()
                .collect(Collectors.toMap(
                        Service::container, Service::serviceName, (one, other) -> one, LinkedHashMap::new));
    }
}
