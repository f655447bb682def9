package io.github.lo2.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.signal.Request;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tally of a scenario's requests")
class RequestTallyTest {
    private final RequestTally tally = new RequestTally("get_user_404_no_user");

    @Test
    @DisplayName("tells faulty requests, confirmed or not, from correct ones, failed or not")
    void tellsKindsApart() {
        tally.add(request(1, "correct", false, null));
        tally.add(request(2, "correct", false, "expected 200, got 500"));
        tally.add(request(3, "get_user_404_no_user", false, null));
        tally.add(request(4, "get_user_404_no_user", false, "expected 200, got 0"));
        tally.add(request(5, "get_user_404_no_user", true, null));
        tally.add(request(6, "get_user_404_no_user", true, null));
        tally.add(request(7, "get_user_404_no_user", true, "expected 404 ERR12013, got 200"));

        assertThat(tally)
                .returns(7L, RequestTally::total)
                .returns(2L, RequestTally::failures)
                .returns(3L, RequestTally::anomalies)
                .returns(2L, RequestTally::confirmed);
        assertThat(tally.firstFailures()).extracting(Request::time).containsExactly(2L, 4L);
        assertThat(tally.firstUnconfirmed()).extracting(Request::time).containsExactly(7L);
    }

    @Test
    @DisplayName("does not take another tag's faulty request for its own")
    void doesNotTakeAnotherTags() {
        tally.add(request(1, "get_client_404_no_client", true, null));
        tally.add(request(2, "get_client_404_no_client", true, "expected 404 ERR12014, got 200"));

        assertThat(tally.anomalies()).isZero();
        assertThat(tally.failures()).isEqualTo(1);
    }

    @Test
    @DisplayName("keeps the first ten of each kind that went wrong and counts all")
    void keepsTheFirstTen() {
        IntStream.rangeClosed(1, 25).forEach(i -> {
            tally.add(request(i, "correct", false, "no answer"));
            tally.add(request(i, "get_user_404_no_user", true, "no answer"));
        });

        assertThat(tally.failures()).isEqualTo(25);
        assertThat(tally.firstFailures()).extracting(Request::time).hasSize(10).endsWith(10L);
        assertThat(tally.firstUnconfirmed())
                .extracting(Request::time)
                .hasSize(10)
                .endsWith(10L);
    }

    @Test
    @DisplayName("counts the requests to each service")
    void countsByService() {
        tally.add(request(1, "correct", false, null));
        tally.add(request(2, "correct", false, "no answer"));

        assertThat(tally.byService()).isEqualTo(Map.of("oauth2-user-service", 2L));
    }

    private static Request request(long time, String tag, boolean anomaly, @Nullable String error) {
        return new Request(
                time,
                1_000_000,
                "get_user_404_no_user",
                "id",
                "trace",
                "span",
                "UserRegistration-1",
                "task",
                tag,
                anomaly,
                "oauth2-user-service",
                "GET",
                "/oauth2/user/{userId}",
                200,
                null,
                200,
                null,
                0,
                error);
    }
}
