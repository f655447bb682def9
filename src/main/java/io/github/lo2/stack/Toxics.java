package io.github.lo2.stack;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a running Toxiproxy is told and says, over HTTP; each service has a proxy of its name there. */
final class Toxics {
    private static final int OK = 200;
    private static final ObjectReader TOXICS =
            Json.MAPPER.readerFor(Toxic.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final HttpsClient http;
    private final URI api;
    private final Supplier<String> lastLines;

    /** A proxy, in the form in which Toxiproxy reads it. */
    record Proxy(String name, String listen, String upstream, boolean enabled) {}

    /**
     * @param api where it answers
     * @param lastLines what it printed last, for people
     */
    Toxics(HttpsClient http, URI api, Supplier<String> lastLines) {
        this.http = http;
        this.api = api;
        this.lastLines = lastLines;
    }

    URI api() {
        return api;
    }

    boolean answers() {
        return http.get(api.resolve("version"), Map.of()).equals(OptionalInt.of(OK));
    }

    /**
     * Impair the network between a service and the database.
     *
     * @return what Toxiproxy lists then
     * @throws StackException when it does not list it
     */
    String impair(String service, Impairment impairment) {
        List<Toxic> wanted = Toxic.of(impairment);
        try {
            for (Toxic toxic : wanted) {
                http.post(toxics(service), Json.MAPPER.writeValueAsString(toxic))
                        .close();
            }
            List<Toxic> listed = listed(service);
            if (!listed.containsAll(wanted)) {
                throw new StackException(
                        "Toxiproxy lists %s for %s; expected %s".formatted(words(listed), service, words(wanted)));
            }
            return "Toxiproxy lists for %s: %s".formatted(service, words(listed));
        } catch (IOException e) {
            throw failed(service, e);
        }
    }

    /**
     * Let all pass again between a service and the database.
     *
     * @return what Toxiproxy lists then
     * @throws StackException when it still lists something
     */
    String free(String service) {
        try {
            for (Toxic toxic : listed(service)) {
                http.delete(toxics(service).resolve("toxics/" + toxic.name()));
            }
            List<Toxic> left = listed(service);
            if (!left.isEmpty()) {
                throw new StackException(
                        "Toxiproxy still lists %s for %s; expected nothing".formatted(words(left), service));
            }
            return "Toxiproxy lists nothing for " + service;
        } catch (IOException e) {
            throw failed(service, e);
        }
    }

    private List<Toxic> listed(String service) throws IOException {
        try (InputStream answer = http.open(api.resolve("proxies"))) {
            var toxics = new ArrayList<Toxic>();
            for (JsonNode toxic : Json.MAPPER.readTree(answer).path(service).path("toxics")) {
                toxics.add(TOXICS.readValue(toxic));
            }
            return toxics;
        }
    }

    private URI toxics(String service) {
        return api.resolve("proxies/%s/toxics".formatted(service));
    }

    private static String words(List<Toxic> toxics) {
        return toxics.isEmpty() ? "nothing" : toxics.stream().map(Toxic::words).collect(Collectors.joining(", "));
    }

    private StackException failed(String service, IOException e) {
        return new StackException(
                "Toxiproxy at %s does not do what it was told for %s: %s; its last lines: %s"
                        .formatted(api, service, e.getMessage(), lastLines.get()),
                e);
    }
}
