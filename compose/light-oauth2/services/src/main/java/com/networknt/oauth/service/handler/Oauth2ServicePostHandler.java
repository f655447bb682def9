package com.networknt.oauth.service.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Service;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Services;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Register a service. */
public final class Oauth2ServicePostHandler implements LightHttpHandler {
    private final Services services;
    private final Users users;

    public Oauth2ServicePostHandler() {
        this(Services.shared(), Users.shared());
    }

    Oauth2ServicePostHandler(Services services, Users users) {
        this.services = services;
        this.users = users;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Service service = Json.body(exchange, Service.class);
        if (users.find(service.getOwnerId()).isEmpty()) {
            throw Refusal.of("ERR12013", service.getOwnerId());
        }
        if (!services.add(service)) {
            throw Refusal.of("ERR12018", service.getServiceId());
        }
        Json.send(exchange, service);
    }
}
