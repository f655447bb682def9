package com.networknt.oauth.store;

import com.hazelcast.map.IMap;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.cache.model.Client.ClientProfileEnum;
import com.networknt.oauth.cache.model.Client.ClientTypeEnum;
import com.networknt.oauth.cache.model.RefreshToken;
import com.networknt.oauth.http.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Keep the registered clients. */
public final class Clients {
    private static final String PAGE =
            "SELECT * FROM client WHERE host LIKE ? ESCAPE '|' ORDER BY client_name, client_id LIMIT ? OFFSET ?";

    private final IMap<String, Client> clients;
    private final IMap<String, RefreshToken> tokens;
    private final Database database;

    Clients(IMap<String, Client> clients, IMap<String, RefreshToken> tokens, Database database) {
        this.clients = clients;
        this.tokens = tokens;
        this.database = database;
    }

    /** Return the clients of the running cluster. */
    public static Clients shared() {
        return new Clients(Cluster.map("clients"), Cluster.map("tokens"), Database.shared());
    }

    /** Return a copy of a client with its hashed secret; changing it changes nothing here. */
    public Optional<Client> find(String clientId) {
        return Cluster.isKey(clientId)
                ? Optional.ofNullable(clients.get(clientId)).map(Client::copyClient)
                : Optional.empty();
    }

    /** Store a client, new or changed, and write it to the database. */
    public void store(Client client) {
        clients.put(client.getClientId(), client);
    }

    /** Remove a client together with its refresh tokens and its links to endpoints. */
    public void remove(String clientId) throws InUseException {
        database.rows(
                        "SELECT refresh_token FROM refresh_token WHERE client_id = ?",
                        statement -> statement.setString(1, clientId),
                        row -> row.getString(1))
                .forEach(tokens::delete);
        database.change(
                "DELETE FROM client_service WHERE client_id = ?", statement -> statement.setString(1, clientId));
        try {
            clients.delete(clientId);
        } catch (RuntimeException e) {
            if (Cluster.isConstraintViolation(e)) {
                throw new InUseException("client " + clientId + " got a token or a link meanwhile", e);
            }
            throw e;
        }
    }

    /** Return a page of clients, by name. */
    public ClientPage page(PageRequest page) {
        List<Client> rows = database.page(PAGE, page, Clients::client);
        long total = database.rows("SELECT COUNT(*) FROM client", statement -> {}, row -> row.getLong(1))
                .get(0);
        return new ClientPage(total, rows);
    }

    private static Client client(ResultSet row) throws SQLException {
        Client client = new Client();
        client.setClientId(row.getString("client_id"));
        client.setClientType(ClientTypeEnum.fromValue(row.getString("client_type")));
        client.setClientProfile(ClientProfileEnum.fromValue(row.getString("client_profile")));
        client.setClientName(row.getString("client_name"));
        client.setClientDesc(row.getString("client_desc"));
        client.setOwnerId(row.getString("owner_id"));
        client.setHost(row.getString("host"));
        client.setScope(row.getString("scope"));
        client.setCustomClaim(row.getString("custom_claim"));
        client.setRedirectUri(row.getString("redirect_uri"));
        client.setAuthenticateClass(row.getString("authenticate_class"));
        client.setDerefClientId(row.getString("deref_client_id"));
        return client;
    }
}
