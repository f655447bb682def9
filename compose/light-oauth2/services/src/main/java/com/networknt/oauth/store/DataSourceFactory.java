package com.networknt.oauth.store;

import com.networknt.config.Config;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Make the pool of database connections from {@code datasource.yml}.
 *
 * <p>The pool is made here and not by {@code service.yml} itself because {@code GET /server/info} shows that file, and
 * with it the password, to everyone.
 */
public final class DataSourceFactory {
    /**
     * Make the pool; the first connection opens it.
     *
     * @throws NullPointerException when {@code datasource.yml} or one of its members is missing
     */
    public DataSource create() {
        Map<String, Object> settings = Objects.requireNonNull(
                Config.getInstance().getJsonMapConfigNoCache("datasource"), "datasource.yml is missing");
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(text(settings, "jdbcUrl"));
        pool.setUsername(text(settings, "username"));
        pool.setPassword(text(settings, "password"));
        pool.setMaximumPoolSize(number(settings, "maximumPoolSize"));
        pool.setMinimumIdle(number(settings, "minimumIdle"));
        pool.setConnectionTimeout(number(settings, "connectionTimeout"));
        return pool;
    }

    private static int number(Map<String, Object> settings, String name) {
        return Integer.parseInt(text(settings, name));
    }

    private static String text(Map<String, Object> settings, String name) {
        return String.valueOf(Objects.requireNonNull(settings.get(name), () -> "datasource.yml: missing " + name));
    }
}
