package io.github.lo2.stack;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Questions to the Docker engine, each with a limit: an engine that has stopped takes a question and never answers it. */
final class EngineQuestions {
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "question to the Docker engine");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Ask by a thread of its own, which is interrupted when the limit has passed.
     *
     * @param what is asked for, as a noun
     * @throws StackException when it does not answer in time, or says that it cannot; one of the question's own goes through
     */
    <T> T ask(String what, Duration limit, Callable<T> question) {
        Future<T> answer = threads.submit(question);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new StackException(
                    "the Docker engine has not answered for %s s when asked for %s".formatted(limit.toSeconds(), what),
                    e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof StackException) {
                throw new StackException(String.valueOf(cause.getMessage()), cause);
            }
            throw new StackException(
                    "the Docker engine, asked for %s, says: %s".formatted(what, cause.getMessage()), cause);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new StackException("interrupted when asking the Docker engine for " + what, e);
        }
    }
}
