package io.github.lo2.junit;

import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.ScenarioFolder;
import io.github.lo2.load.Load;
import io.github.lo2.plan.Scenario;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A scenario's turn: prepared ahead, and begun when it is due, also while the one before is still being sealed.
 *
 * <p>Ends what it has open when it is closed, however far it came.
 */
final class Turn implements AutoCloseable {
    private final Scenario scenario;
    private final ScenarioFolder folder;
    private final Load load;
    private @Nullable Future<Begun> beginning;
    private volatile boolean cancelled;

    /**
     * What is known when a load has begun.
     *
     * @param window its window
     * @param beyondNanos how much later than due it began, ns
     * @param rows how many rows each table of the database had, by name
     */
    record Begun(WindowCapture window, long beyondNanos, SortedMap<String, Long> rows) {}

    Turn(Scenario scenario, ScenarioFolder folder, Load load) {
        this.scenario = scenario;
        this.folder = folder;
        this.load = load;
    }

    Scenario scenario() {
        return scenario;
    }

    ScenarioFolder folder() {
        return folder;
    }

    Load load() {
        return load;
    }

    boolean isBeginning() {
        return beginning != null;
    }

    /** Tell whether it is over before it began: nothing may be begun any more. */
    boolean isCancelled() {
        return cancelled;
    }

    void begin(ExecutorService thread, Callable<Begun> how) {
        beginning = thread.submit(how);
    }

    /** Wait until the load has begun; throws what kept it from beginning. */
    Begun awaitBegun() throws Throwable {
        if (beginning == null) {
            throw new IllegalStateException("the turn of '%s' has not come".formatted(scenario.tag()));
        }
        try {
            return beginning.get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** End the load and the window; the folder keeps its hidden name unless it has been sealed. */
    @Override
    public void close() {
        cancelled = true;
        if (beginning != null) {
            try {
                beginning.get().window().close();
            } catch (ExecutionException e) {
                // It did not begin; who waited for it has been told.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        load.close();
        folder.abandon();
    }

    /** Undo a turn that never came. */
    void discard() {
        close();
        folder.discard();
    }
}
