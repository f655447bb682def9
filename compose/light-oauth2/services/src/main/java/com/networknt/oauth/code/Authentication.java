package com.networknt.oauth.code;

import com.networknt.oauth.security.LightBasicAuthenticationMechanism;
import com.networknt.oauth.security.LightFormAuthenticationMechanism;
import com.networknt.oauth.security.LightGSSAPIAuthenticationMechanism;
import com.networknt.oauth.security.LightIdentityManager;
import io.undertow.security.api.AuthenticationMechanism;
import io.undertow.security.api.AuthenticationMode;
import io.undertow.security.handlers.AuthenticationCallHandler;
import io.undertow.security.handlers.AuthenticationConstraintHandler;
import io.undertow.security.handlers.AuthenticationMechanismsHandler;
import io.undertow.security.handlers.SecurityInitialHandler;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.impl.CachedAuthenticatedSessionMechanism;
import io.undertow.server.HttpHandler;
import java.security.GeneralSecurityException;
import java.util.List;

/** Put Undertow's authentication in front of the operations of the code service. */
final class Authentication {
    private static final String REALM = "OAuth";

    private Authentication() {}

    /** Ask for a user and a password by HTTP Basic; a refusal is 401 with an empty body. */
    static HttpHandler basic(HttpHandler operation) {
        return authenticated(
                operation,
                List.of(
                        new LightGSSAPIAuthenticationMechanism(host -> {
                            throw new GeneralSecurityException("no Kerberos here");
                        }),
                        new LightBasicAuthenticationMechanism(REALM)));
    }

    /** Ask for a user and a password in the login form; a refusal is 307 to {@code /error} with an empty body. */
    static HttpHandler form(HttpHandler operation) {
        return authenticated(
                operation,
                List.of(
                        new CachedAuthenticatedSessionMechanism(),
                        new LightFormAuthenticationMechanism("oauth2", "/login", "/error", "/oauth2/code")));
    }

    private static HttpHandler authenticated(HttpHandler operation, List<AuthenticationMechanism> mechanisms) {
        IdentityManager users = new LightIdentityManager();
        HttpHandler call = new AuthenticationCallHandler(operation);
        HttpHandler constraint = new AuthenticationConstraintHandler(call);
        HttpHandler mechanism = new AuthenticationMechanismsHandler(constraint, mechanisms);
        return new SecurityInitialHandler(AuthenticationMode.PRO_ACTIVE, users, mechanism);
    }
}
