package com.networknt.oauth.token.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.credential.ClientAuthentication;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.ReferenceTokens;
import com.networknt.oauth.token.AccessTokens;
import com.networknt.oauth.token.TokenAnswer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Map;

/** Sign the claims that a client sends. */
public final class Oauth2SigningPostHandler implements LightHttpHandler {
    private final ClientAuthentication clients;
    private final AccessTokens accessTokens;

    public Oauth2SigningPostHandler() {
        this(new ClientAuthentication(Clients.shared()), new AccessTokens(ReferenceTokens.shared()));
    }

    Oauth2SigningPostHandler(ClientAuthentication clients, AccessTokens accessTokens) {
        this.clients = clients;
        this.accessTokens = accessTokens;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        SigningRequest request = Json.body(exchange, SigningRequest.class);
        Client client = clients.authenticate(exchange);
        for (String claim : request.payload().keySet()) {
            if (AccessTokens.RESERVED_CLAIMS.contains(claim)) {
                throw Refusal.of("ERR11004", "requestBody.payload." + claim + ": is set by the token service");
            }
        }
        String jwt = accessTokens.sign(client, request.expires(), request.payload());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        Json.sendPresent(exchange, TokenAnswer.of(jwt, request.expires()));
    }

    /**
     * Hold the body of a signing request.
     *
     * @param expires seconds
     * @param payload claims by name
     */
    record SigningRequest(int expires, Map<String, Object> payload) {}
}
