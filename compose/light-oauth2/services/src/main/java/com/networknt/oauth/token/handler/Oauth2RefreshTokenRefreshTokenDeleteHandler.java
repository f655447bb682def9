package com.networknt.oauth.token.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.RefreshTokens;
import io.undertow.server.HttpServerExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remove a refresh token. */
public final class Oauth2RefreshTokenRefreshTokenDeleteHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2RefreshTokenRefreshTokenDeleteHandler.class);

    private final RefreshTokens tokens;

    public Oauth2RefreshTokenRefreshTokenDeleteHandler() {
        this(RefreshTokens.shared());
    }

    Oauth2RefreshTokenRefreshTokenDeleteHandler(RefreshTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        String token = Parameters.required(exchange, "refreshToken");
        LOG.debug("refreshToken = {}", token);
        if (tokens.take(token).isEmpty()) {
            throw Refusal.of("ERR12029", token);
        }
        exchange.endExchange();
    }
}
