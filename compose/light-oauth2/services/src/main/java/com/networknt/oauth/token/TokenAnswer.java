package com.networknt.oauth.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * Answer a token request.
 *
 * @param accessToken a JWT, or a reference to one
 * @param remember Y or N, where the grant has it
 * @param refreshToken a UUID, for grants about a user
 * @param tokenType always bearer
 * @param expiresIn seconds
 */
@JsonPropertyOrder({"access_token", "remember", "refresh_token", "token_type", "expires_in"})
public record TokenAnswer(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("remember") @Nullable String remember,
        @JsonProperty("refresh_token") @Nullable String refreshToken,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("expires_in") int expiresIn) {
    private static final String BEARER = "bearer";

    /** Answer a grant without a user. */
    public static TokenAnswer of(String accessToken, int expiresIn) {
        return new TokenAnswer(accessToken, null, null, BEARER, expiresIn);
    }

    /** Answer a grant about a user. */
    public static TokenAnswer of(String accessToken, @Nullable String remember, String refreshToken) {
        return new TokenAnswer(accessToken, remember, refreshToken, BEARER, AccessTokens.LIFETIME_SECONDS);
    }

    /** Show nothing of the tokens. */
    @Override
    public String toString() {
        return "TokenAnswer[***]";
    }
}
