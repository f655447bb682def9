package com.networknt.oauth.token;

import org.jspecify.annotations.Nullable;

/**
 * Name the user that a token is about.
 *
 * @param userType as the client gave it; unknown for a user who logged in at the code service
 * @param roles separated by blanks
 */
public record Subject(
        String userId, @Nullable String userType, @Nullable String roles) {}
