package com.networknt.oauth.user.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Remove a user. */
public final class Oauth2UserUserIdDeleteHandler implements LightHttpHandler {
    private final Users users;

    public Oauth2UserUserIdDeleteHandler() {
        this(Users.shared());
    }

    Oauth2UserUserIdDeleteHandler(Users users) {
        this.users = users;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        String userId = Parameters.required(exchange, "userId");
        if (users.find(userId).isEmpty()) {
            throw Refusal.of("ERR12013", userId);
        }
        users.remove(userId);
        exchange.endExchange();
    }
}
