package com.networknt.oauth.client.handler;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.store.Clients;
import com.networknt.oauth.store.Links;
import org.jspecify.annotations.Nullable;

/**
 * Show what changed links did to a client's scope.
 *
 * @param oldScope the scope before, if the client had one
 * @param newScope the distinct scopes of all linked endpoints; empty when there are none
 */
record ScopeChange(
        @JsonProperty("old_scope") @Nullable String oldScope,
        @JsonProperty("new_scope") String newScope) {
    /** Give a client the scope of its links and store it. */
    static ScopeChange apply(Client client, Links links, Clients clients) {
        ScopeChange change = new ScopeChange(client.getScope(), links.scope(client.getClientId()));
        client.setScope(change.newScope());
        clients.store(client);
        return change;
    }
}
