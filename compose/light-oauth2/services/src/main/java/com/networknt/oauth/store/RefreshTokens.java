package com.networknt.oauth.store;

import com.hazelcast.map.IMap;
import com.networknt.oauth.cache.model.RefreshToken;
import com.networknt.oauth.http.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Keep the refresh tokens. */
public final class RefreshTokens {
    private static final String PAGE = "SELECT * FROM refresh_token WHERE user_id LIKE ? ESCAPE '|'"
            + " ORDER BY user_id, start_time, refresh_token LIMIT ? OFFSET ?";

    private final IMap<String, RefreshToken> tokens;
    private final Database database;

    RefreshTokens(IMap<String, RefreshToken> tokens, Database database) {
        this.tokens = tokens;
        this.database = database;
    }

    /** Return the refresh tokens of the running cluster. */
    public static RefreshTokens shared() {
        return new RefreshTokens(Cluster.map("tokens"), Database.shared());
    }

    /** Return a token. */
    public Optional<RefreshToken> find(String token) {
        return Cluster.isKey(token) ? Optional.ofNullable(tokens.get(token)) : Optional.empty();
    }

    /** Store a new token. */
    public void add(RefreshToken token) {
        tokens.set(token.getRefreshToken(), token);
    }

    /** Remove a token and return it, so that only one caller can use it. */
    public Optional<RefreshToken> take(String token) {
        return Cluster.isKey(token) ? Optional.ofNullable(tokens.remove(token)) : Optional.empty();
    }

    /** Return a page of tokens, by user id. */
    public List<RefreshToken> page(PageRequest page) {
        return database.page(PAGE, page, RefreshTokens::token);
    }

    private static RefreshToken token(ResultSet row) throws SQLException {
        RefreshToken token = new RefreshToken();
        token.setRefreshToken(row.getString("refresh_token"));
        token.setUserId(row.getString("user_id"));
        token.setUserType(row.getString("user_type"));
        token.setRoles(row.getString("roles"));
        token.setClientId(row.getString("client_id"));
        token.setScope(row.getString("scope"));
        token.setRemember(row.getString("remember"));
        return token;
    }
}
