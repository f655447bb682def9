package com.networknt.oauth.user.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.User;
import com.networknt.oauth.credential.Hashes;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Register a user. */
public final class Oauth2UserPostHandler implements LightHttpHandler {
    private final Users users;

    public Oauth2UserPostHandler() {
        this(Users.shared());
    }

    Oauth2UserPostHandler(Users users) {
        this.users = users;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        User user = Json.body(exchange, User.class);
        if (users.isEmailTaken(user.getEmail(), "")) {
            throw Refusal.of("ERR12021", user.getEmail());
        }
        NewPassword password = NewPassword.of(user.getPassword(), user.getPasswordConfirm());
        user.setPassword(Hashes.hash(password.text()));
        user.setPasswordConfirm(null);
        if (!users.add(user)) {
            throw Refusal.of("ERR12020", user.getUserId());
        }
        exchange.endExchange();
    }
}
