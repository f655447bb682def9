package com.networknt.oauth.code.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.pkce.CodeChallenge;
import com.networknt.oauth.store.AuthorizationCode;
import com.networknt.oauth.store.AuthorizationCodes;
import com.networknt.oauth.store.Clients;
import io.undertow.security.idm.Account;
import io.undertow.server.HttpServerExchange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Issue an authorization code to the user that HTTP Basic has authenticated. */
public final class Oauth2CodeGetHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2CodeGetHandler.class);

    private final Clients clients;
    private final AuthorizationCodes codes;

    public Oauth2CodeGetHandler() {
        this(Clients.shared(), AuthorizationCodes.shared());
    }

    Oauth2CodeGetHandler(Clients clients, AuthorizationCodes codes) {
        this.clients = clients;
        this.codes = codes;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        LOG.debug("params");
        String clientId = Parameters.required(exchange, "client_id");
        String requestedUri = Parameters.optional(exchange, "redirect_uri").orElse(null);
        Client client = clients.find(clientId).orElseThrow(() -> Refusal.of("ERR12014", clientId));
        CodeChallenge challenge = challenge(exchange);
        String target = CodeRedirect.target(client, requestedUri);
        Account account = exchange.getSecurityContext().getAuthenticatedAccount();
        String code = codes.issue(new AuthorizationCode(
                clientId,
                Objects.requireNonNull(account).getPrincipal().getName(),
                account.getRoles().isEmpty() ? null : String.join(" ", account.getRoles()),
                requestedUri,
                Parameters.optional(exchange, "scope").orElse(null),
                null,
                challenge));
        String location = CodeRedirect.location(
                target, code, Parameters.optional(exchange, "state").orElse(null));
        LOG.debug("redirectUri = {}", location);
        CodeRedirect.send(exchange, location);
    }

    private static @Nullable CodeChallenge challenge(HttpServerExchange exchange) throws ApiException {
        String challenge = Parameters.optional(exchange, "code_challenge").orElse(null);
        String method = Parameters.optional(exchange, "code_challenge_method").orElse(null);
        return challenge == null ? null : CodeChallenge.of(challenge, method);
    }
}
