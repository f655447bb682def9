package com.networknt.oauth.store;

import com.networknt.oauth.pkce.CodeChallenge;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Hold what a client was promised with an authorization code.
 *
 * @param clientId the client that the code was issued to
 * @param userId the user who logged in
 * @param roles the user's roles, separated by blanks
 * @param redirectUri the redirect URI of the code request, if it had one
 * @param scope the scope of the code request, if it had one
 * @param remember Y or N when the login form had it
 * @param challenge the PKCE challenge, if there was one
 */
public record AuthorizationCode(
        String clientId,
        String userId,
        @Nullable String roles,
        @Nullable String redirectUri,
        @Nullable String scope,
        @Nullable String remember,
        @Nullable CodeChallenge challenge)
        implements Serializable {}
