package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.CODE;
import static io.github.lo2.lightoauth2.Oauth2Service.KEY;
import static io.github.lo2.lightoauth2.Oauth2Service.REFRESH_TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.json.Json;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Checks the grants, and the tokens that they give. */
@ContractTest
class TokenContractTest {
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Map<String, String> CLIENT_CREDENTIALS = Map.of("grant_type", "client_credentials");

    private final LightOauth2 system;
    private final Fixture fixture;

    TokenContractTest(LightOauth2 system) {
        this.system = system;
        this.fixture = new Fixture(system);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/token.csv", numLinesToSkip = 1)
    @DisplayName("a request to the token service")
    void requestIsAnswered(@AggregateWith(ContractRow.Aggregator.class) ContractRow row) {
        row.check(system);
    }

    @Test
    @DisplayName("a client's token has the claims of the contract, in their order, and verifies with key 100")
    void clientTokenHasItsClaims() {
        RegisteredClient client = fixture.registerClient();
        JsonNode answer = fixture.token(client, CLIENT_CREDENTIALS).isJson();
        assertThat(answer.path("token_type").textValue()).isEqualTo("bearer");
        assertThat(answer.path("expires_in").isInt())
                .as("expires_in is an integer")
                .isTrue();
        assertThat(answer.path("expires_in").intValue()).isEqualTo(600);

        AccessToken token = accessToken(answer);
        assertThat(token.header().toString()).isEqualTo("{\"kid\":\"100\",\"alg\":\"RS256\"}");
        assertThat(token.isSignedBy(certificate(client)))
                .as("verifies with key 100")
                .isTrue();
        JsonNode claims = token.claims();
        assertNames(claims, "iss", "aud", "exp", "jti", "iat", "nbf", "version", "client_id", "scope");
        assertThat(claims.path("iss").textValue()).isEqualTo("urn:com:networknt:oauth2:v1");
        assertThat(claims.path("aud").textValue()).isEqualTo("urn:com.networknt");
        assertThat(claims.path("jti").textValue()).matches("[A-Za-z0-9_-]{22}");
        long issued = claims.path("iat").longValue();
        // The claims are taken from the clock one after the other.
        assertThat(claims.path("exp").longValue()).as("exp of %s", claims).isCloseTo(issued + 600, within(1L));
        assertThat(claims.path("nbf").longValue()).as("nbf of %s", claims).isCloseTo(issued - 120, within(1L));
        assertThat(claims.path("version").textValue()).isEqualTo("1.0");
        assertThat(claims.path("client_id").textValue()).isEqualTo(client.id());
        assertThat(claims.path("scope").toString()).isEqualTo("[\"data.r\",\"data.w\"]");
    }

    @Test
    @DisplayName("a user's token has the claims of the contract, in their order, and verifies with key 100")
    void userTokenHasItsClaims() {
        RegisteredClient client = fixture.registerClient();
        JsonNode answer =
                exchange(client, fixture.code(client, Map.of()), Map.of()).isJson();
        assertThat(answer.path("refresh_token").textValue()).matches(UUID);
        assertThat(answer.path("token_type").textValue()).isEqualTo("bearer");
        assertThat(answer.path("expires_in").intValue()).isEqualTo(600);

        AccessToken token = accessToken(answer);
        assertThat(token.header().toString()).isEqualTo("{\"kid\":\"100\",\"alg\":\"RS256\"}");
        assertThat(token.isSignedBy(certificate(client)))
                .as("verifies with key 100")
                .isTrue();
        JsonNode claims = token.claims();
        assertUserClaims(claims);
        assertThat(claims.path("user_id").textValue()).isEqualTo("admin");
        assertThat(claims.path("user_type").isNull())
                .as("user_type of %s", claims)
                .isTrue();
        assertThat(claims.path("client_id").textValue()).isEqualTo(client.id());
        assertThat(claims.path("roles").textValue()).isEqualTo("admin user");
    }

    @Test
    @DisplayName("csrf and custom claims have their places")
    void csrfAndCustomClaims() {
        RegisteredClient client =
                fixture.register(fixture.validClient().put("customClaim", "{\"c1\":\"361\",\"c2\":\"67\"}"));
        JsonNode claims = accessToken(fixture.token(
                                client, Map.of("grant_type", "client_credentials", "csrf", "abc", "scope", "data.r"))
                        .isJson())
                .claims();
        assertNames(
                claims, "iss", "aud", "exp", "jti", "iat", "nbf", "version", "client_id", "csrf", "scope", "c1", "c2");
        assertThat(claims.path("csrf").textValue()).isEqualTo("abc");
        assertThat(claims.path("scope").toString()).as("the requested scope").isEqualTo("[\"data.r\"]");
        assertThat(claims.path("c1").textValue()).isEqualTo("361");
        assertThat(claims.path("c2").textValue()).isEqualTo("67");
    }

    @Test
    @DisplayName("a code is good once")
    void codeIsGoodOnce() {
        RegisteredClient client = fixture.registerClient();
        String code = fixture.code(client, Map.of());
        exchange(client, code, Map.of()).hasStatus(200);
        exchange(client, code, Map.of()).isError(400, "ERR12052");
    }

    @Test
    @DisplayName("a code is used up by a request that fails")
    void codeIsUsedUpByAFailure() {
        RegisteredClient client = fixture.registerClient();
        String code = fixture.code(client, Map.of("redirect_uri", Fixture.REDIRECT_URI));
        exchange(client, code, Map.of()).isError(400, "ERR12025");
        exchange(client, code, Map.of("redirect_uri", Fixture.REDIRECT_URI)).isError(400, "ERR12052");
    }

    @Test
    @DisplayName("a code is not used up by a request with wrong client credentials")
    void codeSurvivesWrongCredentials() {
        RegisteredClient client = fixture.registerClient();
        String code = fixture.code(client, Map.of());
        RegisteredClient wrong = new RegisteredClient(client.id(), "wrong", client.object());
        exchange(wrong, code, Map.of()).isError(401, "ERR12007");
        exchange(client, code, Map.of()).hasStatus(200);
    }

    @Test
    @DisplayName("a refresh replaces the token, also in the database")
    void refreshReplacesTheToken() {
        RegisteredClient client = fixture.registerClient();
        String first = fixture.userTokens(client).path("refresh_token").textValue();
        JsonNode answer = refresh(client, first, Map.of())
                .hasStatus(200)
                .hasMembers("access_token", "remember", "refresh_token", "token_type", "expires_in")
                .json();
        String second = answer.path("refresh_token").textValue();
        assertThat(second).matches(UUID).isNotEqualTo(first);
        assertThat(answer.path("remember").textValue()).isEqualTo("N");
        assertUserClaims(accessToken(answer).claims());
        assertThat(accessToken(answer).isSignedBy(certificate(client)))
                .as("verifies with key 100")
                .isTrue();

        refresh(client, first, Map.of()).isError(404, "ERR12029");
        system.send(HttpCall.get(REFRESH_TOKEN, "/oauth2/refresh_token/" + second))
                .hasStatus(200);
        refresh(client, second, Map.of()).hasStatus(200);
    }

    @Test
    @DisplayName("a narrower scope sticks to the refreshed token")
    void narrowerScopeSticks() {
        RegisteredClient client = fixture.registerClient();
        JsonNode narrow = refresh(
                        client, fixture.userTokens(client).path("refresh_token").textValue(), Map.of("scope", "data.r"))
                .isJson();
        assertThat(scope(narrow)).isEqualTo("[\"data.r\"]");
        JsonNode next = refresh(client, narrow.path("refresh_token").textValue(), Map.of())
                .isJson();
        assertThat(scope(next)).isEqualTo("[\"data.r\"]");
        refresh(client, next.path("refresh_token").textValue(), Map.of("scope", "data.w"))
                .isError(400, "ERR12027");
    }

    @Test
    @DisplayName("a refresh that fails for its scope uses the token up")
    void failedRefreshUsesTheTokenUp() {
        RegisteredClient client = fixture.registerClient();
        String token = fixture.userTokens(client).path("refresh_token").textValue();
        refresh(client, token, Map.of("scope", "foreign")).isError(400, "ERR12027");
        refresh(client, token, Map.of()).isError(404, "ERR12029");
    }

    @Test
    @DisplayName("a refresh by another client uses the token up")
    void refreshByAnotherClientUsesTheTokenUp() {
        RegisteredClient client = fixture.registerClient();
        String token = fixture.userTokens(client).path("refresh_token").textValue();
        refresh(fixture.registerClient(), token, Map.of()).isError(400, "ERR12028");
        refresh(client, token, Map.of()).isError(404, "ERR12029");
    }

    @Test
    @DisplayName("csrf of a refresh is a claim")
    void csrfOfARefresh() {
        RegisteredClient client = fixture.registerClient();
        String token = fixture.userTokens(client).path("refresh_token").textValue();
        JsonNode claims = accessToken(
                        refresh(client, token, Map.of("csrf", "abc")).isJson())
                .claims();
        assertThat(claims.path("csrf").textValue()).isEqualTo("abc");
    }

    @Test
    @DisplayName("remember goes from the login over the code to every refresh")
    void rememberIsKept() {
        RegisteredClient client = fixture.registerClient();
        Map<String, String> login = Map.of(
                "j_username",
                "admin",
                "j_password",
                "123456",
                "client_id",
                client.id(),
                "user_type",
                "admin",
                "remember",
                "Y");
        String code = Fixture.codeOf(
                system.send(HttpCall.post(CODE, "/oauth2/code").withForm(login)).hasStatus(302));
        JsonNode answer = exchange(client, code, Map.of())
                .hasStatus(200)
                .hasMembers("access_token", "remember", "refresh_token", "token_type", "expires_in")
                .json();
        assertThat(answer.path("remember").textValue()).isEqualTo("Y");
        JsonNode refreshed = refresh(client, answer.path("refresh_token").textValue(), Map.of())
                .isJson();
        assertThat(refreshed.path("remember").textValue()).isEqualTo("Y");
    }

    @Test
    @DisplayName("PKCE: a code with a challenge gives tokens to its verifier")
    void pkce() {
        RegisteredClient client = fixture.registerClient();
        Pkce pkce = Pkce.draw();
        String hashed =
                fixture.code(client, Map.of("code_challenge", pkce.challenge(), "code_challenge_method", "S256"));
        assertUserClaims(accessToken(exchange(client, hashed, Map.of("code_verifier", pkce.verifier()))
                        .isJson())
                .claims());
        String plain =
                fixture.code(client, Map.of("code_challenge", pkce.verifier(), "code_challenge_method", "plain"));
        exchange(client, plain, Map.of("code_verifier", pkce.verifier())).hasStatus(200);
    }

    @Test
    @DisplayName("PKCE: redirect URI and scope are checked before the verifier")
    void pkceIsCheckedLast() {
        RegisteredClient client = fixture.registerClient();
        Map<String, String> challenge =
                Map.of("code_challenge", Pkce.draw().challenge(), "code_challenge_method", "S256");
        Map<String, String> withUri = new HashMap<>(challenge);
        withUri.put("redirect_uri", Fixture.REDIRECT_URI);
        exchange(client, fixture.code(client, withUri), Map.of()).isError(400, "ERR12025");
        Map<String, String> withScope = new HashMap<>(challenge);
        withScope.put("scope", "foreign");
        exchange(client, fixture.code(client, withScope), Map.of()).isError(400, "ERR12027");
    }

    @Test
    @DisplayName("the password grant takes user type from the form, and of the roles those that the user has")
    void passwordGrant() {
        RegisteredClient client = fixture.registerClient("trusted");
        ObjectNode user = fixture.registerUser();
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "password");
        form.put("username", user.path("userId").textValue());
        form.put("password", user.path("password").textValue());
        JsonNode bare = accessToken(fixture.token(client, form).isJson()).claims();
        assertThat(bare.path("user_type").isNull()).as("user_type of %s", bare).isTrue();
        assertThat(bare.has("roles")).as("roles in %s", bare).isFalse();

        form.put("user_type", "customer");
        form.put("roles", "admin user");
        form.put("scope", "data.w");
        JsonNode claims = accessToken(fixture.token(client, form).isJson()).claims();
        assertUserClaims(claims);
        assertThat(claims.path("user_id")).isEqualTo(user.path("userId"));
        assertThat(claims.path("user_type").textValue()).isEqualTo("customer");
        assertThat(claims.path("scope").toString()).isEqualTo("[\"data.w\"]");
        assertThat(claims.path("roles").textValue())
                .as("2.0.28 takes any role from the form")
                .isEqualTo("user");
    }

    @Test
    @DisplayName("a user without roles gets tokens without roles")
    void userWithoutRoles() {
        ObjectNode user = fixture.validUser();
        user.remove("roles");
        system.send(HttpCall.post(USER, "/oauth2/user").withJson(user)).hasStatus(200);
        RegisteredClient client = fixture.registerClient();
        String code = Fixture.codeOf(system.send(HttpCall.get(CODE, "/oauth2/code")
                .withQuery(Map.of("response_type", "code", "client_id", client.id()))
                .withBasic(
                        user.path("userId").textValue(), user.path("password").textValue())));
        JsonNode claims = accessToken(exchange(client, code, Map.of()).isJson()).claims();
        assertThat(claims.has("roles")).as("roles in %s", claims).isFalse();
    }

    @Test
    @DisplayName("the client authenticated user grant makes further fields claims")
    void clientAuthenticatedUserGrant() {
        JsonNode claims = accessToken(fixture.token(
                                fixture.registerClient("trusted"),
                                Map.of(
                                        "grant_type", "client_authenticated_user",
                                        "userId", "u1",
                                        "userType", "employee",
                                        "roles", "r1 r2",
                                        "department", "d7"))
                        .isJson())
                .claims();
        assertNames(
                claims,
                "iss",
                "aud",
                "exp",
                "jti",
                "iat",
                "nbf",
                "version",
                "user_id",
                "user_type",
                "client_id",
                "scope",
                "roles",
                "department");
        assertThat(claims.path("user_id").textValue()).isEqualTo("u1");
        assertThat(claims.path("user_type").textValue()).isEqualTo("employee");
        assertThat(claims.path("roles").textValue()).isEqualTo("r1 r2");
        assertThat(claims.path("department").textValue()).isEqualTo("d7");
    }

    @Test
    @DisplayName("a client with a scope above 64 characters gets refresh tokens (2.0.28 answers 500)")
    void longScope() {
        RegisteredClient client = fixture.register(
                fixture.validClient().put("scope", "scope-number-one ".repeat(8).strip()));
        fixture.token(client, CLIENT_CREDENTIALS).hasStatus(200);
        assertThat(fixture.userTokens(client).path("refresh_token").textValue()).matches(UUID);
    }

    @Test
    @DisplayName("an external client's reference of 22 characters is exchanged for the token, repeatedly")
    void referenceIsExchanged() {
        RegisteredClient external = fixture.registerClient("external");
        RegisteredClient client = fixture.registerClient();
        String reference = fixture.token(external, CLIENT_CREDENTIALS)
                .isJson()
                .path("access_token")
                .textValue();
        assertThat(reference).matches("[A-Za-z0-9_-]{22}");
        HttpCall exchange = HttpCall.get(TOKEN, "/oauth2/deref/" + reference).withBasic(client.id(), client.secret());
        String first = system.send(exchange).hasStatus(200).text();
        assertThat(system.send(exchange).hasStatus(200).text()).isEqualTo(first);
        AccessToken token = AccessToken.parse(first);
        assertThat(token.claims().path("client_id").textValue()).isEqualTo(external.id());
        assertThat(token.isSignedBy(certificate(client)))
                .as("verifies with key 100")
                .isTrue();
    }

    @Test
    @DisplayName("signing makes the payload claims of a token that lives as long as asked")
    void signing() {
        RegisteredClient client = fixture.registerClient();
        ObjectNode body = Json.MAPPER.createObjectNode().put("expires", 1234);
        body.putObject("payload").put("number", 7).putArray("list").add("x");
        JsonNode answer = system.send(HttpCall.post(TOKEN, "/oauth2/signing")
                        .withBasic(client.id(), client.secret())
                        .withJson(body))
                .hasStatus(200)
                .hasMembers("access_token", "token_type", "expires_in")
                .json();
        assertThat(answer.path("expires_in").intValue()).isEqualTo(1234);
        AccessToken token = accessToken(answer);
        assertThat(token.isSignedBy(certificate(client)))
                .as("verifies with key 100")
                .isTrue();
        JsonNode claims = token.claims();
        assertThat(claims.path("client_id").textValue()).isEqualTo(client.id());
        assertThat(claims.path("number").intValue()).isEqualTo(7);
        assertThat(claims.path("list").toString()).isEqualTo("[\"x\"]");
        assertThat(claims.path("exp").longValue())
                .as("exp of %s", claims)
                .isCloseTo(claims.path("iat").longValue() + 1234, within(1L));
    }

    private Answer exchange(RegisteredClient client, String code, Map<String, String> further) {
        Map<String, String> form = new HashMap<>(further);
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        return fixture.token(client, form);
    }

    private Answer refresh(RegisteredClient client, String token, Map<String, String> further) {
        Map<String, String> form = new HashMap<>(further);
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", token);
        return fixture.token(client, form);
    }

    private String certificate(RegisteredClient client) {
        return system.send(HttpCall.get(KEY, "/oauth2/key/100").withBasic(client.id(), client.secret()))
                .hasStatus(200)
                .text();
    }

    private static AccessToken accessToken(JsonNode answer) {
        return AccessToken.parse(answer.path("access_token").textValue());
    }

    private static String scope(JsonNode answer) {
        return accessToken(answer).claims().path("scope").toString();
    }

    private static void assertUserClaims(JsonNode claims) {
        assertNames(
                claims,
                "iss",
                "aud",
                "exp",
                "jti",
                "iat",
                "nbf",
                "version",
                "user_id",
                "user_type",
                "client_id",
                "scope",
                "roles");
    }

    private static void assertNames(JsonNode claims, String... names) {
        assertThat(claims.fieldNames())
                .toIterable()
                .as("names in %s", claims)
                .containsExactlyElementsOf(List.of(names));
    }
}
