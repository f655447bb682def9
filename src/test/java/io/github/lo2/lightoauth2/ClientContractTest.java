package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Checks the registration of clients and their links to endpoints. */
@ContractTest
class ClientContractTest {
    private static final String CLIENTS = "/oauth2/client";
    private static final String UUID_V4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final LightOauth2 system;
    private final Fixture fixture;

    ClientContractTest(LightOauth2 system) {
        this.system = system;
        this.fixture = new Fixture(system);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/client.csv", numLinesToSkip = 1)
    @DisplayName("a request to the client service")
    void requestIsAnswered(@AggregateWith(ContractRow.Aggregator.class) ContractRow row) {
        row.check(system);
    }

    @Test
    @DisplayName("a client is registered, read, updated, listed and deleted")
    void clientLivesAndDies() {
        ObjectNode client = fixture.validClient().put("host", host());
        JsonNode registered =
                system.send(HttpCall.post(CLIENT, CLIENTS).withJson(client)).isJson();
        String id = registered.path("clientId").textValue();
        assertThat(id).as("clientId of %s", registered).matches(UUID_V4);
        assertThat(registered.path("clientSecret").textValue())
                .as("clientSecret of %s", registered)
                .matches("[A-Za-z0-9_-]{22}");
        assertSent(client, registered);

        JsonNode read = system.send(HttpCall.get(CLIENT, CLIENTS + "/" + id)).isJson();
        assertSent(client, read);
        assertThat(read.path("customClaim").isNull())
                .as("customClaim of %s", read)
                .isTrue();

        client.put("clientId", id).put("clientName", "Renamed").put("clientProfile", "batch");
        assertSent(
                client,
                system.send(HttpCall.put(CLIENT, CLIENTS).withJson(client)).isJson());
        assertSent(client, system.send(HttpCall.get(CLIENT, CLIENTS + "/" + id)).isJson());

        Answer page = system.send(HttpCall.get(
                CLIENT, CLIENTS + "?page=0&host=" + client.path("host").textValue()));
        JsonNode item = page.isJson().path("clients").path(0);
        page.hasMembers(
                item,
                List.of(
                        "clientId",
                        "clientType",
                        "clientProfile",
                        "clientName",
                        "clientDesc",
                        "ownerId",
                        "host",
                        "scope",
                        "redirectUri"));
        assertSent(client, item);

        assertSent(
                client, system.send(HttpCall.delete(CLIENT, CLIENTS + "/" + id)).isJson());
        system.send(HttpCall.get(CLIENT, CLIENTS + "/" + id)).isError(404, "ERR12014");
        system.send(HttpCall.delete(CLIENT, CLIENTS + "/" + id)).isError(404, "ERR12014");
    }

    @Test
    @DisplayName("an update keeps the secret")
    void updateKeepsTheSecret() {
        RegisteredClient client = fixture.registerClient();
        system.send(HttpCall.put(CLIENT, CLIENTS).withJson(client.object().put("clientDesc", "changed")))
                .hasStatus(200);
        fixture.token(client, Map.of("grant_type", "client_credentials")).hasStatus(200);
    }

    @Test
    @DisplayName("what was read can be sent back as an update")
    void readClientIsAValidUpdate() {
        RegisteredClient client = fixture.registerClient();
        JsonNode read =
                system.send(HttpCall.get(CLIENT, CLIENTS + "/" + client.id())).isJson();
        system.send(HttpCall.put(CLIENT, CLIENTS).withJson(read)).hasStatus(200);
        assertThat(system.send(HttpCall.get(CLIENT, CLIENTS + "/" + client.id()))
                        .isJson())
                .isEqualTo(read);
        fixture.token(client, Map.of("grant_type", "client_credentials")).hasStatus(200);
    }

    @Test
    @DisplayName("pages begin at 0, hold ten clients by default, are sorted by name and count all clients")
    void pagesAreSortedByName() {
        String host = host();
        for (int i = 10; i >= 0; i--) {
            fixture.register(fixture.validClient()
                    .put("host", host)
                    .put("clientName", String.format(Locale.ROOT, "Name %02d", i)));
        }
        JsonNode first = page("?page=0&host=" + host);
        JsonNode second = page("?page=1&host=" + host);
        assertThat(names(first)).hasSize(10).isSorted().startsWith("Name 00").endsWith("Name 09");
        assertThat(names(second)).containsExactly("Name 10");
        assertThat(names(page("?page=1&pageSize=4&host=" + host)))
                .containsExactly("Name 04", "Name 05", "Name 06", "Name 07");
        assertThat(first.path("total").intValue())
                .as("total, which ignores the filter")
                .isGreaterThan(11);
        assertThat(page("?page=0&host=nobody.").path("total").intValue())
                .isGreaterThanOrEqualTo(first.path("total").intValue());
    }

    @Test
    @DisplayName("the scope of a client is what its links give")
    void linksMakeTheScope() {
        RegisteredClient client = fixture.registerClient();
        String first = linkable();
        String second = linkable();
        fixture.link(client.id(), first);
        assertThat(fixture.link(client.id(), second).json().path("new_scope").textValue())
                .as("distinct scopes of two services")
                .isEqualTo("a.r a.w");
        assertThat(scope(client)).isEqualTo("a.r a.w");

        String links = CLIENTS + "/" + client.id() + "/service";
        system.send(HttpCall.get(CLIENT, links)).hasStatus(200).hasMembersInAnyOrder(first, second);
        system.send(HttpCall.delete(CLIENT, links + "/" + first)).hasStatus(200).hasMembers("old_scope", "new_scope");
        system.send(HttpCall.get(CLIENT, links)).hasStatus(200).hasMembers(second);
        assertThat(scope(client)).isEqualTo("a.r a.w");

        assertThat(system.send(HttpCall.delete(CLIENT, links))
                        .isJson()
                        .path("new_scope")
                        .textValue())
                .isEmpty();
        assertThat(scope(client)).isEmpty();
        system.send(HttpCall.get(CLIENT, links)).hasStatus(200).hasText("{}");
    }

    private static void assertSent(ObjectNode sent, JsonNode got) {
        for (Map.Entry<String, JsonNode> member : sent.properties()) {
            assertThat(got.path(member.getKey()))
                    .as("%s of %s", member.getKey(), got)
                    .isEqualTo(member.getValue());
        }
    }

    private JsonNode page(String query) {
        return system.send(HttpCall.get(CLIENT, CLIENTS + query)).isJson();
    }

    private String scope(RegisteredClient client) {
        return system.send(HttpCall.get(CLIENT, CLIENTS + "/" + client.id()))
                .isJson()
                .path("scope")
                .textValue();
    }

    private String linkable() {
        String id = fixture.registerService().path("serviceId").textValue();
        fixture.addEndpoints(id);
        return id;
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("clients")
                .forEach(client -> names.add(client.path("clientName").textValue()));
        return names;
    }

    private static String host() {
        return "h" + Fixture.suffix() + ".example.org";
    }
}
