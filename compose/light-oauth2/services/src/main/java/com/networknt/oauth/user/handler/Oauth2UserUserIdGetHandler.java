package com.networknt.oauth.user.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.User;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Return a user without the password. */
public final class Oauth2UserUserIdGetHandler implements LightHttpHandler {
    private final Users users;

    public Oauth2UserUserIdGetHandler() {
        this(Users.shared());
    }

    Oauth2UserUserIdGetHandler(Users users) {
        this.users = users;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String userId = Parameters.required(exchange, "userId");
        User user = users.find(userId).orElseThrow(() -> Refusal.of("ERR12013", userId));
        user.setPassword(null);
        Json.sendTyped(exchange, user);
    }
}
