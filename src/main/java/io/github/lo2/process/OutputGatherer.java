package io.github.lo2.process;

import io.github.lo2.time.EpochClock;
import io.github.lo2.time.Gathering;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads by one thread what many processes print, every 20 ms: to wake up for each line would cost more than what is done
 * with it.
 *
 * <p>A process that has filled its pipe waits for its reader. So the more is printed, the more often it is read.
 */
final class OutputGatherer implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    /** How much may gather, bytes: a quarter of what a pipe of Linux holds. */
    private static final long ROOM = 1 << 14;

    private final EpochClock clock;
    private final List<ChildProcess> processes = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    OutputGatherer(EpochClock clock) {
        this.clock = clock;
        this.thread = new Thread(this::readAll, "output of services");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Read the output of a process from now to its end. */
    void add(ChildProcess process) {
        processes.add(process);
        LockSupport.unpark(thread);
    }

    /** Read no more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void readAll() {
        // The JDK reads so many bytes without allocating a buffer of its own each time.
        byte[] buffer = new byte[1 << 13];
        long last = clock.nanos();
        while (!closed) {
            if (processes.isEmpty()) {
                LockSupport.park(this);
            }
            long now = clock.nanos();
            long most = 0;
            for (ChildProcess process : processes) {
                most = Math.max(most, process.readOn(buffer));
            }
            processes.removeIf(ChildProcess::hasOutputEnded);
            rest(now - last, most);
            last = now;
        }
    }

    /** Let output gather, but not for so long that at the rate of what has just been read it would fill a pipe. */
    private static void rest(long nanos, long most) {
        long untilRoomIsTaken = most == 0 ? Long.MAX_VALUE : (long) (nanos / (double) most * ROOM);
        Gathering.pause(Math.min(INTERVAL.toNanos(), untilRoomIsTaken));
    }
}
