package com.networknt.oauth.user.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.User;
import com.networknt.oauth.credential.Hashes;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Change a user's password. */
public final class Oauth2PasswordUserIdPostHandler implements LightHttpHandler {
    private final Users users;

    public Oauth2PasswordUserIdPostHandler() {
        this(Users.shared());
    }

    Oauth2PasswordUserIdPostHandler(Users users) {
        this.users = users;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        String userId = Parameters.required(exchange, "userId");
        PasswordChange change = Json.body(exchange, PasswordChange.class);
        User user = users.find(userId).orElseThrow(() -> Refusal.of("ERR12013", userId));
        if (change.password() == null || !Hashes.matches(change.password(), user.getPassword())) {
            throw Refusal.of("ERR12016");
        }
        NewPassword password = NewPassword.of(change.newPassword(), change.newPasswordConfirm());
        user.setPassword(Hashes.hash(password.text()));
        users.store(user);
        exchange.endExchange();
    }
}
