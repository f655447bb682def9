package com.networknt.oauth.service.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.InUseException;
import com.networknt.oauth.store.Services;
import io.undertow.server.HttpServerExchange;
import java.util.Map;

/** Remove a service with its endpoints. */
public final class Oauth2ServiceServiceIdDeleteHandler implements LightHttpHandler {
    private final Services services;

    public Oauth2ServiceServiceIdDeleteHandler() {
        this(Services.shared());
    }

    Oauth2ServiceServiceIdDeleteHandler(Services services) {
        this.services = services;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String serviceId = Parameters.required(exchange, "serviceId");
        if (services.find(serviceId).isEmpty()) {
            throw Refusal.of("ERR12015", serviceId);
        }
        try {
            services.remove(serviceId);
        } catch (InUseException e) {
            throw Refusal.of("ERR12053", serviceId);
        }
        Json.sendTyped(exchange, Map.of("serviceId", serviceId));
    }
}
