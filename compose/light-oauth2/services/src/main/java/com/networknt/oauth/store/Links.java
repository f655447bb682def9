package com.networknt.oauth.store;

import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keep which endpoints of which services a client may call. */
public final class Links {
    private static final String SCOPES = "SELECT DISTINCT e.scope FROM client_service l JOIN service_endpoint e"
            + " ON l.service_id = e.service_id AND l.endpoint = e.endpoint WHERE l.client_id = ? ORDER BY e.scope";

    private final Database database;

    Links(Database database) {
        this.database = database;
    }

    /** Return the links in the shared database. */
    public static Links shared() {
        return new Links(Database.shared());
    }

    /** Replace the endpoints of one service that a client is linked to. */
    public void replace(String clientId, String serviceId, List<String> endpoints) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                            "DELETE FROM client_service WHERE client_id = ? AND service_id = ?");
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO client_service (client_id, service_id, endpoint) VALUES (?, ?, ?)")) {
                delete.setString(1, clientId);
                delete.setString(2, serviceId);
                delete.executeUpdate();
                for (String endpoint : endpoints) {
                    insert.setString(1, clientId);
                    insert.setString(2, serviceId);
                    insert.setString(3, endpoint);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
    }

    /** Remove the links of a client to one service. */
    public void removeAll(String clientId, String serviceId) {
        database.change("DELETE FROM client_service WHERE client_id = ? AND service_id = ?", statement -> {
            statement.setString(1, clientId);
            statement.setString(2, serviceId);
        });
    }

    /** Remove all links of a client. */
    public void removeAll(String clientId) {
        database.change(
                "DELETE FROM client_service WHERE client_id = ?", statement -> statement.setString(1, clientId));
    }

    /** Return the endpoints of one service that a client is linked to. */
    public List<String> endpoints(String clientId, String serviceId) {
        return database.rows(
                "SELECT endpoint FROM client_service WHERE client_id = ? AND service_id = ? ORDER BY endpoint",
                statement -> {
                    statement.setString(1, clientId);
                    statement.setString(2, serviceId);
                },
                row -> row.getString(1));
    }

    /** Return the linked endpoints of all services, by service id. */
    public Map<String, List<String>> endpoints(String clientId) {
        Map<String, List<String>> endpoints = new LinkedHashMap<>();
        database.rows(
                        "SELECT service_id, endpoint FROM client_service WHERE client_id = ? ORDER BY service_id, endpoint",
                        statement -> statement.setString(1, clientId),
                        row -> List.of(row.getString(1), row.getString(2)))
                .forEach(link -> endpoints
                        .computeIfAbsent(link.get(0), serviceId -> new ArrayList<>())
                        .add(link.get(1)));
        return endpoints;
    }

    /** Return the distinct scopes of all linked endpoints, separated by blanks; empty when there are none. */
    public String scope(String clientId) {
        return String.join(
                " ", database.rows(SCOPES, statement -> statement.setString(1, clientId), row -> row.getString(1)));
    }
}
