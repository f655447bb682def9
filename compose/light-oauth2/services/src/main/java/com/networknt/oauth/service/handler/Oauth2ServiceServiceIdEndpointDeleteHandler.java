package com.networknt.oauth.service.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.InUseException;
import com.networknt.oauth.store.Services;
import io.undertow.server.HttpServerExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remove the endpoints of a service. */
public final class Oauth2ServiceServiceIdEndpointDeleteHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2ServiceServiceIdEndpointDeleteHandler.class);

    private final Services services;

    public Oauth2ServiceServiceIdEndpointDeleteHandler() {
        this(Services.shared());
    }

    Oauth2ServiceServiceIdEndpointDeleteHandler(Services services) {
        this.services = services;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        String serviceId = Parameters.required(exchange, "serviceId");
        LOG.debug("Delete service endpoint for serviceId {}", serviceId);
        if (services.endpoints(serviceId).isEmpty()) {
            throw Refusal.of("ERR12042", serviceId);
        }
        try {
            services.removeEndpoints(serviceId);
        } catch (InUseException e) {
            throw Refusal.of("ERR12053", serviceId);
        }
        exchange.endExchange();
    }
}
