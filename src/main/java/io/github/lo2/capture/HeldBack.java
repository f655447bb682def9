package io.github.lo2.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Holds records back until the load says that it was still going when they came about, and drops those from after its end.
 *
 * <p>The suite hears of the end a moment later than it is. What comes between the two must not be in the window, and what is
 * written cannot be taken back. A load tells four times a second how far it has come, so that is how much is held.
 *
 * @param <T> the kind of record
 */
final class HeldBack<T> {
    private final ToLongFunction<T> time;
    private final Consumer<T> taker;
    private final Deque<T> held = new ArrayDeque<>();
    private long reached = Long.MIN_VALUE;
    private long end = Long.MAX_VALUE;

    /**
     * @param time gets a record's time, ns since the epoch (UTC)
     * @param taker gets each record of the window, in the order in which they came
     */
    HeldBack(ToLongFunction<T> time, Consumer<T> taker) {
        this.time = time;
        this.taker = taker;
    }

    synchronized void add(T arrived) {
        long nanos = time.applyAsLong(arrived);
        if (nanos > end) {
            return;
        }
        if (held.isEmpty() && nanos <= reached) {
            taker.accept(arrived);
        } else {
            held.add(arrived);
        }
    }

    /** Let go of what is not from after a moment. */
    synchronized void reached(long nanos) {
        reached = Math.max(reached, nanos);
        while (!held.isEmpty() && time.applyAsLong(held.peek()) <= reached) {
            taker.accept(held.remove());
        }
    }

    /** Take what is not from after the end, and drop the rest. */
    synchronized void end(long nanos) {
        end = nanos;
        reached = nanos;
        held.removeIf(each -> time.applyAsLong(each) > end);
        held.forEach(taker);
        held.clear();
    }
}
