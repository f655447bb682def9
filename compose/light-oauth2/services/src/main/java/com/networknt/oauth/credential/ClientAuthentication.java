package com.networknt.oauth.credential;

import com.networknt.exception.ApiException;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Optional;

/** Find out which client sends a request. */
public final class ClientAuthentication {
    private final Clients clients;

    public ClientAuthentication(Clients clients) {
        this.clients = clients;
    }

    /** Return the Authorization header, or nothing when it is absent or empty. */
    public static Optional<String> header(HttpServerExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION))
                .filter(header -> !header.isBlank());
    }

    /**
     * Return the client that has these credentials.
     *
     * @throws ApiException ERR12014 for an unknown client, ERR12007 for a wrong secret
     */
    public Client authenticate(BasicCredentials credentials) throws ApiException {
        Client client = clients.find(credentials.id()).orElseThrow(() -> Refusal.of("ERR12014", credentials.id()));
        if (!Hashes.matches(credentials.secret(), client.getClientSecret())) {
            throw Refusal.of("ERR12007");
        }
        return client;
    }

    /**
     * Return the client that the Authorization header names.
     *
     * @throws ApiException ERR12002 without a header, else as {@link BasicCredentials#parse} and
     *     {@link #authenticate(BasicCredentials)}
     */
    public Client authenticate(HttpServerExchange exchange) throws ApiException {
        return authenticate(BasicCredentials.parse(header(exchange).orElseThrow(() -> Refusal.of("ERR12002"))));
    }
}
