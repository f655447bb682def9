package io.github.lo2.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Words a run's progress for the terminal. */
public final class Progress {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final int scenarios;
    private final ZoneId zone;

    /**
     * @param scenarios how many the run has
     * @param zone the zone in which times of day are shown
     */
    public Progress(int scenarios, ZoneId zone) {
        this.scenarios = scenarios;
        this.zone = zone;
    }

    /**
     * Word one line.
     *
     * @param number which scenario of the run, from 1
     * @param tag its tag
     * @param elapsed how long it has been under load
     * @param duration how long it will be
     * @param requests requests so far
     * @param failures failed ones, not counting those meant to fail
     * @param end when the run is expected to end
     */
    public String line(
            int number, String tag, Duration elapsed, Duration duration, long requests, long failures, Instant end) {
        double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
        return String.format(
                Locale.ROOT,
                "scenario %d of %d, %s: %d s left, %.0f requests/s, %d failures; run ends about %s",
                number,
                scenarios,
                tag,
                Math.max(0, duration.minus(elapsed).toSeconds()),
                requests / seconds,
                failures,
                TIME.format(end.atZone(zone)));
    }

    /**
     * Word the two lines that are drawn again while a scenario is under load: what is recorded, and how it goes. The second fits
     * into 80 columns.
     *
     * @param phase which phase it is in, and which fault is on; empty: none
     * @param p95 within which time 95 of 100 of the last requests were answered, ns
     * @param free bytes that are free where the run is written
     */
    public List<String> live(
            int number,
            String tag,
            String phase,
            Duration elapsed,
            Duration duration,
            long requests,
            long p95,
            long failures,
            Instant end,
            long free) {
        return List.of(
                String.format(Locale.ROOT, "%d/%d %s%s", number, scenarios, tag, phase.isEmpty() ? "" : ", " + phase),
                String.format(
                        Locale.ROOT,
                        "%d s left, run until %s | %.0f/s, p95 %.0f ms, %d failures | %.1f GB free",
                        Math.max(0, duration.minus(elapsed).toSeconds()),
                        TIME.format(end.atZone(zone)),
                        requests / (Math.max(elapsed.toMillis(), 1) / 1000.0),
                        p95 / 1e6,
                        failures,
                        free / 1e9));
    }
}
