package com.networknt.oauth.client.handler;

import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.credential.Hashes;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.Users;
import com.networknt.utility.HashUtil;
import io.undertow.server.HttpServerExchange;
import java.util.UUID;

/** Register a client; its secret is shown here and never again. */
public final class Oauth2ClientPostHandler implements LightHttpHandler {
    private final Clients clients;
    private final Registration registration;

    public Oauth2ClientPostHandler() {
        this(Clients.shared(), new Registration(Users.shared()));
    }

    Oauth2ClientPostHandler(Clients clients, Registration registration) {
        this.clients = clients;
        this.registration = registration;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Client client = Json.body(exchange, Client.class);
        registration.check(client);
        String secret = HashUtil.generateUUID();
        client.setClientId(UUID.randomUUID().toString());
        client.setClientSecret(Hashes.hash(secret));
        clients.store(client);
        Client shown = Client.copyClient(client);
        shown.setClientSecret(secret);
        Json.send(exchange, shown);
    }
}
