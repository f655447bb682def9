package com.networknt.oauth.token.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.PageRequest;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.store.RefreshTokens;
import io.undertow.server.HttpServerExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Return a page of refresh tokens. */
public final class Oauth2RefreshTokenGetHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2RefreshTokenGetHandler.class);

    private final RefreshTokens tokens;

    public Oauth2RefreshTokenGetHandler() {
        this(RefreshTokens.shared());
    }

    Oauth2RefreshTokenGetHandler(RefreshTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws JsonProcessingException {
        PageRequest page = Parameters.page(exchange, "userId", 1);
        LOG.debug("userId = {}% page = {} pageSize = {}", page.prefix(), page.index(), page.size());
        Json.sendTyped(exchange, tokens.page(page));
    }
}
