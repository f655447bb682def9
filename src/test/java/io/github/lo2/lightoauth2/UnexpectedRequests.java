package io.github.lo2.lightoauth2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.lo2.json.Json;
import io.github.lo2.lightoauth2.HttpCall.Field;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws requests that no client should send: those of the contract with something wrong in the method, path, query,
 * headers or body, mostly in one place, so that they get far into a service.
 *
 * <p>The same seed and index give the same request, but for the ids of the objects that it names.
 */
final class UnexpectedRequests {
    private static final List<String> METHODS =
            List.of("PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "get", "FOO", "M".repeat(60));
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "null",
            "0",
            "-1",
            "1e999",
            "9223372036854775808",
            "2147483648",
            "' OR '1'='1",
            "'; DROP TABLE client; -- ",
            "\" OR \"\"=\"",
            "%",
            "_%",
            "|",
            "\\",
            "\u0000",
            "\u0001\u001f",
            "a\r\nX-Injected: 1",
            "\t",
            "é€𝄞",
            "\u202e\ufeff",
            "../../etc/passwd",
            "${jndi:ldap://localhost/x}",
            "${server.keyPass}",
            "{0}%s%n",
            "<script>alert(1)</script>",
            "admin ",
            "ADMIN",
            "*",
            "[]",
            "{}",
            "y".repeat(70),
            "z".repeat(5_000),
            "w".repeat(70_000));
    private static final List<String> JSON = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "-0.0",
            "123456789012345678901234567890",
            "{}",
            "[]",
            "[[]]",
            "{\"a\":{\"b\":{\"c\":null}}}",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "[1,\"a\",null,{}]",
            "NaN",
            "'x'",
            "01",
            "\"");
    private static final List<String> NAMES = List.of(
            "page", "pageSize", "host", "userId", "client_id", "redirect_uri", "state", "scope", "code_challenge");
    private static final List<String> QUERY =
            List.of("%", "%zz", "%c3%28", "%00", "%ff", "%0d%0aX-Injected:%201", "+", "");
    private static final List<String> TYPES = List.of(
            "application/json; charset=utf-16",
            "application/json, text/plain",
            "APPLICATION/JSON",
            "json",
            "*/*",
            "/",
            "text/plain",
            "text/xml",
            "application/octet-stream",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=bogus",
            "application/x-www-form-urlencoded",
            "application/json",
            "x".repeat(3_000));
    private static final List<String> AUTHORIZATIONS = List.of(
            "",
            "Basic",
            "Basic ",
            "Basic :",
            "Basic ####",
            "Basic Og==",
            "Basic AAAA/w==",
            "basic YTpi",
            "Bearer x",
            "Negotiate YII=",
            "Negotiate",
            "Digest username=\"a\"",
            "Basic " + "QUFB".repeat(2_000),
            "\u00e9\u00ff");
    private static final List<Field> HEADERS = List.of(
            new Field("X-Correlation-Id", ""),
            new Field("X-Correlation-Id", "a b\tc \u00e9"),
            new Field("X-Correlation-Id", "%s ${x} {}"),
            new Field("X-Traceability-Id", "t".repeat(4_000)),
            new Field("X-Traceability-Id", "\u00ff"),
            new Field("Origin", "http://localhost:3000"),
            new Field("Origin", "null"),
            new Field("Accept", "image/png"),
            new Field("Accept-Encoding", "gzip, br, bogus"),
            new Field("Content-Encoding", "gzip"),
            new Field("Cookie", "JSESSIONID=abc; \u00e9=;;=,"),
            new Field("Range", "bytes=5-1"),
            new Field("If-Modified-Since", "never"),
            new Field("Expect", "100-continue"),
            new Field("traceparent", "00-x-y-z"),
            new Field("X-Forwarded-For", "' OR 1=1 --"),
            new Field("X-HTTP-Method-Override", "DELETE"),
            new Field("Upgrade", "h2c"),
            new Field("Content-Type", "text/plain"),
            new Field("Authorization", "Basic YTpi"),
            new Field("A", "b".repeat(20_000)));
    private static final List<byte[]> BROKEN = List.of(
            new byte[] {(byte) 0xc3, 0x28},
            new byte[] {(byte) 0xff, (byte) 0xfe},
            new byte[] {(byte) 0xc0, (byte) 0xaf},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {0},
            new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
            new byte[] {(byte) 0xf0, (byte) 0x9f});

    private final Fixture fixture;
    private final Placeholders placeholders;

    /** Make the objects that requests name. */
    UnexpectedRequests(Fixture fixture) {
        this.fixture = fixture;
        this.placeholders = new Placeholders(fixture);
    }

    /** Draw a request to a service. */
    RawRequest draw(Oauth2Service service, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Draft draft = new Draft(service, pick(random, operations(service)));
        int faults = 1 + random.nextInt(3) / 2;
        for (int i = 0; i < faults; i++) {
            spoil(draft, random);
        }
        return draft.request(placeholders);
    }

    private static void spoil(Draft draft, SplittableRandom random) {
        switch (random.nextInt(16)) {
            case 0 -> draft.method = pick(random, METHODS);
            case 1 -> draft.path = draft.path.replaceFirst("\\{\\w+}", encoded(pick(random, TEXTS)));
            case 2 -> draft.path += pick(random, List.of("/", "//", "/..", "/%2e%2e", ";a=b", "/x", "%2f", "?", "#x"));
            case 3 -> draft.query.add(pick(random, NAMES) + "=" + encoded(pick(random, TEXTS)));
            case 4 -> draft.query.add(pick(random, NAMES) + "=" + pick(random, QUERY));
            case 5 -> draft.query.clear();
            case 6 -> draft.authorization = pick(random, AUTHORIZATIONS);
            case 7 -> draft.headers.add(pick(random, HEADERS));
            case 8 -> draft.type = pick(random, TYPES);
            case 9 -> draft.broken = pick(random, BROKEN);
            case 10 -> draft.replaceMember(random, TextNode.valueOf(pick(random, TEXTS)));
            case 11 -> draft.literal = pick(random, JSON);
            case 12 -> draft.removeMember(random);
            case 13 ->
                draft.extraMember = pick(random, List.of("color", "createDt", "__proto__", "", "clientId", "@type"));
            case 14 -> draft.deep = pick(random, List.of(33, 300, 20_000));
            default -> {
                draft.padding = pick(random, List.of(10, 200_000, 270_000, 1_300_000));
                draft.chunked = random.nextBoolean();
            }
        }
    }

    /** List what a service does, as valid requests. */
    private List<Operation> operations(Oauth2Service service) {
        JsonNode nothing = Json.MAPPER.createObjectNode();
        return switch (service) {
            case CODE ->
                List.of(
                        new Operation(
                                "GET", "/oauth2/code", "response_type=code&client_id={clientId}", "user", "", nothing),
                        new Operation(
                                "POST",
                                "/oauth2/code",
                                "",
                                "",
                                HttpCall.FORM,
                                form(
                                        "j_username",
                                        "{userId}",
                                        "j_password",
                                        "{password}",
                                        "client_id",
                                        "{clientId}",
                                        "user_type",
                                        "employee")));
            case TOKEN ->
                List.of(
                        new Operation(
                                "POST",
                                "/oauth2/token",
                                "",
                                "client",
                                HttpCall.FORM,
                                form("grant_type", "client_credentials", "scope", "data.r")),
                        new Operation(
                                "POST",
                                "/oauth2/token",
                                "",
                                "client",
                                HttpCall.FORM,
                                form(
                                        "grant_type",
                                        "authorization_code",
                                        "code",
                                        "{uuid}",
                                        "code_verifier",
                                        "{verifier}")),
                        new Operation(
                                "POST",
                                "/oauth2/token",
                                "",
                                "client",
                                HttpCall.FORM,
                                form("grant_type", "refresh_token", "refresh_token", "{uuid}")),
                        new Operation(
                                "POST",
                                "/oauth2/token",
                                "",
                                "trusted",
                                HttpCall.FORM,
                                form("grant_type", "password", "username", "{userId}", "password", "{password}")),
                        new Operation(
                                "POST",
                                "/oauth2/token",
                                "",
                                "trusted",
                                HttpCall.FORM,
                                form(
                                        "grant_type",
                                        "client_authenticated_user",
                                        "userId",
                                        "u",
                                        "userType",
                                        "employee",
                                        "more",
                                        "claim")),
                        new Operation("GET", "/oauth2/deref/{uuid}", "", "client", "", nothing),
                        new Operation(
                                "POST",
                                "/oauth2/signing",
                                "",
                                "client",
                                HttpCall.JSON,
                                Json.MAPPER
                                        .createObjectNode()
                                        .put("expires", 60)
                                        .set("payload", form("a", "b"))));
            case SERVICE ->
                List.of(
                        new Operation("POST", "/oauth2/service", "", "", HttpCall.JSON, fixture.validService()),
                        new Operation("POST", "/oauth2/service", "", "", HttpCall.FORM, fixture.validService()),
                        new Operation(
                                "PUT", "/oauth2/service", "", "", HttpCall.JSON, placeholders.registeredService()),
                        new Operation("GET", "/oauth2/service", "page=0&pageSize=3", "", "", nothing),
                        new Operation("GET", "/oauth2/service/{serviceId}", "", "", "", nothing),
                        new Operation("DELETE", "/oauth2/service/{uuid}", "", "", "", nothing),
                        new Operation(
                                "POST",
                                "/oauth2/service/{serviceId}/endpoint",
                                "",
                                "",
                                HttpCall.JSON,
                                Json.MAPPER
                                        .createArrayNode()
                                        .add(form("endpoint", "/a@get", "operation", "a", "scope", "a.r"))),
                        new Operation("GET", "/oauth2/service/{serviceId}/endpoint", "", "", "", nothing),
                        new Operation("DELETE", "/oauth2/service/{serviceId}/endpoint", "", "", "", nothing));
            case CLIENT ->
                List.of(
                        new Operation("POST", "/oauth2/client", "", "", HttpCall.JSON, fixture.validClient()),
                        new Operation("POST", "/oauth2/client", "", "", HttpCall.FORM, fixture.validClient()),
                        new Operation("PUT", "/oauth2/client", "", "", HttpCall.JSON, placeholders.registeredClient()),
                        new Operation("GET", "/oauth2/client", "page=0&pageSize=3", "", "", nothing),
                        new Operation("GET", "/oauth2/client/{clientId}", "", "", "", nothing),
                        new Operation("DELETE", "/oauth2/client/{uuid}", "", "", "", nothing),
                        new Operation(
                                "POST",
                                "/oauth2/client/{clientId}/service/{serviceId}",
                                "",
                                "",
                                HttpCall.JSON,
                                Json.MAPPER.createArrayNode().add("/v1/data@get")),
                        new Operation("GET", "/oauth2/client/{clientId}/service/{serviceId}", "", "", "", nothing),
                        new Operation("DELETE", "/oauth2/client/{clientId}/service", "", "", "", nothing));
            case USER ->
                List.of(
                        new Operation("POST", "/oauth2/user", "", "", HttpCall.JSON, fixture.validUser()),
                        new Operation("POST", "/oauth2/user", "", "", HttpCall.FORM, fixture.validUser()),
                        new Operation("PUT", "/oauth2/user", "", "", HttpCall.JSON, placeholders.registeredUser()),
                        new Operation("GET", "/oauth2/user", "page=1&pageSize=3", "", "", nothing),
                        new Operation("GET", "/oauth2/user/{userId}", "", "", "", nothing),
                        new Operation("DELETE", "/oauth2/user/{uuid}", "", "", "", nothing),
                        new Operation(
                                "POST",
                                "/oauth2/password/{userId}",
                                "",
                                "",
                                HttpCall.JSON,
                                form(
                                        "password",
                                        "{password}",
                                        "newPassword",
                                        "{password}",
                                        "newPasswordConfirm",
                                        "{password}")));
            case KEY -> List.of(new Operation("GET", "/oauth2/key/{keyId}", "", "client", "", nothing));
            case REFRESH_TOKEN ->
                List.of(
                        new Operation("GET", "/oauth2/refresh_token", "page=1&pageSize=3", "", "", nothing),
                        new Operation("GET", "/oauth2/refresh_token/{refreshToken}", "", "", "", nothing),
                        new Operation("DELETE", "/oauth2/refresh_token/{uuid}", "", "", "", nothing));
        };
    }

    private static ObjectNode form(String... namesAndValues) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private static <T> T pick(SplittableRandom random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * A valid request.
     *
     * @param credentials of whom: user, client, trusted; empty for nobody
     * @param type of the body; empty for none
     */
    private record Operation(
            String method, String path, String query, String credentials, String type, JsonNode body) {}

    /** A request while faults are put into it. */
    private static final class Draft {
        private static final Map<String, String> CREDENTIALS = Map.of(
                "user",
                "{userId}:{password}",
                "client",
                "{clientId}:{clientSecret}",
                "trusted",
                "{trustedId}:{trustedSecret}");

        private final Oauth2Service service;
        private final List<String> query = new ArrayList<>();
        private final List<Field> headers = new ArrayList<>();
        private final String credentials;
        private final boolean form;
        private final JsonNode body;
        private String method;
        private String path;
        private String type;
        private String authorization = "";
        private String literal = "";
        private String extraMember = "none";
        private byte[] broken = new byte[0];
        private int deep;
        private int padding;
        private boolean chunked;

        Draft(Oauth2Service service, Operation operation) {
            this.service = service;
            this.method = operation.method();
            this.path = operation.path().replace("{keyId}", "100");
            this.type = operation.type();
            this.form = operation.type().equals(HttpCall.FORM);
            this.body = operation.body().deepCopy();
            this.credentials = CREDENTIALS.getOrDefault(operation.credentials(), "");
            if (!operation.query().isEmpty()) {
                query.addAll(List.of(operation.query().split("&", -1)));
            }
        }

        void replaceMember(SplittableRandom random, JsonNode value) {
            if (object().size() > 0) {
                object().set(member(random), value);
            }
        }

        void removeMember(SplittableRandom random) {
            if (object().size() > 0) {
                object().remove(member(random));
            }
        }

        RawRequest request(Placeholders placeholders) {
            if (!extraMember.equals("none")) {
                object().put(extraMember, "x");
            }
            List<Field> all = new ArrayList<>();
            if (!type.isEmpty()) {
                all.add(new Field(HttpCall.CONTENT_TYPE, type));
            }
            if (!authorization.isEmpty()) {
                all.add(new Field("Authorization", authorization));
            } else if (!credentials.isEmpty()) {
                all.add(new Field("Authorization", HttpCall.basic(placeholders.fill(credentials))));
            }
            all.addAll(headers);
            String target =
                    placeholders.fill(path) + (query.isEmpty() ? "" : "?" + placeholders.fill(String.join("&", query)));
            return new RawRequest(service, method, target, all, content(placeholders), chunked);
        }

        private byte[] content(Placeholders placeholders) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            String text = form ? formText() : body.isEmpty() ? "" : body.toString();
            if (!literal.isEmpty()) {
                // In the place of the first value, or of the whole body.
                text = text.contains("\":\"")
                        ? text.replaceFirst("\":\"[^\"]*\"", "\":" + literal.replace("\\", "\\\\"))
                        : literal;
            }
            if (deep > 0) {
                text = "[".repeat(deep) + text + "]".repeat(deep);
            }
            out.writeBytes(placeholders.fill(text).getBytes(StandardCharsets.UTF_8));
            out.writeBytes(broken);
            out.writeBytes(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
            return out.toByteArray();
        }

        private String formText() {
            List<String> fields = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : body.properties()) {
                // Placeholders stay as they are.
                fields.add(field.getKey() + "="
                        + encoded(field.getValue().asText()).replace("%7B", "{").replace("%7D", "}"));
            }
            return String.join("&", fields);
        }

        private ObjectNode object() {
            if (body instanceof ObjectNode members) {
                return members;
            }
            return body.path(0) instanceof ObjectNode first ? first : Json.MAPPER.createObjectNode();
        }

        private String member(SplittableRandom random) {
            List<String> names = new ArrayList<>();
            object().fieldNames().forEachRemaining(names::add);
            return pick(random, names);
        }
    }
}
