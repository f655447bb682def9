package com.networknt.oauth.token.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.RefreshTokens;
import io.undertow.server.HttpServerExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Return a refresh token. */
public final class Oauth2RefreshTokenRefreshTokenGetHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2RefreshTokenRefreshTokenGetHandler.class);

    private final RefreshTokens tokens;

    public Oauth2RefreshTokenRefreshTokenGetHandler() {
        this(RefreshTokens.shared());
    }

    Oauth2RefreshTokenRefreshTokenGetHandler(RefreshTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String token = Parameters.required(exchange, "refreshToken");
        LOG.debug("refreshToken = {}", token);
        Json.sendTyped(exchange, tokens.find(token).orElseThrow(() -> Refusal.of("ERR12029", token)));
    }
}
