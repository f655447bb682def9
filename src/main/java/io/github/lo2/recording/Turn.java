package io.github.lo2.recording;

import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.OpenScenario;
import io.github.lo2.dataset.PreparedScenario;
import io.github.lo2.load.Load;
import io.github.lo2.plan.Scenario;
import io.github.lo2.time.StepWatch;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * A scenario's turn: prepared ahead, and begun when it is due, also while the one before is still being sealed.
 *
 * <p>What fails in its preparation or its beginning is its own: it is kept, and thrown to who waits for this turn. It ends
 * what it has open when it is closed, however far it came.
 */
final class Turn implements AutoCloseable {
    private final Scenario scenario;
    private final Future<Prepared> preparation;
    private Optional<Future<Begun>> beginning = Optional.empty();
    private volatile boolean cancelled;

    /**
     * What is there before the turn comes.
     *
     * @param folder the scenario's folder
     * @param load its load, which waits for the word
     */
    record Prepared(PreparedScenario folder, Load load) {}

    /**
     * What is there when the load has begun.
     *
     * @param folder takes the signals of the window
     * @param load the load
     * @param window the window
     * @param clock watches this machine's clock since the wait before the window
     * @param phases the phases that have begun
     * @param beyondNanos how much later than due it began, ns
     * @param rows how many rows each table of the database had, by name
     */
    record Begun(
            OpenScenario folder,
            Load load,
            WindowCapture window,
            StepWatch clock,
            PhaseCourse phases,
            long beyondNanos,
            SortedMap<String, Long> rows) {}

    private Turn(Scenario scenario, Future<Prepared> preparation) {
        this.scenario = scenario;
        this.preparation = preparation;
    }

    /** Prepare a turn, here and now; whatever fails in that is thrown when the turn comes, not before. */
    static Turn prepare(Scenario scenario, Callable<Prepared> how) {
        var preparation = new FutureTask<>(how);
        preparation.run();
        return new Turn(scenario, preparation);
    }

    Scenario scenario() {
        return scenario;
    }

    boolean isBeginning() {
        return beginning.isPresent();
    }

    /** Tell whether it is over before it began: nothing may be begun any more. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Let it begin on a thread. */
    void begin(ExecutorService thread, Function<Prepared, Begun> how) {
        beginning = Optional.of(thread.submit(() -> how.apply(got(preparation))));
    }

    /** Wait until the load has begun; throws what kept the turn from being prepared or begun. */
    Begun awaitBegun() {
        return got(beginning.orElseThrow(
                () -> new IllegalStateException("the turn of '%s' has not come".formatted(scenario.tag()))));
    }

    /** End the load and the window; the folder keeps its hidden name unless it has been sealed. */
    @Override
    public void close() {
        cancelled = true;
        Optional<Begun> begun = beginning.flatMap(Turn::ifDone);
        Load load = ifDone(preparation).map(Prepared::load).orElse(null);
        OpenScenario folder = begun.map(Begun::folder).orElse(null);
        WindowCapture window = begun.map(Begun::window).orElse(null);
        PhaseCourse phases = begun.map(Begun::phases).orElse(null);
        try (phases;
                load;
                folder;
                window) {
            // All of them, in the other direction, whatever happens.
        }
    }

    /** Undo a turn that never came. */
    void discard() {
        close();
        ifDone(preparation).ifPresent(prepared -> prepared.folder().discard());
    }

    /** Give what a step gave; who waits for one that failed is told elsewhere. */
    private static <T> Optional<T> ifDone(Future<T> step) {
        try {
            return Optional.of(step.get());
        } catch (ExecutionException | CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static <T> T got(Future<T> step) {
        try {
            return step.get();
        } catch (ExecutionException e) {
            throw Once.unchecked(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordingException("interrupted while waiting for a turn", e);
        }
    }
}
