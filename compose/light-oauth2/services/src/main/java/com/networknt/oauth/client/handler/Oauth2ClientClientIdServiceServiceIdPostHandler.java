package com.networknt.oauth.client.handler;

import com.fasterxml.jackson.core.type.TypeReference;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.cache.model.ServiceEndpoint;
import com.networknt.oauth.http.Json;
import com.networknt.oauth.http.Parameters;
import com.networknt.oauth.http.Refusal;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.Links;
import com.networknt.oauth.store.Services;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Link a client to endpoints of a service, instead of those it was linked to before. */
public final class Oauth2ClientClientIdServiceServiceIdPostHandler implements LightHttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Oauth2ClientClientIdServiceServiceIdPostHandler.class);

    private final Clients clients;
    private final Services services;
    private final Links links;

    public Oauth2ClientClientIdServiceServiceIdPostHandler() {
        this(Clients.shared(), Services.shared(), Links.shared());
    }

    Oauth2ClientClientIdServiceServiceIdPostHandler(Clients clients, Services services, Links links) {
        this.clients = clients;
        this.services = services;
        this.links = links;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String clientId = Parameters.required(exchange, "clientId");
        String serviceId = Parameters.required(exchange, "serviceId");
        List<String> endpoints = Json.body(exchange, new TypeReference<List<String>>() {}).stream()
                .distinct()
                .toList();
        Client client = clients.find(clientId).orElseThrow(() -> Refusal.of("ERR12014", clientId));
        if (services.find(serviceId).isEmpty()) {
            throw Refusal.of("ERR12015", serviceId);
        }
        LOG.debug("Create endpoints {} for clientId {}, serviceId {}", endpoints, clientId, serviceId);
        Set<String> offered = services.endpoints(serviceId).stream()
                .map(ServiceEndpoint::getEndpoint)
                .collect(Collectors.toSet());
        if (!offered.containsAll(endpoints)) {
            throw Refusal.of("ERR12042", serviceId);
        }
        links.replace(clientId, serviceId, endpoints);
        Json.sendTyped(exchange, ScopeChange.apply(client, links, clients));
    }
}
