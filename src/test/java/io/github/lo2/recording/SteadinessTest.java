package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.signal.Request;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Services that warm up")
class SteadinessTest {
    private static final long START = 1_795_504_379_882_936_782L;
    private static final long SECOND = 1_000_000_000L;

    @Test
    @DisplayName("are steady when throughput and latency have no trend any more, after 10 whole seconds at the least")
    void areSteadyWithoutATrend() {
        IntUnaryOperator alike = second -> 40 + second % 3;
        assertThat(load(11, alike, alike).isReached()).isFalse();
        assertThat(load(13, alike, alike).isReached()).isTrue();
        assertThat(load(13, alike, alike))
                .hasToString(
                        "steady after 13 s; in its last 10 s throughput changed by 0 % (z -0.19) and latency by 0 % (z"
                                + " -0.19); a trend is above 1.96");
    }

    @Test
    @DisplayName("are not while one of both rises or falls, but are when that is more than 20 s ago")
    void areNotWithATrend() {
        IntUnaryOperator alike = second -> 40 + second % 3;
        assertThat(load(30, second -> 40 + second, alike).isReached())
                .as("throughput rises")
                .isFalse();
        assertThat(load(30, alike, second -> 90 - second).isReached())
                .as("latency falls")
                .isFalse();
        assertThat(load(50, second -> 40 + Math.min(second, 20) + second % 3, alike)
                        .isReached())
                .isTrue();
    }

    /** Make a load of so many seconds, each with so many requests of such latencies. */
    private static Steadiness load(int seconds, IntUnaryOperator requests, IntUnaryOperator latency) {
        var steadiness = new Steadiness();
        for (int second = 0; second < seconds; second++) {
            int count = requests.applyAsInt(second);
            for (int i = 0; i < count; i++) {
                steadiness.add(request(START + second * SECOND + i * SECOND / count, latency.applyAsInt(second)));
            }
        }
        return steadiness;
    }

    private static Request request(long time, long duration) {
        return new Request(
                time, null, duration, null, null, null, null, null, null, null, null, false, false, false, null, "GET",
                "/", null, null, 200, null, 0, null);
    }
}
