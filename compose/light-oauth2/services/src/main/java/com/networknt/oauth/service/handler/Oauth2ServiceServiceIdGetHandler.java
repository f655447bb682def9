package com.networknt.oauth.service.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Services;
import io.undertow.server.HttpServerExchange;

/** Return a service. */
public final class Oauth2ServiceServiceIdGetHandler implements LightHttpHandler {
    private final Services services;

    public Oauth2ServiceServiceIdGetHandler() {
        this(Services.shared());
    }

    Oauth2ServiceServiceIdGetHandler(Services services) {
        this.services = services;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String serviceId = Parameters.required(exchange, "serviceId");
        Json.sendTyped(exchange, services.find(serviceId).orElseThrow(() -> Refusal.of("ERR12015", serviceId)));
    }
}
