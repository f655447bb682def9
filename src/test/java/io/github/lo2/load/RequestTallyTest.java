package io.github.lo2.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.signal.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tally of a scenario's requests")
class RequestTallyTest {
    private final RequestTally tally = new RequestTally(List.of("get_user_404_no_user", "other"));

    @Test
    @DisplayName("counts the correct ones that failed, not the faulty ones")
    void tellsKindsApart() {
        tally.add(request(1, "correct", false, null));
        tally.add(request(2, "correct", false, "expected 200, got 500"));
        tally.add(request(3, "get_user_404_no_user", false, null));
        tally.add(request(4, "get_user_404_no_user", false, "expected 200, got 0"));
        tally.add(request(5, "get_user_404_no_user", true, null));
        tally.add(request(6, "get_user_404_no_user", true, null));
        tally.add(request(8, "other", true, "expected 404 ERR12013, got 200"));
        tally.add(request(7, "get_user_404_no_user", true, "expected 404 ERR12013, got 200"));

        assertThat(tally).returns(8L, RequestTally::total).returns(2L, RequestTally::failures);
    }

    @Test
    @DisplayName("does not take another tag's faulty request for its own")
    void doesNotTakeAnotherTags() {
        tally.add(request(1, "get_client_404_no_client", true, null));
        tally.add(request(2, "get_client_404_no_client", true, "expected 404 ERR12014, got 200"));

        assertThat(tally.failures()).isEqualTo(1);
    }

    private static Request request(long time, String tag, boolean anomaly, @Nullable String error) {
        return new Request(
                time,
                null,
                1_000_000,
                "get_user_404_no_user",
                "fault",
                "id",
                "trace",
                "span",
                "UserRegistration-1",
                "task",
                tag,
                anomaly,
                false,
                false,
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
