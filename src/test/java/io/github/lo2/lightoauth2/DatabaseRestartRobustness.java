package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.CLIENT;
import static io.github.lo2.lightoauth2.Oauth2Service.REFRESH_TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.junit.StackExtension;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.Stack;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kills the database under load and starts it again on the same data: the services recover and nothing is half there. */
@Tag("robustness")
@ExtendWith({ContractExtension.class, StackExtension.class})
class DatabaseRestartRobustness {
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration GONE = Duration.ofSeconds(3);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration AFTER = RECOVERY.plusSeconds(5);
    private static final int OK = 200;

    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ends = new AtomicBoolean();

    /**
     * One try to make something.
     *
     * @param table where it would be a row
     * @param id its key; empty when only the answer would have told it
     */
    private record Attempt(String table, String id, long startNanos, int status) {}

    @Test
    @DisplayName("30 s after the database is back no request fails, and rows are there as a whole or not at all")
    void databaseIsKilledAndComesBack(LightOauth2 system, Stack stack) throws Exception {
        Assumptions.assumeTrue(stack instanceof EmbeddedStack, "only the embedded stack's database is a process");
        RestartableDatabase database = RestartableDatabase.of((EmbeddedStack) stack);
        Fixture fixture = new Fixture(system);
        RegisteredClient trusted = fixture.registerClient("trusted");
        ObjectNode user = fixture.registerUser();

        ExecutorService load = Executors.newFixedThreadPool(3);
        long back;
        try {
            load.execute(() -> repeat(() -> makeClient(system, fixture)));
            load.execute(() -> repeat(() -> makeService(system, fixture)));
            load.execute(() -> repeat(() -> makeToken(fixture, trusted, user)));
            Awaitility.await().pollDelay(BEFORE).until(() -> attempts.size() > 10);
            database.kill();
            Awaitility.await().pollDelay(GONE).atMost(Duration.ofSeconds(30)).until(this::somethingFailed);
            database.start();
            back = System.nanoTime();
            Awaitility.await().pollDelay(AFTER).atMost(AFTER.plusSeconds(30)).until(() -> true);
        } finally {
            ends.set(true);
            load.shutdown();
            load.awaitTermination(1, TimeUnit.MINUTES);
        }
        try {
            assertRecovered(back);
            assertWhole(system, database);
        } finally {
            database.stop();
        }
    }

    private void assertRecovered(long back) {
        assertThat(attempts.stream().filter(attempt -> attempt.startNanos() > back + RECOVERY.toNanos()))
                .as("requests later than %d s after the database was back", RECOVERY.toSeconds())
                .isNotEmpty()
                .allSatisfy(attempt -> assertThat(attempt.status()).isEqualTo(OK));
        attempts.stream()
                .filter(attempt -> attempt.status() != OK)
                .mapToLong(Attempt::startNanos)
                .max()
                .ifPresent(last -> System.out.printf(
                        "%d requests, %d failed; the last one that failed was sent %.1f s after the database was back%n",
                        attempts.size(),
                        attempts.stream()
                                .filter(attempt -> attempt.status() != OK)
                                .count(),
                        (last - back) / 1e9));
    }

    private void assertWhole(LightOauth2 system, RestartableDatabase database) throws SQLException {
        assertThat(database.texts(
                        "SELECT client_id FROM client WHERE owner_id NOT IN (SELECT user_id FROM user_profile)"))
                .as("clients without their owner")
                .isEmpty();
        assertThat(database.texts("SELECT service_id FROM service_endpoint WHERE operation IN ('getData', 'postData')"
                        + " GROUP BY service_id HAVING COUNT(*) <> 2"))
                .as("services with one of the two endpoints that came in one request")
                .isEmpty();
        Set<String> clients = Set.copyOf(database.texts("SELECT client_id FROM client"));
        Set<String> services = Set.copyOf(database.texts("SELECT service_id FROM service"));
        Set<String> tokens = Set.copyOf(database.texts("SELECT refresh_token FROM refresh_token"));
        for (Attempt attempt : attempts) {
            Set<String> rows = switch (attempt.table()) {
                case "client" -> clients;
                case "service" -> services;
                default -> tokens;
            };
            if (attempt.status() == OK) {
                assertThat(rows).as("rows of table %s", attempt.table()).contains(attempt.id());
            }
            if (!attempt.id().isEmpty()) {
                assertThat(isServed(system, attempt))
                        .as("%s %s is served as it is stored", attempt.table(), attempt.id())
                        .isEqualTo(rows.contains(attempt.id()));
            }
        }
    }

    private static boolean isServed(LightOauth2 system, Attempt attempt) {
        Oauth2Service service = switch (attempt.table()) {
            case "client" -> CLIENT;
            case "service" -> SERVICE;
            default -> REFRESH_TOKEN;
        };
        return system.send(HttpCall.get(service, "/oauth2/" + attempt.table() + "/" + attempt.id()))
                        .status()
                == OK;
    }

    private Attempt makeClient(LightOauth2 system, Fixture fixture) {
        long start = System.nanoTime();
        Answer answer = system.send(HttpCall.post(CLIENT, "/oauth2/client").withJson(fixture.validClient()));
        return new Attempt(
                "client", answer.status() == OK ? answer.json().path("clientId").asText() : "", start, answer.status());
    }

    private Attempt makeService(LightOauth2 system, Fixture fixture) {
        long start = System.nanoTime();
        ObjectNode service = fixture.validService();
        String id = service.path("serviceId").asText();
        Answer answer = system.send(HttpCall.post(SERVICE, "/oauth2/service").withJson(service));
        if (answer.status() == OK) {
            answer = system.send(HttpCall.post(SERVICE, "/oauth2/service/" + id + "/endpoint")
                    .withJson(Fixture.endpoints()));
            return new Attempt("service", answer.status() == OK ? id : "", start, answer.status());
        }
        return new Attempt("service", id, start, answer.status());
    }

    private Attempt makeToken(Fixture fixture, RegisteredClient trusted, JsonNode user) {
        long start = System.nanoTime();
        Answer answer = fixture.token(
                trusted,
                Map.of(
                        "grant_type", "password",
                        "username", user.path("userId").asText(),
                        "password", user.path("password").asText()));
        return new Attempt(
                "refresh_token",
                answer.status() == OK ? answer.json().path("refresh_token").asText() : "",
                start,
                answer.status());
    }

    private void repeat(Supplier<Attempt> attempt) {
        while (!ends.get()) {
            attempts.add(attempt.get());
        }
    }

    private boolean somethingFailed() {
        return attempts.stream().anyMatch(attempt -> attempt.status() != OK);
    }
}
