package io.github.lo2.recording;

import io.github.lo2.capture.WindowCapture;
import io.github.lo2.load.LoadProgress;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The course that the phases of a scenario take, as its load tells of them. It passes that on to the window at once, and to the
 * listener on a thread of its own.
 */
final class PhaseCourse implements LoadProgress, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Scenario scenario;
    private final WindowCapture window;
    private final PhaseListener listener;
    private final List<Beginning> beginnings = new CopyOnWriteArrayList<>();
    private final List<Future<?>> calls = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "phases"));
    private final Once<List<Throwable>> end = new Once<>(this::toldEnd);

    /**
     * When a phase began.
     *
     * @param nanos ns since the epoch (UTC)
     */
    record Beginning(Phase.Kind phase, long nanos) {}

    PhaseCourse(Scenario scenario, WindowCapture window, PhaseListener listener) {
        this.scenario = scenario;
        this.window = window;
        this.listener = listener;
    }

    @Override
    public void reached(long nanos) {
        window.reached(nanos);
    }

    @Override
    public void phase(Phase.Kind phase, long nanos) {
        beginnings.add(new Beginning(phase, nanos));
        try {
            calls.add(thread.submit(() -> listener.begun(scenario, phase, nanos)));
        } catch (RejectedExecutionException e) {
            // The end has been told: the load was broken off while it said this.
        }
    }

    @Override
    public void end(long nanos) {
        window.end(nanos);
    }

    /** List the phases that have begun, in their order. */
    List<Beginning> beginnings() {
        return List.copyOf(beginnings);
    }

    /**
     * Tell the listener that the load is over, and wait until it has done all that it does; a second call gives the same.
     *
     * @return what it threw
     */
    List<Throwable> end() {
        return end.get();
    }

    /** End it, also when the load was broken off. */
    @Override
    public void close() {
        end.get();
    }

    private List<Throwable> toldEnd() {
        calls.add(thread.submit(() -> listener.ended(scenario)));
        thread.shutdown();
        var thrown = new ArrayList<Throwable>();
        for (Future<?> call : calls) {
            try {
                call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                thrown.add(e.getCause());
            } catch (TimeoutException e) {
                thrown.add(new RecordingException(
                        "what a phase of '%s' set off has not ended %s s after its load"
                                .formatted(scenario.tag(), PATIENCE.toSeconds()),
                        e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                thrown.add(new RecordingException("interrupted while waiting for the phases", e));
            }
        }
        return thrown;
    }
}
