package com.networknt.oauth.key.handler;

import com.networknt.exception.ApiException;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.credential.BasicCredentials;
import com.networknt.oauth.credential.ClientAuthentication;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Return the certificate that verifies the tokens signed with a key.
 *
 * <p>Refused credentials are thrown and not answered here: they end in light-4j's exception handler, whose records a
 * reader of the logs expects.
 */
public final class Oauth2KeyKeyIdGetHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2KeyKeyIdGetHandler.class);

    private final ClientAuthentication clients;
    private final Certificates certificates;

    public Oauth2KeyKeyIdGetHandler() {
        this(new ClientAuthentication(Clients.shared()), Certificates.configured());
    }

    Oauth2KeyKeyIdGetHandler(ClientAuthentication clients, Certificates certificates) {
        this.clients = clients;
        this.certificates = certificates;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws ApiException {
        String keyId = Parameters.required(exchange, "keyId");
        LOG.debug("keyId = {}", keyId);
        Optional<String> header = ClientAuthentication.header(exchange);
        if (header.isEmpty()) {
            setExchangeStatus(exchange, "ERR12002");
            return;
        }
        authenticate(header.get());
        Optional<String> certificate = certificates.find(keyId);
        if (certificate.isEmpty()) {
            setExchangeStatus(exchange, "ERR12030", keyId);
            return;
        }
        LOG.debug("certificate = {}", certificate.get());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/text");
        exchange.getResponseSender().send(certificate.get());
    }

    private void authenticate(String header) throws ApiException {
        BasicCredentials credentials;
        try {
            credentials = BasicCredentials.parse(header);
        } catch (ApiException e) {
            throw Refusal.of("ERR12007");
        }
        LOG.debug("Found basic auth header of client {}", credentials.id());
        clients.authenticate(credentials);
    }
}
