package com.networknt.oauth.store;

import com.networknt.oauth.cache.model.Client;
import java.util.List;

/**
 * Hold one page of clients.
 *
 * @param total the number of all clients, whatever the filter was
 * @param clients the clients of the page, without their secrets
 */
public record ClientPage(long total, List<Client> clients) {
    public ClientPage {
        clients = List.copyOf(clients);
    }
}
