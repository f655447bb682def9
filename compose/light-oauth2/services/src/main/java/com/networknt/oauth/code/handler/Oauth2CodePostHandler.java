package com.networknt.oauth.code.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Form;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.AuthorizationCode;
import com.networknt.oauth.store.AuthorizationCodes;
import com.networknt.oauth.store.Clients;
import io.undertow.security.idm.Account;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Issue an authorization code to the user that the login form has authenticated. */
public final class Oauth2CodePostHandler implements LightHttpHandler {
    // Both operations of 2.0.28 write under this name, and so do readers of its logs expect it.
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2CodeGetHandler.class);

    private final Clients clients;
    private final AuthorizationCodes codes;

    public Oauth2CodePostHandler() {
        this(Clients.shared(), AuthorizationCodes.shared());
    }

    Oauth2CodePostHandler(Clients clients, AuthorizationCodes codes) {
        this.clients = clients;
        this.codes = codes;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        Form form = Form.of(exchange);
        String clientId = form.required("client_id");
        String state = form.optional("state").orElse(null);
        String requestedUri = form.optional("redirect_uri").orElse(null);
        String remember = form.optional("remember").orElse(null);
        LOG.debug("client_id = {} state = {} redirectUri = {} remember = {}", clientId, state, requestedUri, remember);
        Account account = Objects.requireNonNull(exchange.getSecurityContext().getAuthenticatedAccount());
        String userId = account.getPrincipal().getName();
        LOG.debug("userId = {}", userId);
        Client client = clients.find(clientId).orElse(null);
        if (client == null) {
            LOG.debug("client is not found for clientId = {}", clientId);
            throw Refusal.of("ERR12014", clientId);
        }
        String target = CodeRedirect.target(client, requestedUri);
        String code = codes.issue(new AuthorizationCode(
                clientId,
                userId,
                account.getRoles().isEmpty() ? null : String.join(" ", account.getRoles()),
                requestedUri,
                null,
                remember,
                null));
        String location = CodeRedirect.location(target, code, state);
        LOG.debug("redirectUri = {}", location);
        CodeRedirect.send(exchange, location);
    }
}
