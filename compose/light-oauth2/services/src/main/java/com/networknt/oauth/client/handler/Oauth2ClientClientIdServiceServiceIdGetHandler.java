package com.networknt.oauth.client.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.store.Links;
import io.undertow.server.HttpServerExchange;

/** Return the endpoints of one service that a client is linked to. */
public final class Oauth2ClientClientIdServiceServiceIdGetHandler implements LightHttpHandler {
    private final Links links;

    public Oauth2ClientClientIdServiceServiceIdGetHandler() {
        this(Links.shared());
    }

    Oauth2ClientClientIdServiceServiceIdGetHandler(Links links) {
        this.links = links;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws JsonProcessingException {
        String clientId = Parameters.required(exchange, "clientId");
        Json.sendTyped(exchange, links.endpoints(clientId, Parameters.required(exchange, "serviceId")));
    }
}
