package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.CLIENT;
import static io.github.lo2.lightoauth2.Oauth2Service.KEY;
import static io.github.lo2.lightoauth2.Oauth2Service.REFRESH_TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.SERVICE;

import io.github.lo2.json.Json;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Checks which records each kind of request writes, and that none holds a password or a secret. */
@ContractTest
class LogContractTest {

    /**
     * Open the connection pools and load the maps, which write records of their own once, and look up the key {@code none}
     * from each service, since only the first look-up of a key goes to the database.
     */
    @BeforeAll
    static void useEveryMap(LightOauth2 system) {
        Fixture fixture = new Fixture(system);
        Placeholders placeholders = new Placeholders(fixture);
        placeholders.prepare("userId linkedId refreshToken reference");
        RegisteredClient none = new RegisteredClient("none", "none", Json.MAPPER.createObjectNode());
        fixture.authorize(none, Map.of()).hasStatus(404);
        fixture.token(none, Map.of("grant_type", "client_credentials")).hasStatus(404);
        for (String path : List.of("service/none", "service/none/endpoint")) {
            system.send(HttpCall.get(SERVICE, "/oauth2/" + path)).hasStatus(404);
        }
        system.send(HttpCall.get(CLIENT, "/oauth2/client/none")).hasStatus(404);
        system.send(HttpCall.post(CLIENT, placeholders.fill("/oauth2/client/{clientId}/service/none"))
                        .withJson(Json.MAPPER.createArrayNode().add("/v1/data@get")))
                .hasStatus(404);
        system.send(HttpCall.get(KEY, "/oauth2/key/100").withBasic("none", "none"))
                .hasStatus(404);
        system.send(HttpCall.get(REFRESH_TOKEN, "/oauth2/refresh_token/none")).hasStatus(404);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/logs.csv", numLinesToSkip = 1)
    @DisplayName("a request writes its records")
    void requestIsLogged(@AggregateWith(LogRow.Aggregator.class) LogRow row, LightOauth2 system, ServiceLogs logs) {
        row.check(system, logs);
    }
}
