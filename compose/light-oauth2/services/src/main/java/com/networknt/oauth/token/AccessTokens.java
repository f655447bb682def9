package com.networknt.oauth.token;

import com.networknt.exception.ApiException;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.cache.model.Client.ClientTypeEnum;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.ReferenceTokens;
import com.networknt.security.JwtIssuer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Issue access tokens: signed JWTs, or references to them for external clients. */
public final class AccessTokens {
    /** How long a token is good, in seconds; the same as in {@code jwt.yml}. */
    public static final int LIFETIME_SECONDS = 600;

    /** Claims that nobody but this class may set. */
    public static final Set<String> RESERVED_CLAIMS = Set.of(
            "iss",
            "aud",
            "exp",
            "jti",
            "iat",
            "nbf",
            "sub",
            "version",
            "user_id",
            "user_type",
            "client_id",
            "csrf",
            "scope",
            "roles");

    private final ReferenceTokens references;
    private final TokenSigner signer = TokenSigner.configured();

    public AccessTokens(ReferenceTokens references) {
        this.references = references;
    }

    /** Issue a token to a client that acts for itself. */
    public String issue(Client client, Scope scope, @Nullable String csrf) throws ApiException {
        return issue(client, null, scope, csrf, Map.of());
    }

    /**
     * Issue a token to a client that acts for a user.
     *
     * @param further claims behind all others; reserved ones are left out
     */
    public String issue(
            Client client, @Nullable Subject user, Scope scope, @Nullable String csrf, Map<String, ?> further)
            throws ApiException {
        JwtClaims claims = JwtIssuer.getDefaultJwtClaims();
        if (user != null) {
            claims.setClaim("user_id", user.userId());
            claims.setClaim("user_type", user.userType());
        }
        claims.setClaim("client_id", client.getClientId());
        if (csrf != null) {
            claims.setClaim("csrf", csrf);
        }
        claims.setStringListClaim("scope", List.copyOf(scope.words()));
        if (user != null && user.roles() != null) {
            claims.setClaim("roles", user.roles());
        }
        add(claims, further);
        add(claims, customClaims(client));
        String jwt = signed(claims);
        return client.getClientType() == ClientTypeEnum.EXTERNAL ? references.add(jwt, LIFETIME_SECONDS) : jwt;
    }

    /** Sign what a client asks for; the token is good for the given number of seconds. */
    public String sign(Client client, int seconds, Map<String, ?> payload) throws ApiException {
        JwtClaims claims = JwtIssuer.getJwtClaimsWithExpiresIn(seconds);
        NumericDate expiry = NumericDate.now();
        expiry.addSeconds(seconds);
        claims.setExpirationTime(expiry);
        claims.setClaim("client_id", client.getClientId());
        add(claims, payload);
        return signed(claims);
    }

    private static Map<String, Object> customClaims(Client client) throws ApiException {
        String json = client.getCustomClaim();
        if (json == null || json.isBlank()) {
            return Map.of();
        }
        try {
            return JsonUtil.parseJson(json);
        } catch (JoseException e) {
            throw Refusal.of("ERR10014", e.getMessage());
        }
    }

    private static void add(JwtClaims claims, Map<String, ?> further) {
        further.forEach((name, value) -> {
            if (!RESERVED_CLAIMS.contains(name)) {
                claims.setClaim(name, value);
            }
        });
    }

    private String signed(JwtClaims claims) throws ApiException {
        try {
            return signer.sign(claims);
        } catch (JoseException e) {
            throw Refusal.of("ERR10014", e.getMessage());
        }
    }
}
