package com.networknt.oauth.client.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import io.undertow.server.HttpServerExchange;

/** Return a client without its secret. */
public final class Oauth2ClientClientIdGetHandler implements LightHttpHandler {
    private final Clients clients;

    public Oauth2ClientClientIdGetHandler() {
        this(Clients.shared());
    }

    Oauth2ClientClientIdGetHandler(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String clientId = Parameters.required(exchange, "clientId");
        Client client = clients.find(clientId).orElseThrow(() -> Refusal.of("ERR12014", clientId));
        client.setClientSecret(null);
        Json.sendTyped(exchange, client);
    }
}
