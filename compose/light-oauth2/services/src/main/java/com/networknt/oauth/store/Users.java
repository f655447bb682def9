package com.networknt.oauth.store;

import com.hazelcast.map.IMap;
import com.networknt.oauth.cache.model.User;
import com.networknt.oauth.cache.model.User.UserTypeEnum;
import com.networknt.oauth.http.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Keep the users. */
public final class Users {
    private static final String PAGE =
            "SELECT * FROM user_profile WHERE user_id LIKE ? ESCAPE '|' ORDER BY user_id LIMIT ? OFFSET ?";

    private final IMap<String, User> users;
    private final Database database;

    Users(IMap<String, User> users, Database database) {
        this.users = users;
        this.database = database;
    }

    /** Return the users of the running cluster. */
    public static Users shared() {
        return new Users(Cluster.map("users"), Database.shared());
    }

    /** Return a user with the hashed password. */
    public Optional<User> find(String userId) {
        return Cluster.isKey(userId) ? Optional.ofNullable(users.get(userId)) : Optional.empty();
    }

    /** Tell whether another user has this e-mail address; case does not count, as in the database's unique index. */
    public boolean isEmailTaken(String email, String exceptUserId) {
        return !database.rows(
                        "SELECT user_id FROM user_profile WHERE email = ? AND user_id <> ?",
                        statement -> {
                            statement.setString(1, email);
                            statement.setString(2, exceptUserId);
                        },
                        row -> row.getString(1))
                .isEmpty();
    }

    /** Add a user; return false when the user id is taken. */
    public boolean add(User user) {
        return users.putIfAbsent(user.getUserId(), user) == null;
    }

    /** Write a changed user. */
    public void store(User user) {
        users.set(user.getUserId(), user);
    }

    /** Remove a user. */
    public void remove(String userId) {
        users.delete(userId);
    }

    /** Return a page of users, by user id, without passwords. */
    public List<User> page(PageRequest page) {
        return database.page(PAGE, page, Users::user);
    }

    private static User user(ResultSet row) throws SQLException {
        User user = new User();
        user.setUserId(row.getString("user_id"));
        user.setUserType(UserTypeEnum.fromValue(row.getString("user_type")));
        user.setFirstName(row.getString("first_name"));
        user.setLastName(row.getString("last_name"));
        user.setEmail(row.getString("email"));
        user.setRoles(row.getString("roles"));
        return user;
    }
}
