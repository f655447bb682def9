package com.networknt.oauth.client.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.store.Links;
import io.undertow.server.HttpServerExchange;

/** Return the endpoints that a client is linked to, by service. */
public final class Oauth2ClientClientIdServiceGetHandler implements LightHttpHandler {
    private final Links links;

    public Oauth2ClientClientIdServiceGetHandler() {
        this(Links.shared());
    }

    Oauth2ClientClientIdServiceGetHandler(Links links) {
        this.links = links;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws JsonProcessingException {
        Json.sendTyped(exchange, links.endpoints(Parameters.required(exchange, "clientId")));
    }
}
