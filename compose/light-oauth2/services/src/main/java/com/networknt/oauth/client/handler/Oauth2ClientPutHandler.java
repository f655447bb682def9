package com.networknt.oauth.client.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.Users;
import io.undertow.server.HttpServerExchange;

/** Overwrite everything of a client but its secret. */
public final class Oauth2ClientPutHandler implements LightHttpHandler {
    private final Clients clients;
    private final Registration registration;

    public Oauth2ClientPutHandler() {
        this(Clients.shared(), new Registration(Users.shared()));
    }

    Oauth2ClientPutHandler(Clients clients, Registration registration) {
        this.clients = clients;
        this.registration = registration;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Client client = Json.body(exchange, Client.class);
        Client stored =
                clients.find(client.getClientId()).orElseThrow(() -> Refusal.of("ERR12014", client.getClientId()));
        registration.check(client);
        client.setClientSecret(stored.getClientSecret());
        clients.store(client);
        Client shown = Client.copyClient(client);
        shown.setClientSecret(null);
        Json.sendPresent(exchange, shown);
    }
}
