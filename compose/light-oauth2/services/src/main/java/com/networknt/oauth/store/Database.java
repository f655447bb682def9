package com.networknt.oauth.store;

import com.networknt.oauth.http.PageRequest;
import com.networknt.service.SingletonServiceFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Read rows that no map can give cheaply: pages, and look-ups by something else than the key. */
final class Database {
    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Return the database that the map stores write to. */
    static Database shared() {
        return new Database(SingletonServiceFactory.getBean(DataSource.class));
    }

    /** Return the rows of a page; the statement takes prefix, limit and offset. */
    <T> List<T> page(String sql, PageRequest page, Row<T> row) {
        if (page.index() < 0) {
            return List.of();
        }
        return rows(
                sql,
                statement -> {
                    statement.setString(1, likePattern(page.prefix()));
                    statement.setInt(2, page.size());
                    statement.setLong(3, Math.multiplyExact(page.index(), (long) page.size()));
                },
                row);
    }

    <T> List<T> rows(String sql, Binding binding, Row<T> row) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row.read(result));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("query failed: " + sql, e);
        }
    }

    /** Change rows that no map holds by one statement. */
    void change(String sql, Binding binding) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("changing rows failed: " + sql, e);
        }
    }

    /** Change rows that no map holds by several statements, all or none of them. */
    void inTransaction(Changes changes) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                changes.make(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("changing rows failed", e);
        }
    }

    private static String likePattern(String prefix) {
        return prefix.replace("|", "||").replace("%", "|%").replace("_", "|_") + "%";
    }

    interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    interface Changes {
        void make(Connection connection) throws SQLException;
    }
}
