package io.github.lo2.lightoauth2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.lightoauth2.Fixture.RegisteredClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The placeholders of one row, made through the services when they are first named and then the same in the whole row.
 *
 * <p>{@code {clientId}} and the like name a value of a fresh object; {@code {150 x B}} repeats a text, {@code {40 of
 * verifier}} cuts a value. What each name means is said where it is defined, in the constructor.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{(?:(?<times>\\d+) x (?<text>[^}]+)|(?:(?<length>\\d+) of )?(?<name>[a-zA-Z]+))}");

    private final Map<String, Supplier<String>> values = new LinkedHashMap<>();
    private final Supplier<RegisteredClient> client;
    private final Supplier<ObjectNode> service;
    private final Supplier<ObjectNode> user;

    Placeholders(Fixture fixture) {
        client = once(fixture::registerClient);
        service = once(fixture::registerService);
        user = once(fixture::registerUser);
        Supplier<RegisteredClient> other = once(fixture::registerClient);
        Supplier<RegisteredClient> trusted = once(() -> fixture.registerClient("trusted"));
        Supplier<RegisteredClient> external = once(() -> fixture.registerClient("external"));
        Supplier<JsonNode> tokens = once(() -> fixture.userTokens(client.get()));
        Pkce pkce = Pkce.draw();

        define("uuid", () -> UUID.randomUUID().toString());
        define("suffix", Fixture::suffix);

        // A registered client, a second one, and one of each type that some grants need.
        define("clientId", () -> client.get().id());
        define("clientSecret", () -> client.get().secret());
        define("clientName", () -> client.get().object().path("clientName").textValue());
        define("otherId", () -> other.get().id());
        define("otherSecret", () -> other.get().secret());
        define("trustedId", () -> trusted.get().id());
        define("trustedSecret", () -> trusted.get().secret());
        define("externalId", () -> external.get().id());
        define("externalSecret", () -> external.get().secret());

        // A registered user.
        define("userId", () -> user.get().path("userId").textValue());
        define("email", () -> user.get().path("email").textValue());
        define("password", () -> user.get().path("password").textValue());

        // A registered service; the same one with endpoints; the same one with endpoints that the client is linked to.
        define("serviceId", () -> service.get().path("serviceId").textValue());
        define("endpointsId", () -> {
            fixture.addEndpoints(value("serviceId"));
            return value("serviceId");
        });
        define("linkedId", () -> {
            fixture.link(value("clientId"), value("endpointsId"));
            return value("serviceId");
        });

        // Codes that the client got for the administrator, in different ways.
        define("code", () -> fixture.code(client.get(), Map.of()));
        define("usedCode", () -> {
            fixture.token(client.get(), Map.of("grant_type", "authorization_code", "code", value("code")))
                    .hasStatus(200);
            return value("code");
        });
        define("codeWithScope", () -> fixture.code(client.get(), Map.of("scope", "data.r")));
        define("codeWithForeignScope", () -> fixture.code(client.get(), Map.of("scope", "foreign")));
        define("codeWithRedirectUri", () -> fixture.code(client.get(), Map.of("redirect_uri", Fixture.REDIRECT_URI)));
        define(
                "codeWithChallenge",
                () -> fixture.code(
                        client.get(), Map.of("code_challenge", pkce.challenge(), "code_challenge_method", "S256")));
        define(
                "codeWithPlainChallenge",
                () -> fixture.code(
                        client.get(), Map.of("code_challenge", pkce.verifier(), "code_challenge_method", "plain")));
        define("codeWithDefaultChallenge", () -> fixture.code(client.get(), Map.of("code_challenge", pkce.verifier())));
        define("verifier", pkce::verifier);
        define("challenge", pkce::challenge);

        // What the token service gave.
        define("accessToken", () -> tokens.get().path("access_token").textValue());
        define("refreshToken", () -> tokens.get().path("refresh_token").textValue());
        define(
                "reference",
                () -> fixture.token(external.get(), Map.of("grant_type", "client_credentials"))
                        .isJson()
                        .path("access_token")
                        .textValue());
    }

    /** Make the things that a row needs without naming them in its request. */
    void prepare(String names) {
        for (String name : names.isEmpty() ? new String[0] : names.split(" ", -1)) {
            fill("{" + name + "}");
        }
    }

    /** Replace every placeholder of a text. */
    String fill(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement(found)));
    }

    /** Return the client of {@code {clientId}} as it was registered. */
    ObjectNode registeredClient() {
        return client.get().object().deepCopy();
    }

    /** Return the service of {@code {serviceId}} as it was registered. */
    ObjectNode registeredService() {
        return service.get().deepCopy();
    }

    /** Return the user of {@code {userId}} as it was registered, without the password. */
    ObjectNode registeredUser() {
        ObjectNode object = user.get().deepCopy();
        object.remove("password");
        object.remove("passwordConfirm");
        return object;
    }

    private String replacement(MatchResult found) {
        Matcher matcher = PLACEHOLDER.matcher(found.group());
        if (!matcher.matches()) {
            throw new IllegalStateException("no placeholder: " + found.group());
        }
        if (matcher.group("times") != null) {
            return matcher.group("text").repeat(Integer.parseInt(matcher.group("times")));
        }
        String value = value(matcher.group("name"));
        return matcher.group("length") == null ? value : value.substring(0, Integer.parseInt(matcher.group("length")));
    }

    private String value(String name) {
        Supplier<String> value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no placeholder {%s}; expected one of %s".formatted(name, values.keySet()));
        }
        return value.get();
    }

    private void define(String name, Supplier<String> value) {
        values.put(name, once(value));
    }

    private static <T> Supplier<T> once(Supplier<T> source) {
        return new Once<>(source);
    }

    /** Asks its source once and then remembers. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> source;
        private Optional<T> made = Optional.empty();

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public T get() {
            if (made.isEmpty()) {
                made = Optional.of(source.get());
            }
            return made.orElseThrow();
        }
    }
}
