package com.networknt.oauth.client.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.Links;
import io.undertow.server.HttpServerExchange;

/** Unlink a client from all endpoints. */
public final class Oauth2ClientClientIdServiceDeleteHandler implements LightHttpHandler {
    private final Clients clients;
    private final Links links;

    public Oauth2ClientClientIdServiceDeleteHandler() {
        this(Clients.shared(), Links.shared());
    }

    Oauth2ClientClientIdServiceDeleteHandler(Clients clients, Links links) {
        this.clients = clients;
        this.links = links;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String clientId = Parameters.required(exchange, "clientId");
        Client client = clients.find(clientId).orElseThrow(() -> Refusal.of("ERR12014", clientId));
        links.removeAll(clientId);
        Json.sendTyped(exchange, ScopeChange.apply(client, links, clients));
    }
}
