package com.networknt.oauth.service.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.ServiceEndpoint;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Services;
import io.undertow.server.HttpServerExchange;
import java.util.List;

/** Return the endpoints of a service. */
public final class Oauth2ServiceServiceIdEndpointGetHandler implements LightHttpHandler {
    private final Services services;

    public Oauth2ServiceServiceIdEndpointGetHandler() {
        this(Services.shared());
    }

    Oauth2ServiceServiceIdEndpointGetHandler(Services services) {
        this.services = services;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String serviceId = Parameters.required(exchange, "serviceId");
        List<ServiceEndpoint> endpoints = services.endpoints(serviceId);
        if (endpoints.isEmpty()) {
            throw Refusal.of("ERR12042", serviceId);
        }
        Json.sendTyped(exchange, endpoints.stream().map(EndpointItem::of).toList());
    }
}
