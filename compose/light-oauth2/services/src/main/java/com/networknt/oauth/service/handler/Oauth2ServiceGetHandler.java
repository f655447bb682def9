package com.networknt.oauth.service.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.store.Services;
import io.undertow.server.HttpServerExchange;

/** Return a page of services. */
public final class Oauth2ServiceGetHandler implements LightHttpHandler {
    private final Services services;

    public Oauth2ServiceGetHandler() {
        this(Services.shared());
    }

    Oauth2ServiceGetHandler(Services services) {
        this.services = services;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws JsonProcessingException {
        Json.sendTyped(exchange, services.page(Parameters.page(exchange, "host", 0)));
    }
}
