package io.github.lo2.recording;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A step that is done once, when it is first asked for; what it gave, or how it failed, is said again to whoever asks later.
 *
 * @param <T> what it gives
 */
final class Once<T> {
    private final FutureTask<T> step;

    Once(Callable<T> step) {
        this.step = new FutureTask<>(step);
    }

    /** Do the step, unless it has been done. */
    T get() {
        step.run();
        try {
            return step.get();
        } catch (ExecutionException e) {
            throw unchecked(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordingException("interrupted in a step of the recording", e);
        }
    }

    /** Give what was thrown, as it was. */
    static RuntimeException unchecked(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known
                ? known
                : new RecordingException(String.valueOf(cause == null ? failure : cause), failure);
    }
}
