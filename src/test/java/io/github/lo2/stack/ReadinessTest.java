package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Readiness")
class ReadinessTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    @DisplayName("is waited for until each part has said once that it is ready; who has is not asked again")
    void isWaitedFor() {
        var askedQuick = new AtomicInteger();
        var askedSlow = new AtomicInteger();

        new Readiness(Duration.ofSeconds(10), Optional::empty, name -> "")
                .await(Map.of(
                        "quick",
                        () -> askedQuick.incrementAndGet() == 1,
                        "slow",
                        () -> askedSlow.incrementAndGet() == 2));

        assertThat(askedQuick).hasValue(1);
        assertThat(askedSlow).hasValue(2);
    }

    @Test
    @DisplayName("is given up at once when something is broken")
    void isGivenUp() {
        var readiness = new Readiness(Duration.ofMinutes(1), () -> Optional.of("the database has ended"), name -> "");

        assertThatThrownBy(() -> readiness.await(Map.of("token", () -> false)))
                .isInstanceOf(StackException.class)
                .hasMessage("the database has ended");
    }

    @Test
    @DisplayName("names the parts that are not ready in time, with their last lines")
    void namesWhoIsLate() {
        var readiness = new Readiness(SHORT, Optional::empty, name -> "last of " + name);

        assertThatThrownBy(() -> readiness.await(Map.of("key", () -> true, "token", () -> false)))
                .isInstanceOf(StackException.class)
                .hasMessage("not ready after 0 s: token (last lines: last of token)");
    }
}
