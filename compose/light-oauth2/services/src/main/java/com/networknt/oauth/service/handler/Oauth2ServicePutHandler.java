package com.networknt.oauth.service.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Service;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Services;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Overwrite a service. */
public final class Oauth2ServicePutHandler implements LightHttpHandler {
    private final Services services;
    private final Users users;

    public Oauth2ServicePutHandler() {
        this(Services.shared(), Users.shared());
    }

    Oauth2ServicePutHandler(Services services, Users users) {
        this.services = services;
        this.users = users;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Service service = Json.body(exchange, Service.class);
        if (services.find(service.getServiceId()).isEmpty()) {
            throw Refusal.of("ERR12015", service.getServiceId());
        }
        if (users.find(service.getOwnerId()).isEmpty()) {
            throw Refusal.of("ERR12013", service.getOwnerId());
        }
        services.store(service);
        Json.send(exchange, service);
    }
}
