package com.networknt.oauth.token.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.credential.ClientAuthentication;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.ReferenceTokens;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** Return the JWT behind a reference token. */
public final class Oauth2DerefTokenGetHandler implements LightHttpHandler {
    private final ClientAuthentication clients;
    private final ReferenceTokens references;

    public Oauth2DerefTokenGetHandler() {
        this(new ClientAuthentication(Clients.shared()), ReferenceTokens.shared());
    }

    Oauth2DerefTokenGetHandler(ClientAuthentication clients, ReferenceTokens references) {
        this.clients = clients;
        this.references = references;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        clients.authenticate(exchange);
        String reference = Parameters.required(exchange, "token");
        String jwt = references.find(reference).orElseThrow(() -> Refusal.of("ERR12045", reference));
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/text");
        exchange.getResponseSender().send(jwt);
    }
}
