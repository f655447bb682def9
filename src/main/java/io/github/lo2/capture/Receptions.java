package io.github.lo2.capture;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which an HTTP server receives requests; each is received within a limit, its header, too, or given up.
 *
 * <p>A thread that waits for the rest of a request is interrupted, which closes the connection. From {@link #received()} on
 * it is left alone: what handles the request may write files, and an interruption would close them.
 */
final class Receptions implements Executor, AutoCloseable {
    /** Each may be held up for as long as the limit; those that send telemetry are fewer than ten. */
    private static final int THREADS = 32;

    private final Duration limit;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Thread, Reception> running = new ConcurrentHashMap<>();

    Receptions(Duration limit) {
        this.limit = limit;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, "otlp receiver"));
        threads.allowCoreThreadTimeOut(true);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "otlp receiver limit"));
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable request) {
        threads.execute(() -> receive(request));
    }

    /** Say that the request of this thread is there. */
    void received() {
        Reception reception = running.get(Thread.currentThread());
        if (reception != null) {
            reception.end();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private void receive(Runnable request) {
        var reception = new Reception(Thread.currentThread());
        running.put(Thread.currentThread(), reception);
        var limiting = timer.schedule(reception::giveUp, limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            request.run();
        } finally {
            reception.end();
            limiting.cancel(false);
            running.remove(Thread.currentThread());
        }
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A request that is being received by a thread. */
    private static final class Reception {
        private final Thread thread;
        private boolean ended;

        Reception(Thread thread) {
            this.thread = thread;
        }

        synchronized void giveUp() {
            if (!ended) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            if (!ended) {
                ended = true;
                // One that came in the last moment must not hit what this thread does next.
                var unused = Thread.interrupted();
            }
        }
    }
}
