package com.networknt.oauth.service.handler;

import com.fasterxml.jackson.core.type.TypeReference;
import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.ServiceEndpoint;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.InUseException;
import com.networknt.oauth.store.Services;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replace the endpoints of a service. */
public final class Oauth2ServiceServiceIdEndpointPostHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2ServiceServiceIdEndpointPostHandler.class);

    private final Services services;

    public Oauth2ServiceServiceIdEndpointPostHandler() {
        this(Services.shared());
    }

    Oauth2ServiceServiceIdEndpointPostHandler(Services services) {
        this.services = services;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        String serviceId = Parameters.required(exchange, "serviceId");
        LOG.debug("post serviceEndpoints for serviceId {}", serviceId);
        List<ServiceEndpoint> endpoints = Json.body(exchange, new TypeReference<>() {});
        if (services.find(serviceId).isEmpty()) {
            throw Refusal.of("ERR12015", serviceId);
        }
        try {
            services.replaceEndpoints(serviceId, endpoints);
        } catch (InUseException e) {
            throw Refusal.of("ERR12053", serviceId);
        }
        exchange.endExchange();
    }
}
