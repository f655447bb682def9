package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import io.github.lo2.system.DatabaseDialect;
import io.github.lo2.time.ClockOffset;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The database of a stack and its seed data")
class SeedDataTest {
    private static final Path PROGRAMS =
            Path.of("target", "programs", "mariadb").toAbsolutePath();
    private static final String CREATE_SCHEMA = "CREATE DATABASE IF NOT EXISTS shop; USE shop; ";
    /** Not made to be run twice: it does not drop what it makes. */
    private static final String SEED = """
            CREATE TABLE fruit (name VARCHAR(20) PRIMARY KEY);
            CREATE TABLE `an order` (fruit VARCHAR(20), FOREIGN KEY (fruit) REFERENCES fruit (name));
            CREATE TABLE basket (name VARCHAR(20));
            INSERT INTO fruit VALUES ('pear'), ('plum');
            INSERT INTO `an order` VALUES ('plum');
            """;

    private static final Map<String, Long> SEED_ROWS = Map.of("an order", 1L, "basket", 0L, "fruit", 2L);

    @TempDir
    static Path work;

    private static ChildProcesses processes;
    private static MariaDb server;

    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final HttpServer service;
    private final URI cache;
    private volatile int status = 204;

    @TempDir
    Path folder;

    private Path script;
    private Database database;
    private SeedData seedData;

    SeedDataTest() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cache = URI.create(
                "http://127.0.0.1:%s/cache".formatted(service.getAddress().getPort()));
    }

    @BeforeAll
    static void startServer() {
        processes = new ChildProcesses(EpochClock.system());
        server = MariaDb.start(definition(List.of()), Dialects.PROJECTS, processes, PROGRAMS, work, line -> {});
    }

    @AfterAll
    static void endServer() {
        server.close();
        processes.close();
    }

    @BeforeEach
    void seed() throws Exception {
        service.createContext("/", exchange -> {
            requests.add(
                    "%s %s with %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), database.rows()));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        execute("DROP DATABASE IF EXISTS shop");
        script = Files.writeString(folder.resolve("seed.sql"), CREATE_SCHEMA + SEED);
        database = new Database(definition(List.of(script)), Dialects.PROJECTS, server.port(), server.password());
        database.runScripts();
        seedData = new SeedData(database, List.of(cache, cache.resolve("/other")), new HttpsClient());
    }

    @AfterEach
    void endService() {
        service.stop(0);
    }

    @Test
    @DisplayName("are the rows of its schema's tables, counted exactly and in the order of their names")
    void areCountedRows() throws Exception {
        execute("INSERT INTO basket SELECT seq FROM seq_1_to_12345", "CREATE VIEW much AS SELECT * FROM basket");

        assertThat(database.rows())
                .containsExactly(Map.entry("an order", 1L), Map.entry("basket", 12_345L), Map.entry("fruit", 2L));
    }

    @Test
    @DisplayName(
            "come back over changed, removed and added rows and tables, whether or not the script can be run twice")
    void comeBack() throws Exception {
        execute(
                "INSERT INTO fruit VALUES ('fig')",
                "UPDATE fruit SET name = 'apple' WHERE name = 'pear'",
                "DELETE FROM `an order`",
                "DROP TABLE basket",
                "CREATE TABLE crate (name VARCHAR(20))");

        seedData.restore();

        assertThat(database.rows()).isEqualTo(SEED_ROWS);
        execute("INSERT INTO `an order` VALUES ('pear')");
    }

    @Test
    @DisplayName("are back before each service is told to drop what it has cached")
    void areBackBeforeCachesAreDropped() throws Exception {
        execute("INSERT INTO fruit VALUES ('fig')");

        seedData.restore();

        String with = " with {an order=1, basket=0, fruit=2}";
        assertThat(requests).containsExactlyInAnyOrder("DELETE /cache" + with, "DELETE /other" + with);
    }

    @Test
    @DisplayName("are not back when a service does not drop its cache; the message says which, and what to do")
    void areNotBackBehindACache() {
        status = 404;

        assertThatThrownBy(seedData::restore)
                .isInstanceOf(StackException.class)
                .hasMessage(
                        "a service does not drop what it has cached: DELETE %s answers 404; expected 2xx;"
                                + " take lo2.isolation=stack",
                        cache);
    }

    @Test
    @DisplayName("are not back when the scripts make something else than at the start; the message says what")
    void areNotBackWithOtherRows() throws Exception {
        Files.writeString(script, CREATE_SCHEMA + SEED + "INSERT INTO basket VALUES ('wicker')");

        assertThatThrownBy(seedData::restore)
                .isInstanceOf(StackException.class)
                .hasMessage(
                        "the scripts of db do not bring back the rows of the start: {an order=1, basket=1, fruit=2};"
                                + " expected {an order=1, basket=0, fruit=2}; take lo2.isolation=stack");
    }

    @Test
    @DisplayName("cannot come back without a way to drop caches, without scripts, or with scripts that are no SQL")
    void cannotComeBackWithoutWhatItTakes() {
        assertThat(seedData.obstacle()).isEmpty();
        assertThat(new SeedData(database, List.of(), new HttpsClient()).obstacle())
                .hasValue("no service of the stack says how to drop what it has cached (label io.github.lo2.cache,"
                        + " \"cache\" in embedded.json); take lo2.isolation=stack");
        assertThat(with(List.of()).obstacle())
                .hasValue("the stack's definition names no SQL script of database db; take lo2.isolation=stack");
        assertThat(with(List.of(script, Path.of("users.sh"))).obstacle())
                .hasValue("users.sh is no plain SQL script; take lo2.isolation=stack");
        assertThatThrownBy(with(List.of())::restore)
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("the seed data cannot be brought back: the stack's definition names no SQL");
    }

    @Test
    @DisplayName("tell a clock that is this machine's, whatever time zone the server is set to")
    void tellTheTime() {
        DatabaseDialect dialect = Dialects.PROJECTS;
        var elsewhere = new DatabaseDialect(
                dialect.product(),
                dialect.url() + "&sessionVariables=time_zone='%2B05:30'",
                dialect.clock(),
                dialect.dropFreely());

        ClockOffset offset = new Database(definition(List.of()), elsewhere, server.port(), server.password())
                .clockOffset(EpochClock.system());

        assertThat(offset.uncertaintyNanos()).isBetween(1L, 50_000_000L);
        assertThat(Math.abs(offset.offsetNanos())).isLessThanOrEqualTo(offset.uncertaintyNanos() + 1_000);
    }

    @Test
    @DisplayName("say where the database was looked for when it does not answer")
    void sayWhereItWasLookedFor() {
        int port = Ports.free();

        assertThatThrownBy(new Database(definition(List.of()), Dialects.PROJECTS, port, "fixture")::rows)
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("database db (127.0.0.1:%d, schema shop) does not count its rows: ", port)
                .hasMessageNotContaining("\n");
    }

    private SeedData with(List<Path> scripts) {
        return new SeedData(
                new Database(definition(scripts), Dialects.PROJECTS, server.port(), server.password()),
                List.of(cache),
                new HttpsClient());
    }

    private static DatabaseDefinition definition(List<Path> scripts) {
        return new DatabaseDefinition(
                "db", "shop", "keeper", scripts.stream().map(Path::toString).toList());
    }

    private static void execute(String... statements) throws SQLException {
        for (String each : statements) {
            String schema = each.contains("DATABASE") ? "" : "shop";
            String url = "jdbc:mysql://127.0.0.1:%s/%s".formatted(server.port(), schema);
            try (var connection = DriverManager.getConnection(url, "keeper", server.password());
                    var statement = connection.createStatement()) {
                statement.execute(each);
            }
        }
    }
}
