package io.github.lo2.plan;

import java.time.Duration;

/**
 * One tag under load.
 *
 * @param ordinal its place in the order drawn, from 1; kept when only some scenarios of the order are recorded
 * @param tag the Locust tag
 * @param duration how long it is under load
 * @param pause how long to wait after its load before the next one's
 */
public record Scenario(int ordinal, String tag, Duration duration, Duration pause) {}
