package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.REFRESH_TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Checks the administration of refresh tokens. */
@ContractTest
class RefreshTokenContractTest {
    private static final String TOKENS = "/oauth2/refresh_token";

    private final LightOauth2 system;
    private final Fixture fixture;

    RefreshTokenContractTest(LightOauth2 system) {
        this.system = system;
        this.fixture = new Fixture(system);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/refresh-token.csv", numLinesToSkip = 1)
    @DisplayName("a request to the refresh token service")
    void requestIsAnswered(@AggregateWith(ContractRow.Aggregator.class) ContractRow row) {
        row.check(system);
    }

    @Test
    @DisplayName("a refresh token is read, listed and deleted")
    void refreshTokenIsReadListedAndDeleted() {
        ObjectNode user = fixture.registerUser();
        String token = tokenOf(user, fixture.registerClient("trusted"));
        JsonNode read =
                system.send(HttpCall.get(REFRESH_TOKEN, TOKENS + "/" + token)).isJson();
        assertThat(system.send(HttpCall.get(REFRESH_TOKEN, TOKENS + "?page=1&userId=" + id(user)))
                        .isJson())
                .as("the tokens of user %s", id(user))
                .containsExactly(read);

        system.send(HttpCall.delete(REFRESH_TOKEN, TOKENS + "/" + token))
                .hasStatus(200)
                .isEmpty();
        system.send(HttpCall.get(REFRESH_TOKEN, TOKENS + "/" + token)).isError(404, "ERR12029");
        system.send(HttpCall.delete(REFRESH_TOKEN, TOKENS + "/" + token)).isError(404, "ERR12029");
    }

    @Test
    @DisplayName("pages begin at 1 and hold ten tokens by default")
    void pagesBeginAtOne() {
        ObjectNode user = fixture.registerUser();
        RegisteredClient client = fixture.registerClient("trusted");
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 11; i++) {
            tokens.add(tokenOf(user, client));
        }
        JsonNode first = page("?page=1&userId=" + id(user));
        JsonNode second = page("?page=2&userId=" + id(user));
        assertThat(first).hasSize(10);
        assertThat(second).hasSize(1);
        Set<String> listed = new HashSet<>(first.findValuesAsText("refreshToken"));
        listed.addAll(second.findValuesAsText("refreshToken"));
        assertThat(listed).as("the order within a user is not defined").isEqualTo(tokens);
        assertThat(page("?page=3&pageSize=5&userId=" + id(user))).hasSize(1);
    }

    @Test
    @DisplayName("pages are sorted by user id")
    void pagesAreSortedByUserId() {
        RegisteredClient client = fixture.registerClient("trusted");
        String prefix = "r" + Fixture.suffix();
        for (String suffix : List.of("b", "c", "a")) {
            ObjectNode user = fixture.validUser().put("userId", prefix + suffix);
            system.send(HttpCall.post(USER, "/oauth2/user").withJson(user)).hasStatus(200);
            tokenOf(user, client);
        }
        assertThat(page("?page=1&userId=" + prefix).findValuesAsText("userId"))
                .containsExactly(prefix + "a", prefix + "b", prefix + "c");
    }

    private String tokenOf(ObjectNode user, RegisteredClient trusted) {
        return fixture.token(
                        trusted,
                        Map.of(
                                "grant_type",
                                "password",
                                "username",
                                id(user),
                                "password",
                                user.path("password").textValue()))
                .isJson()
                .path("refresh_token")
                .textValue();
    }

    private JsonNode page(String query) {
        return system.send(HttpCall.get(REFRESH_TOKEN, TOKENS + query)).isJson();
    }

    private static String id(ObjectNode user) {
        return user.path("userId").textValue();
    }
}
