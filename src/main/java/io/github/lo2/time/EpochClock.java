package io.github.lo2.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Reads the time of day in nanoseconds since 1970-01-01T00:00:00Z, the time base of every record of a run. */
public final class EpochClock {
    private final InstantSource source;

    public EpochClock(InstantSource source) {
        this.source = source;
    }

    /** Create a clock on the system's time of day, the one that Locust and the services read too. */
    public static EpochClock system() {
        return new EpochClock(InstantSource.system());
    }

    /** Read the time, in ns since the epoch (UTC). */
    public long nanos() {
        return toNanos(source.instant());
    }

    /** Convert an instant to ns since the epoch (UTC); exact until the year 2262. */
    public static long toNanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** Convert ns since the epoch (UTC) to an instant. */
    public static Instant toInstant(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos);
    }
}
