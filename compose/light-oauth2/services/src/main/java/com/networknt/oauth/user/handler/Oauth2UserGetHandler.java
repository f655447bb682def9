package com.networknt.oauth.user.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Return a page of users. */
public final class Oauth2UserGetHandler implements LightHttpHandler {
    private final Users users;

    public Oauth2UserGetHandler() {
        this(Users.shared());
    }

    Oauth2UserGetHandler(Users users) {
        this.users = users;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws JsonProcessingException {
        Json.sendTyped(exchange, users.page(Parameters.page(exchange, "userId", 1)));
    }
}
