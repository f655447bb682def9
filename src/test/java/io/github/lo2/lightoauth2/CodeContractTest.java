package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.CODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Checks the issue of authorization codes. */
@ContractTest
class CodeContractTest {
    private static final String CODES = "/oauth2/code";
    private static final String CODE_FORMAT = "[A-Za-z0-9_-]{22}";

    private final LightOauth2 system;
    private final Fixture fixture;

    CodeContractTest(LightOauth2 system) {
        this.system = system;
        this.fixture = new Fixture(system);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/code.csv", numLinesToSkip = 1)
    @DisplayName("a request to the code service")
    void requestIsAnswered(@AggregateWith(ContractRow.Aggregator.class) ContractRow row) {
        row.check(system);
    }

    @Test
    @DisplayName("a code from GET is 22 characters of base64url, new each time, and gives tokens")
    void codeFromGetGivesTokens() {
        RegisteredClient client = fixture.registerClient();
        String first = fixture.code(client, Map.of());
        String second = fixture.code(client, Map.of());
        assertThat(first).matches(CODE_FORMAT).isNotEqualTo(second);
        exchange(client, first).hasStatus(200);
        exchange(client, second).hasStatus(200);
    }

    @Test
    @DisplayName("a code from POST gives tokens")
    void codeFromPostGivesTokens() {
        RegisteredClient client = fixture.registerClient();
        String code = logIn(client, Map.of());
        assertThat(code).matches(CODE_FORMAT);
        exchange(client, code).hasStatus(200).hasMembers("access_token", "refresh_token", "token_type", "expires_in");
    }

    @Test
    @DisplayName("a code from POST remembers its redirect URI")
    void codeFromPostRemembersItsRedirectUri() {
        RegisteredClient client = fixture.registerClient();
        exchange(client, logIn(client, Map.of("redirect_uri", Fixture.REDIRECT_URI)))
                .isError(400, "ERR12025");
    }

    @Test
    @DisplayName("the scope of a POST is ignored")
    void postIgnoresScope() {
        RegisteredClient client = fixture.registerClient();
        String token = exchange(client, logIn(client, Map.of("scope", "foreign")))
                .isJson()
                .path("access_token")
                .textValue();
        assertThat(AccessToken.parse(token).claims().path("scope").toString()).isEqualTo("[\"data.r\",\"data.w\"]");
    }

    @Test
    @DisplayName("PKCE parameters of a POST are ignored")
    void postIgnoresPkce() {
        RegisteredClient client = fixture.registerClient();
        String code = logIn(client, Map.of("code_challenge", Pkce.draw().challenge(), "code_challenge_method", "S256"));
        exchange(client, code).hasStatus(200);
    }

    @Test
    @DisplayName("a registered redirect URI with a query keeps it (2.0.28 appends a second question mark)")
    void redirectUriKeepsItsQuery() {
        RegisteredClient client = fixture.register(fixture.validClient().put("redirectUri", "http://localhost/a?b=c"));
        fixture.authorize(client, Map.of()).hasStatus(302).hasHeader("Location", "http://localhost/a?b=c&code=...");
    }

    @Test
    @DisplayName("a client without a registered redirect URI gets no code (2.0.28 redirects wherever the request says)")
    void clientWithoutRedirectUriGetsNoCode() {
        var client = fixture.validClient();
        client.remove("redirectUri");
        fixture.authorize(fixture.register(client), Map.of("redirect_uri", "http://localhost/a"))
                .isError(400, "ERR12055");
    }

    private Answer exchange(RegisteredClient client, String code) {
        return fixture.token(client, Map.of("grant_type", "authorization_code", "code", code));
    }

    private String logIn(RegisteredClient client, Map<String, String> further) {
        Map<String, String> form = new HashMap<>(further);
        form.put("j_username", Fixture.ADMIN);
        form.put("j_password", Fixture.ADMIN_PASSWORD);
        form.put("client_id", client.id());
        form.put("user_type", "admin");
        return Fixture.codeOf(
                system.send(HttpCall.post(CODE, CODES).withForm(form)).hasStatus(302));
    }
}
