package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.CLIENT;
import static io.github.lo2.lightoauth2.Oauth2Service.CODE;
import static io.github.lo2.lightoauth2.Oauth2Service.SERVICE;
import static io.github.lo2.lightoauth2.Oauth2Service.TOKEN;
import static io.github.lo2.lightoauth2.Oauth2Service.USER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes fresh objects through the services themselves, so that no test depends on another one's. */
final class Fixture {
    static final String ADMIN = "admin";
    static final String ADMIN_PASSWORD = "123456";
    static final String REDIRECT_URI = "http://localhost:8080/authorization";
    static final String CLIENT_SCOPE = "data.r data.w";

    private static final Pattern CODE_PARAMETER = Pattern.compile("[?&]code=([^&]+)");

    private final LightOauth2 system;

    Fixture(LightOauth2 system) {
        this.system = system;
    }

    /** Make a client that is not registered yet. */
    ObjectNode validClient() {
        return Json.MAPPER
                .createObjectNode()
                .put("clientType", "confidential")
                .put("clientProfile", "webserver")
                .put("clientName", "Client " + suffix())
                .put("clientDesc", "A client of the contract tests")
                .put("ownerId", ADMIN)
                .put("host", "contract.example.org")
                .put("scope", CLIENT_SCOPE)
                .put("redirectUri", REDIRECT_URI);
    }

    /** Make a service that is not registered yet. */
    ObjectNode validService() {
        return Json.MAPPER
                .createObjectNode()
                .put("serviceId", "S" + suffix())
                .put("serviceType", "openapi")
                .put("serviceName", "Contract service")
                .put("serviceDesc", "A service of the contract tests")
                .put("ownerId", ADMIN)
                .put("host", "contract.example.org")
                .put("scope", "a.r a.w");
    }

    /** Make a user that is not registered yet. */
    ObjectNode validUser() {
        String id = "u" + suffix();
        return Json.MAPPER
                .createObjectNode()
                .put("userId", id)
                .put("userType", "employee")
                .put("firstName", "First")
                .put("lastName", "Last")
                .put("email", id + "@example.org")
                .put("password", "pass " + id)
                .put("passwordConfirm", "pass " + id)
                .put("roles", "user");
    }

    RegisteredClient register(ObjectNode client) {
        JsonNode answer = system.send(HttpCall.post(CLIENT, "/oauth2/client").withJson(client))
                .isJson();
        String id = answer.path("clientId").textValue();
        return new RegisteredClient(
                id, answer.path("clientSecret").textValue(), client.deepCopy().put("clientId", id));
    }

    RegisteredClient registerClient() {
        return register(validClient());
    }

    RegisteredClient registerClient(String clientType) {
        return register(validClient().put("clientType", clientType));
    }

    ObjectNode registerService() {
        ObjectNode service = validService();
        system.send(HttpCall.post(SERVICE, "/oauth2/service").withJson(service)).hasStatus(200);
        return service;
    }

    ObjectNode registerUser() {
        ObjectNode user = validUser();
        system.send(HttpCall.post(USER, "/oauth2/user").withJson(user)).hasStatus(200);
        return user;
    }

    /** Make two endpoints: {@code /v1/data@get} with scope a.r and {@code /v1/data@post} with scope a.w. */
    static ArrayNode endpoints() {
        ArrayNode endpoints = Json.MAPPER.createArrayNode();
        endpoints
                .addObject()
                .put("endpoint", "/v1/data@get")
                .put("operation", "getData")
                .put("scope", "a.r");
        endpoints
                .addObject()
                .put("endpoint", "/v1/data@post")
                .put("operation", "postData")
                .put("scope", "a.w");
        return endpoints;
    }

    /** Give a service {@link #endpoints()}. */
    void addEndpoints(String serviceId) {
        system.send(HttpCall.post(SERVICE, "/oauth2/service/%s/endpoint".formatted(serviceId))
                        .withJson(endpoints()))
                .hasStatus(200);
    }

    /** Link a client to both endpoints of a service that has got them by {@link #addEndpoints}. */
    Answer link(String clientId, String serviceId) {
        ArrayNode endpoints = Json.MAPPER.createArrayNode().add("/v1/data@get").add("/v1/data@post");
        return system.send(HttpCall.post(CLIENT, "/oauth2/client/%s/service/%s".formatted(clientId, serviceId))
                        .withJson(endpoints))
                .hasStatus(200);
    }

    /**
     * Ask for an authorization code as the administrator.
     *
     * @param further parameters of the query, beyond response_type and client_id
     */
    Answer authorize(RegisteredClient client, Map<String, String> further) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client.id());
        query.putAll(further);
        return system.send(HttpCall.get(CODE, "/oauth2/code").withQuery(query).withBasic(ADMIN, ADMIN_PASSWORD));
    }

    /** Get an authorization code of the administrator. */
    String code(RegisteredClient client, Map<String, String> further) {
        return codeOf(authorize(client, further).hasStatus(302));
    }

    /** Read the code out of the redirection that carries it. */
    static String codeOf(Answer redirection) {
        String location =
                redirection.header("Location").orElseThrow(() -> new AssertionError("no Location: " + redirection));
        Matcher code = CODE_PARAMETER.matcher(location);
        if (!code.find()) {
            throw new AssertionError("no code in the Location of " + redirection + ": " + location);
        }
        return code.group(1);
    }

    /** Ask for a token with the client's credentials in the header. */
    Answer token(RegisteredClient client, Map<String, String> form) {
        return system.send(HttpCall.post(TOKEN, "/oauth2/token")
                .withBasic(client.id(), client.secret())
                .withForm(form));
    }

    /** Exchange a fresh authorization code of the administrator. */
    JsonNode userTokens(RegisteredClient client) {
        return token(client, Map.of("grant_type", "authorization_code", "code", code(client, Map.of())))
                .isJson();
    }

    /** Draw 24 hexadecimal digits. */
    static String suffix() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }

    /**
     * A client as the services know it.
     *
     * @param object what it was registered with, and its clientId
     */
    record RegisteredClient(String id, String secret, ObjectNode object) {}
}
