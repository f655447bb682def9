package com.networknt.oauth.client.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.Links;
import com.networknt.oauth.store.Services;
import io.undertow.server.HttpServerExchange;

/** Unlink a client from the endpoints of one service. */
public final class Oauth2ClientClientIdServiceServiceIdDeleteHandler implements LightHttpHandler {
    private final Clients clients;
    private final Services services;
    private final Links links;

    public Oauth2ClientClientIdServiceServiceIdDeleteHandler() {
        this(Clients.shared(), Services.shared(), Links.shared());
    }

    Oauth2ClientClientIdServiceServiceIdDeleteHandler(Clients clients, Services services, Links links) {
        this.clients = clients;
        this.services = services;
        this.links = links;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String clientId = Parameters.required(exchange, "clientId");
        String serviceId = Parameters.required(exchange, "serviceId");
        Client client = clients.find(clientId).orElseThrow(() -> Refusal.of("ERR12014", clientId));
        if (services.find(serviceId).isEmpty()) {
            throw Refusal.of("ERR12015", serviceId);
        }
        links.removeAll(clientId, serviceId);
        Json.sendTyped(exchange, ScopeChange.apply(client, links, clients));
    }
}
