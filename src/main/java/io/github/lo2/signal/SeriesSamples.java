package io.github.lo2.signal;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** The samples of one series, in the order of their times; 16 bytes a sample. */
public final class SeriesSamples {
    /** How long a sample stands for the present when no newer one comes: five scrapes. */
    public static final long LOOKBACK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Series series;
    private long[] times = new long[16];
    private double[] values = new double[16];
    private int size;
    /** When each stretch without a value began: sorted, and rarely more than one. */
    private long[] ends = new long[0];

    public SeriesSamples(Series series) {
        this.series = series;
    }

    public Series series() {
        return series;
    }

    /**
     * Append a sample; one that is not newer than the last is let go, as Prometheus does.
     *
     * @param epochNanos its time, ns since the epoch (UTC)
     */
    public synchronized void add(long epochNanos, double value) {
        if (size > 0 && epochNanos <= times[size - 1]) {
            return;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = epochNanos;
        values[size] = value;
        size++;
    }

    /**
     * Say that the series had ended by a moment: until its next sample it has no value. Prometheus writes such a mark when
     * a series is missing from a scrape.
     *
     * @param epochNanos the moment, ns since the epoch (UTC); not before that of an earlier call
     */
    public synchronized void endAt(long epochNanos) {
        ends = Arrays.copyOf(ends, ends.length + 1);
        ends[ends.length - 1] = epochNanos;
    }

    /** Count the samples. */
    public synchronized int size() {
        return size;
    }

    /**
     * Read the value that holds at a moment: that of the newest sample not after it and at most 5 s before it.
     *
     * @param epochNanos the moment, ns since the epoch (UTC)
     */
    public synchronized OptionalDouble at(long epochNanos) {
        int found = Arrays.binarySearch(times, 0, size, epochNanos);
        int index = found >= 0 ? found : -found - 2;
        return index >= 0 && epochNanos - times[index] <= LOOKBACK_NANOS && !endedBetween(times[index], epochNanos)
                ? OptionalDouble.of(values[index])
                : OptionalDouble.empty();
    }

    /** Takes the samples of a series and the moments at which it ended. */
    public interface Visitor {
        /**
         * Take a sample.
         *
         * @param epochNanos its time, ns since the epoch (UTC)
         */
        void sample(long epochNanos, double value);

        /**
         * Take a moment by which the series had ended.
         *
         * @param epochNanos the moment, ns since the epoch (UTC)
         */
        void end(long epochNanos);
    }

    /** Hand over the samples and the ends, in the order of their times. */
    public synchronized void visit(Visitor visitor) {
        int end = 0;
        for (int i = 0; i < size; i++) {
            for (; end < ends.length && ends[end] < times[i]; end++) {
                visitor.end(ends[end]);
            }
            visitor.sample(times[i], values[i]);
        }
        for (; end < ends.length; end++) {
            visitor.end(ends[end]);
        }
    }

    /** Add its samples to others of the series, in the order of their times; marks of ends are left out. */
    public synchronized void copyTo(SeriesSamples others) {
        for (int i = 0; i < size; i++) {
            others.add(times[i], values[i]);
        }
    }

    /** Show the times of the samples, ns since the epoch (UTC). */
    public synchronized long[] times() {
        return Arrays.copyOf(times, size);
    }

    private boolean endedBetween(long sample, long now) {
        for (long end : ends) {
            if (end > sample && end <= now) {
                return true;
            }
        }
        return false;
    }
}
