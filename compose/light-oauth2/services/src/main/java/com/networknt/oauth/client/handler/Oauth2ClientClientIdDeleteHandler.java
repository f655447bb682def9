package com.networknt.oauth.client.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.InUseException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** Remove a client with its refresh tokens and links. */
public final class Oauth2ClientClientIdDeleteHandler implements LightHttpHandler {
    private final Clients clients;

    public Oauth2ClientClientIdDeleteHandler() {
        this(Clients.shared());
    }

    Oauth2ClientClientIdDeleteHandler(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String clientId = Parameters.required(exchange, "clientId");
        Client client = clients.find(clientId).orElseThrow(() -> Refusal.of("ERR12014", clientId));
        try {
            clients.remove(clientId);
        } catch (InUseException e) {
            throw Refusal.of("ERR12056", clientId);
        }
        client.setClientSecret(null);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        Json.sendPresent(exchange, client);
    }
}
