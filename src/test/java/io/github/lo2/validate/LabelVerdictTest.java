package io.github.lo2.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.load.RequestTallies;
import io.github.lo2.signal.Request;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The label of a scenario")
class LabelVerdictTest {
    private static final String TAG = "get_user_404_no_user";

    @Test
    @DisplayName("is confirmed when its faulty requests got the tag's answer and nothing else failed")
    void isConfirmed() {
        LabelVerdict verdict = verdict(TAG, correct(null), correct(null), faulty(null));

        assertThat(verdict.isConfirmed()).isTrue();
        assertThat(verdict)
                .hasToString(
                        "label 'get_user_404_no_user' confirmed: 3 requests, 1 of 1 faulty ones confirmed, 0 correct ones failed");
    }

    @Test
    @DisplayName("'correct' is confirmed when nothing failed")
    void correctIsConfirmed() {
        LabelVerdict verdict = verdict("correct", correct(null), correct(null));

        assertThat(verdict.isConfirmed()).isTrue();
        assertThat(verdict).hasToString("label 'correct' confirmed: 2 requests, 0 failed");
    }

    @Test
    @DisplayName("'correct' is not confirmed when a request failed, which is shown")
    void correctIsNotConfirmed() {
        LabelVerdict verdict = verdict("correct", correct(null), correct("expected 200, got 500"));

        assertThat(verdict.isConfirmed()).isFalse();
        assertThat(verdict)
                .hasToString(
                        "label 'correct' not confirmed: 2 requests, 1 failed; 1 correct requests failed:\n"
                                + "  GET /oauth2/user/{userId} of task get_user: expected 200, got 500, request_id crJPbzWNTxaGxMQWnLurzQ");
    }

    @Test
    @DisplayName("is not confirmed without a request")
    void isNotConfirmedWithoutRequests() {
        assertThat(verdict("correct").objections()).containsExactly("no request was sent");
        assertThat(verdict(TAG).objections()).containsExactly("no request was sent");
    }

    @Test
    @DisplayName("is not confirmed without a faulty request")
    void isNotConfirmedWithoutFaultyRequests() {
        assertThat(verdict(TAG, correct(null)).objections())
                .containsExactly("none of 0 faulty requests got the tag's status and code");
    }

    @Test
    @DisplayName("is not confirmed when none of its faulty requests got the tag's answer")
    void isNotConfirmedWhenNoneGotTheAnswer() {
        assertThat(verdict(TAG, faulty("expected 404 ERR12013, got 200")).objections())
                .containsExactly(
                        "none of 1 faulty requests got the tag's status and code",
                        "1 of 1 faulty requests got another answer:\n"
                                + "  GET /oauth2/user/{userId} of task get_user: expected 404 ERR12013, got 200, request_id crJPbzWNTxaGxMQWnLurzQ");
    }

    @Test
    @DisplayName("is not confirmed when one of its faulty requests got another answer")
    void isNotConfirmedWhenOneGotAnother() {
        LabelVerdict verdict = verdict(TAG, faulty(null), faulty("no answer"));

        assertThat(verdict.isConfirmed()).isFalse();
        assertThat(verdict.confirmed()).isEqualTo(1);
        assertThat(verdict.objections())
                .singleElement()
                .asString()
                .startsWith("1 of 2 faulty requests got another answer:");
    }

    @Test
    @DisplayName("is not confirmed when a correct request beside it failed")
    void isNotConfirmedWhenACorrectOneFailed() {
        LabelVerdict verdict = verdict(TAG, faulty(null), correct("expected 200, got 500"));

        assertThat(verdict.objections()).singleElement().asString().startsWith("1 correct requests failed:");
    }

    @Test
    @DisplayName("shows the first ten failures and counts all")
    void showsTheFirstTen() {
        var requests = Collections.nCopies(12, correct("no answer")).toArray(new Request[0]);

        assertThat(verdict("correct", requests).objections())
                .singleElement()
                .asString()
                .startsWith("12 correct requests failed:")
                .hasLineCount(11);
    }

    private static LabelVerdict verdict(String tag, Request... requests) {
        return LabelVerdict.of(tag, RequestTallies.of(tag, requests));
    }

    private static Request correct(@Nullable String error) {
        return request("correct", false, error);
    }

    private static Request faulty(@Nullable String error) {
        return request(TAG, true, error);
    }

    private static Request request(String tag, boolean anomaly, @Nullable String error) {
        return new Request(
                1,
                1,
                TAG,
                "crJPbzWNTxaGxMQWnLurzQ",
                "t",
                "s",
                "UserRegistration-1",
                "get_user",
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
