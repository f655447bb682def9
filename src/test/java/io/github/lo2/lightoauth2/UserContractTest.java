package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.json.Json;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the registration of users and the change of their passwords. */
@ContractTest
class UserContractTest {
    private static final String USERS = "/oauth2/user";

    private final LightOauth2 system;
    private final Fixture fixture;

    UserContractTest(LightOauth2 system) {
        this.system = system;
        this.fixture = new Fixture(system);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/user.csv", numLinesToSkip = 1)
    @DisplayName("a request to the user service")
    void requestIsAnswered(@AggregateWith(ContractRow.Aggregator.class) ContractRow row) {
        row.check(system);
    }

    @Test
    @DisplayName("a user is registered, read, updated, listed and deleted")
    void userLivesAndDies() {
        ObjectNode user = fixture.registerUser();
        String id = id(user);
        String one = USERS + "/" + id;
        ObjectNode shown = user.deepCopy().putNull("password").putNull("passwordConfirm");
        assertThat(system.send(HttpCall.get(USER, one)).isJson()).isEqualTo(shown);

        shown.put("firstName", "Changed").put("userType", "customer").put("roles", "user manager");
        system.send(HttpCall.put(USER, USERS).withJson(shown)).hasStatus(200).isEmpty();
        assertThat(system.send(HttpCall.get(USER, one)).isJson()).isEqualTo(shown);
        assertThat(system.send(HttpCall.get(USER, USERS + "?page=1&userId=" + id))
                        .isJson())
                .containsExactly(shown);

        system.send(HttpCall.delete(USER, one)).hasStatus(200).isEmpty();
        system.send(HttpCall.get(USER, one)).isError(404, "ERR12013");
        system.send(HttpCall.delete(USER, one)).isError(404, "ERR12013");
    }

    @Test
    @DisplayName("an update keeps the password and overwrites all else, the roles too")
    void updateKeepsThePassword() {
        ObjectNode user = fixture.registerUser();
        ObjectNode update = user.deepCopy();
        update.remove("password");
        update.remove("passwordConfirm");
        update.remove("roles");
        system.send(HttpCall.put(USER, USERS).withJson(update)).hasStatus(200);
        assertThat(system.send(HttpCall.get(USER, USERS + "/" + id(user)))
                        .isJson()
                        .path("roles")
                        .isNull())
                .as("roles that the update did not have are gone")
                .isTrue();
        changePassword(user, user.path("password").textValue(), "another").hasStatus(200);
    }

    @Test
    @DisplayName("after a password change the new password is good and the old one is not")
    void passwordIsChanged() {
        ObjectNode user = fixture.registerUser();
        String old = user.path("password").textValue();
        changePassword(user, old, "second").hasStatus(200).isEmpty();
        changePassword(user, old, "third").isError(401, "ERR12016");
        changePassword(user, "second", "third").hasStatus(200).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("a password is good to its last character, however long it is")
    void passwordIsGoodToItsLastCharacter(String password) {
        ObjectNode user = fixture.registerUser();
        changePassword(user, user.path("password").textValue(), password).hasStatus(200);
        changePassword(user, password + "x", "another").isError(401, "ERR12016");
        changePassword(user, password.substring(0, password.length() - 1), "another")
                .isError(401, "ERR12016");
        changePassword(user, password, "another").hasStatus(200);
    }

    /** Their hash takes blocks of 64 bytes, and what is longer in another way. */
    static List<String> passwordIsGoodToItsLastCharacter() {
        return List.of("one", "b".repeat(63), "b".repeat(64), "b".repeat(65), "b".repeat(500), "Zoë €".repeat(11));
    }

    @Test
    @DisplayName("a refused password change changes nothing")
    void refusedPasswordChangeChangesNothing() {
        ObjectNode user = fixture.registerUser();
        String old = user.path("password").textValue();
        ObjectNode mismatch = change(old, "second").put("newPasswordConfirm", "other");
        system.send(HttpCall.post(USER, "/oauth2/password/" + id(user)).withJson(mismatch))
                .isError(400, "ERR12012");
        changePassword(user, old, "second").hasStatus(200);
    }

    @Test
    @DisplayName("a registered user logs in and gets a code in its name")
    void registeredUserLogsIn() {
        ObjectNode user = fixture.registerUser();
        RegisteredClient client = fixture.registerClient();
        String code = Fixture.codeOf(system.send(HttpCall.get(Oauth2Service.CODE, "/oauth2/code")
                        .withQuery(Map.of("response_type", "code", "client_id", client.id()))
                        .withBasic(id(user), user.path("password").textValue()))
                .hasStatus(302));
        JsonNode tokens = fixture.token(client, Map.of("grant_type", "authorization_code", "code", code))
                .isJson();
        JsonNode claims =
                AccessToken.parse(tokens.path("access_token").textValue()).claims();
        assertThat(claims.path("user_id").textValue()).isEqualTo(id(user));
        assertThat(claims.path("roles").textValue()).isEqualTo("user");
    }

    @Test
    @DisplayName("pages begin at 1, hold ten users by default and are sorted by id")
    void pagesAreSortedById() {
        String prefix = "p" + Fixture.suffix();
        for (int i = 10; i >= 0; i--) {
            String id = String.format(Locale.ROOT, "%s%02d", prefix, i);
            ObjectNode user = fixture.validUser().put("userId", id);
            system.send(HttpCall.post(USER, USERS).withJson(user)).hasStatus(200);
        }
        assertThat(page("?page=1&userId=" + prefix).findValuesAsText("userId"))
                .hasSize(10)
                .isSorted()
                .startsWith(prefix + "00");
        assertThat(page("?page=2&userId=" + prefix).findValuesAsText("userId")).containsExactly(prefix + "10");
        assertThat(page("?page=2&pageSize=4&userId=" + prefix).findValuesAsText("userId"))
                .containsExactly(prefix + "04", prefix + "05", prefix + "06", prefix + "07");
        assertThat(page("?page=3&userId=" + prefix)).isEmpty();
    }

    @Test
    @DisplayName("JSON text is UTF-8")
    void jsonTextIsUtf8() {
        assertThat(firstNameOf(HttpCall.post(USER, USERS), "Zoë €")).isEqualTo("Zoë €");
    }

    @Test
    @DisplayName("form text is ISO-8859-1")
    void formTextIsLatin1() {
        ObjectNode user = fixture.validUser();
        Map<String, String> form = Json.MAPPER.convertValue(user.put("firstName", "Zoë"), new TypeReference<>() {});
        system.send(HttpCall.post(USER, USERS).withForm(form)).hasStatus(200);
        assertThat(read(user).path("firstName").textValue())
                .as("the two bytes of an ë in UTF-8, read as ISO-8859-1")
                .isEqualTo("ZoÃ«");
    }

    private String firstNameOf(HttpCall register, String firstName) {
        ObjectNode user = fixture.validUser().put("firstName", firstName);
        system.send(register.withJson(user)).hasStatus(200);
        return read(user).path("firstName").textValue();
    }

    private JsonNode read(ObjectNode user) {
        return system.send(HttpCall.get(USER, USERS + "/" + id(user))).isJson();
    }

    private JsonNode page(String query) {
        return system.send(HttpCall.get(USER, USERS + query)).isJson();
    }

    private Answer changePassword(ObjectNode user, String from, String to) {
        return system.send(HttpCall.post(USER, "/oauth2/password/" + id(user)).withJson(change(from, to)));
    }

    private static ObjectNode change(String from, String to) {
        return Json.MAPPER
                .createObjectNode()
                .put("password", from)
                .put("newPassword", to)
                .put("newPasswordConfirm", to);
    }

    private static String id(ObjectNode user) {
        return user.path("userId").textValue();
    }
}
