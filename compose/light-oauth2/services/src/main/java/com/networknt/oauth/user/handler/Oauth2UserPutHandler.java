package com.networknt.oauth.user.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.User;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Overwrite everything of a user but the password. */
public final class Oauth2UserPutHandler implements LightHttpHandler {
    private final Users users;

    public Oauth2UserPutHandler() {
        this(Users.shared());
    }

    Oauth2UserPutHandler(Users users) {
        this.users = users;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        User user = Json.body(exchange, User.class);
        User stored = users.find(user.getUserId()).orElseThrow(() -> Refusal.of("ERR12013", user.getUserId()));
        boolean newEmail = !stored.getEmail().equalsIgnoreCase(user.getEmail());
        if (newEmail && users.isEmailTaken(user.getEmail(), user.getUserId())) {
            throw Refusal.of("ERR12021", user.getEmail());
        }
        user.setPassword(stored.getPassword());
        user.setPasswordConfirm(null);
        users.store(user);
        exchange.endExchange();
    }
}
