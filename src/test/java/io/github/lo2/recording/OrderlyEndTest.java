package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.plan.Scenario;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A run whose process is told to end")
@Timeout(20)
class OrderlyEndTest {
    private static final Scenario MINUTE =
            new Scenario(1, "get_user_404_no_user", Duration.ofSeconds(60), Duration.ZERO);

    private final EpochClock clock = EpochClock.system();
    private final TimeLeft time = TimeLeft.until(Optional.empty(), clock);
    private final OrderlyEnd end = new OrderlyEnd(Duration.ofSeconds(15), time, clock);

    @Test
    @DisplayName("begins nothing any more, and says why")
    void beginsNothing() {
        end.begun(MINUTE, clock.nanos());
        assertThat(time.isEnoughFor(MINUTE, OptionalLong.empty())).isTrue();

        end.finish();

        assertThat(time.isEnoughFor(MINUTE, OptionalLong.empty())).isFalse();
        assertThat(time.tooLateFor(MINUTE))
                .hasMessage("'get_user_404_no_user' is not begun: this process was told to end");
    }

    @Test
    @DisplayName("does not wait for a load that lasts longer than there is time")
    void doesNotWaitInVain() {
        end.begun(MINUTE, clock.nanos() - Duration.ofSeconds(49).toNanos());
        long before = clock.nanos();

        end.finish();

        assertThat(Duration.ofNanos(clock.nanos() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("is waited for while a scenario whose load is over in time is sealed, until all is written")
    void isWaitedFor() throws InterruptedException {
        end.begun(MINUTE, clock.nanos() - Duration.ofSeconds(51).toNanos());
        var hook = new Thread(end::finish, "hook");
        hook.start();
        await().until(time::isOver);

        end.ended();
        await().until(() -> hook.getState() == Thread.State.TIMED_WAITING);
        end.over();

        hook.join();
    }
}
