package io.github.lo2.time;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets input gather before it is read, so that a thread wakes up once for many pieces of it.
 *
 * <p>This is the only place where a thread waits for time to pass. Who waits for something to happen waits for that, with
 * Awaitility.
 */
public final class Gathering {
    private Gathering() {}

    /**
     * Wait for at most so long: an interrupt, or an unpark of the thread, ends it.
     *
     * @param nanos ns
     */
    public static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
    }
}
