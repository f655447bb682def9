package com.networknt.oauth.client.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.store.Clients;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** Return a page of clients. */
public final class Oauth2ClientGetHandler implements LightHttpHandler {
    private final Clients clients;

    public Oauth2ClientGetHandler() {
        this(Clients.shared());
    }

    Oauth2ClientGetHandler(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws JsonProcessingException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        Json.sendPresent(exchange, clients.page(Parameters.page(exchange, "host", 0)));
    }
}
