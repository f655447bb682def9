package io.github.lo2.stack;

import io.github.lo2.http.HttpsClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** The data that a stack starts with, and the way back to it. */
final class SeedData {
    private static final String FIX = "; take lo2.isolation=stack";
    /** What images of databases run besides plain SQL. */
    private static final Pattern NOT_SQL = Pattern.compile(".*\\.(sh|sql\\.(gz|xz|zst|bz2))");

    private final Database database;
    private final List<URI> caches;
    private final HttpsClient http;
    private final SortedMap<String, Long> rows;

    /**
     * Note what the database holds now: the seed data.
     *
     * @param caches what to DELETE to make a service drop what it has cached, one a service
     */
    SeedData(Database database, List<URI> caches, HttpsClient http) {
        this.database = database;
        this.caches = List.copyOf(caches);
        this.http = http;
        this.rows = database.rows();
    }

    Database database() {
        return database;
    }

    /** Say, in a line, why it cannot be brought back, and what to do instead; empty when it can. */
    Optional<String> obstacle() {
        if (database.scripts().isEmpty()) {
            return Optional.of(
                    "the stack's definition names no SQL script of database %s".formatted(database.name()) + FIX);
        }
        Optional<Path> notSql = database.scripts().stream()
                .filter(script -> NOT_SQL.matcher(script.toString()).matches())
                .findFirst();
        if (notSql.isPresent()) {
            return Optional.of("%s is no plain SQL script".formatted(notSql.orElseThrow()) + FIX);
        }
        return caches.isEmpty()
                ? Optional.of("no service of the stack says how to drop what it has cached (label io.github.lo2.cache,"
                        + " \"cache\" in embedded.json)" + FIX)
                : Optional.empty();
    }

    /**
     * Bring the rows back, and make the services drop what they have cached of others.
     *
     * @throws StackException when it cannot be done, a service does not drop its cache, or the database holds other rows
     *     than at the start
     */
    void restore() {
        obstacle().ifPresent(what -> {
            throw new StackException("the seed data cannot be brought back: " + what);
        });
        database.startOver();
        // After the rows: what is read in between would be cached again. Each service, since it is sure of its own
        // alone.
        caches.forEach(this::drop);
        SortedMap<String, Long> restored = database.rows();
        if (!restored.equals(rows)) {
            throw new StackException("the scripts of %s do not bring back the rows of the start: %s; expected %s"
                            .formatted(database.name(), restored, rows)
                    + FIX);
        }
    }

    private void drop(URI cache) {
        try {
            http.delete(cache);
        } catch (IOException e) {
            throw new StackException("a service does not drop what it has cached: " + e.getMessage() + FIX, e);
        }
    }
}
