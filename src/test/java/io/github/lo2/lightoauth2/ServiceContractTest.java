package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Checks the registration of services and of their endpoints. */
@ContractTest
class ServiceContractTest {
    private static final String SERVICES = "/oauth2/service";

    private final LightOauth2 system;
    private final Fixture fixture;

    ServiceContractTest(LightOauth2 system) {
        this.system = system;
        this.fixture = new Fixture(system);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/service.csv", numLinesToSkip = 1)
    @DisplayName("a request to the service service")
    void requestIsAnswered(@AggregateWith(ContractRow.Aggregator.class) ContractRow row) {
        row.check(system);
    }

    @Test
    @DisplayName("a service is registered, read, updated, listed and deleted")
    void serviceLivesAndDies() {
        ObjectNode service = fixture.validService();
        service.put("host", "h" + Fixture.suffix());
        String one = SERVICES + "/" + service.path("serviceId").textValue();
        assertThat(system.send(HttpCall.post(SERVICE, SERVICES).withJson(service))
                        .isJson())
                .isEqualTo(service);
        assertThat(system.send(HttpCall.get(SERVICE, one)).isJson()).isEqualTo(service);

        service.put("serviceName", "Renamed").put("serviceType", "graphql");
        assertThat(system.send(HttpCall.put(SERVICE, SERVICES).withJson(service))
                        .isJson())
                .isEqualTo(service);
        assertThat(system.send(HttpCall.get(SERVICE, one)).isJson()).isEqualTo(service);

        Answer page = system.send(HttpCall.get(
                SERVICE, SERVICES + "?page=0&host=" + service.path("host").textValue()));
        page.hasStatus(200).hasMembers("total", "services");
        assertThat(page.json().path("services")).containsExactly(service);

        system.send(HttpCall.delete(SERVICE, one)).hasStatus(200).hasMembers("serviceId");
        system.send(HttpCall.get(SERVICE, one)).isError(404, "ERR12015");
        system.send(HttpCall.delete(SERVICE, one)).isError(404, "ERR12015");
    }

    @Test
    @DisplayName("pages begin at 0, hold ten services by default, are sorted by id and count all services")
    void pagesAreSortedById() {
        String host = "h" + Fixture.suffix();
        String prefix = "P" + Fixture.suffix();
        for (int i = 10; i >= 0; i--) {
            ObjectNode service = fixture.validService()
                    .put("host", host)
                    .put("serviceId", String.format(Locale.ROOT, "%s%02d", prefix, i));
            system.send(HttpCall.post(SERVICE, SERVICES).withJson(service)).hasStatus(200);
        }
        JsonNode first = page("?page=0&host=" + host);
        assertThat(first.path("services").findValuesAsText("serviceId"))
                .hasSize(10)
                .isSorted()
                .startsWith(prefix + "00");
        assertThat(page("?page=1&host=" + host).path("services").findValuesAsText("serviceId"))
                .containsExactly(prefix + "10");
        assertThat(page("?page=2&pageSize=3&host=" + host).path("services").findValuesAsText("serviceId"))
                .containsExactly(prefix + "06", prefix + "07", prefix + "08");
        assertThat(first.path("total").intValue())
                .as("total, which ignores the filter")
                .isGreaterThan(11);
    }

    @Test
    @DisplayName("endpoints are replaced as a whole and deleted with their service")
    void endpointsAreReplaced() {
        String id = fixture.registerService().path("serviceId").textValue();
        String endpoints = SERVICES + "/" + id + "/endpoint";
        fixture.addEndpoints(id);
        JsonNode both = system.send(HttpCall.get(SERVICE, endpoints)).isJson();
        assertThat(both.findValuesAsText("endpoint")).containsExactlyInAnyOrder("/v1/data@get", "/v1/data@post");
        assertThat(both).allSatisfy(item -> {
            assertThat(item.path("id").intValue()).as("id of %s", item).isEqualTo(5);
            assertThat(item.path("factoryId").intValue())
                    .as("factoryId of %s", item)
                    .isEqualTo(5);
        });

        system.send(HttpCall.post(SERVICE, endpoints)
                        .withBody(
                                HttpCall.JSON,
                                "[{\"endpoint\":\"/v2@get\",\"operation\":\"getV2\",\"scope\":\"a.r\"}]"))
                .hasStatus(200)
                .isEmpty();
        system.send(HttpCall.get(SERVICE, endpoints))
                .hasStatus(200)
                .hasText(
                        "[{\"id\":5,\"factoryId\":5,\"operation\":\"getV2\",\"endpoint\":\"/v2@get\",\"scope\":\"a.r\"}]");

        system.send(HttpCall.delete(SERVICE, SERVICES + "/" + id)).hasStatus(200);
        system.send(HttpCall.get(SERVICE, endpoints)).isError(404, "ERR12042");
    }

    private JsonNode page(String query) {
        return system.send(HttpCall.get(SERVICE, SERVICES + query)).isJson();
    }
}
