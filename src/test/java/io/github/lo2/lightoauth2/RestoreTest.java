package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.CLIENT;
import static io.github.lo2.lightoauth2.Oauth2Service.REFRESH_TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.SERVICE;
import static io.github.lo2.lightoauth2.Oauth2Service.TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.junit.StackExtension;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import io.github.lo2.stack.Database;
import io.github.lo2.stack.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Brings the seed data back under the services, as lo2.isolation=database does between scenarios. */
@ContractTest
@ExtendWith(StackExtension.class)
@DisplayName("Restored seed data")
class RestoreTest {
    private static final String CACHE = "/adm/cache";
    private static final Set<String> SEEDED = Set.of("client", "service", "user_profile");

    private final LightOauth2 system;
    private final Fixture fixture;
    private final Stack stack;

    RestoreTest(LightOauth2 system, Stack stack) {
        this.system = system;
        this.fixture = new Fixture(system);
        this.stack = stack;
    }

    @BeforeAll
    static void isTheStacksOwn() {
        Assumptions.assumeTrue(
                System.getProperty("contract.base", "").isBlank(), "only a stack that is ours is restored");
    }

    @BeforeEach
    void isPossible() {
        assertThat(stack.restoreObstacle()).isEmpty();
    }

    @Test
    @DisplayName("is all that the tables hold, however often it is restored")
    void isAllThatTheTablesHold() {
        Database database = stack.database().orElseThrow();
        fixture.registerUser();
        fixture.registerClient();
        fixture.addEndpoints(fixture.registerService().path("serviceId").asText());

        stack.restoreData();

        assertThat(database.rows())
                .hasSize(8)
                .allSatisfy((table, count) -> assertThat(count).as(table).isEqualTo(SEEDED.contains(table) ? 1 : 0));
        stack.restoreData();
        assertThat(database.rows().values()).containsOnly(0L, 1L);
    }

    @Test
    @DisplayName("is all that the services know: what was made before and read since is unknown to each of them")
    void isAllThatTheServicesKnow() {
        ObjectNode user = fixture.registerUser();
        RegisteredClient client = fixture.registerClient("trusted");
        ObjectNode service = fixture.registerService();
        JsonNode tokens = fixture.userTokens(client);
        String code = fixture.code(client, Map.of());
        String userPath = "/oauth2/user/" + user.path("userId").asText();
        String clientPath = "/oauth2/client/" + client.id();
        String servicePath = "/oauth2/service/" + service.path("serviceId").asText();
        String tokenPath =
                "/oauth2/refresh_token/" + tokens.path("refresh_token").asText();
        system.send(HttpCall.get(USER, userPath)).hasStatus(200);
        system.send(HttpCall.get(CLIENT, clientPath)).hasStatus(200);
        system.send(HttpCall.get(SERVICE, servicePath)).hasStatus(200);
        system.send(HttpCall.get(REFRESH_TOKEN, tokenPath)).hasStatus(200);

        stack.restoreData();

        system.send(HttpCall.get(USER, userPath)).isError(404, "ERR12013");
        system.send(HttpCall.get(CLIENT, clientPath)).isError(404, "ERR12014");
        system.send(HttpCall.get(SERVICE, servicePath)).isError(404, "ERR12015");
        system.send(HttpCall.get(REFRESH_TOKEN, tokenPath)).isError(404, "ERR12029");
        fixture.authorize(client, Map.of()).hasStatus(404);
        fixture.token(client, Map.of("grant_type", "client_credentials")).hasStatus(404);
        assertThat(fixture.token(fixture.registerClient(), Map.of("grant_type", "authorization_code", "code", code))
                        .status())
                .as("a code from before")
                .isEqualTo(400);
    }

    @Test
    @DisplayName("can be used and added to as at the start, under the names that were taken before")
    void canBeUsedAsAtTheStart() {
        ObjectNode user = fixture.registerUser();

        stack.restoreData();

        system.send(HttpCall.post(USER, "/oauth2/user").withJson(user)).hasStatus(200);
        system.send(HttpCall.get(USER, "/oauth2/user/admin")).hasStatus(200);
        fixture.userTokens(fixture.registerClient());
    }

    @Test
    @DisplayName("is what a service sees that changed the row itself, of which every other has a copy")
    void isSeenOverNearCaches() {
        JsonNode client = seedClient();
        ObjectNode changed = ((ObjectNode) client.deepCopy()).put("clientName", "Changed");
        system.send(HttpCall.put(CLIENT, "/oauth2/client").withJson(changed)).hasStatus(200);

        assertThat(seedClient()).isEqualTo(changed);

        stack.restoreData();

        assertThat(seedClient()).isEqualTo(client);
    }

    @Test
    @DisplayName("takes caches that are dropped by each service with 204 and no body")
    void takesDroppedCaches() {
        for (Oauth2Service service : Oauth2Service.values()) {
            system.send(HttpCall.delete(service, CACHE)).hasStatus(204).isEmpty();
        }
        assertThat(system.send(HttpCall.get(TOKEN, CACHE)).status())
                .as("anything but DELETE")
                .isEqualTo(404);
    }

    @Test
    @DisplayName("is there without a line that a service would print later, in the next window")
    void isThereWithoutALateLine(ServiceLogs logs) {
        logs.during(stack::restoreData);

        assertThat(LogRecord.parse(logs.during(() ->
                        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true))))
                .filteredOn(line -> !isByTheClock(line))
                .isEmpty();
    }

    /** Tell whether a library writes it every 20 s or 30 s whatever the service does, Hazelcast while the machine is busy. */
    private static boolean isByTheClock(LogRecord line) {
        return line.thread().equals("HikariPool-1 housekeeper")
                || line.logger().equals("com.hazelcast.internal.diagnostics.HealthMonitor");
    }

    private JsonNode seedClient() {
        return system.send(HttpCall.get(CLIENT, "/oauth2/client/f7d42348-c647-4efb-a52d-4c5787421e72"))
                .isJson();
    }
}
