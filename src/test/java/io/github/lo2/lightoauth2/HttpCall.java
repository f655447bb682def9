package io.github.lo2.lightoauth2;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request to one of the services.
 *
 * @param path with its query, encoded
 * @param headers by name, {@code Content-Type} included
 * @param body as it is sent; empty for none
 * @param parts the parts of a multipart body, which is then sent instead of {@code body}
 */
record HttpCall(
        Oauth2Service service,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        List<Field> parts) {
    static final String CONTENT_TYPE = "Content-Type";
    static final String FORM = "application/x-www-form-urlencoded";
    static final String JSON = "application/json";

    HttpCall {
        headers = Map.copyOf(headers);
        parts = List.copyOf(parts);
    }

    static HttpCall of(Oauth2Service service, String method, String path) {
        return new HttpCall(service, method, path, Map.of(), "", List.of());
    }

    static HttpCall get(Oauth2Service service, String path) {
        return of(service, "GET", path);
    }

    static HttpCall post(Oauth2Service service, String path) {
        return of(service, "POST", path);
    }

    static HttpCall put(Oauth2Service service, String path) {
        return of(service, "PUT", path);
    }

    static HttpCall delete(Oauth2Service service, String path) {
        return of(service, "DELETE", path);
    }

    HttpCall withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(service, method, path, more, body, parts);
    }

    HttpCall withBasic(String id, String secret) {
        return withHeader("Authorization", basic(id + ":" + secret));
    }

    HttpCall withQuery(Map<String, String> query) {
        return new HttpCall(service, method, path + "?" + encoded(fields(query)), headers, body, parts);
    }

    HttpCall withForm(Map<String, String> form) {
        return withForm(fields(form));
    }

    /** Send a form; a name may come twice. */
    HttpCall withForm(List<Field> form) {
        return withBody(FORM, encoded(form));
    }

    HttpCall withJson(Object json) {
        return withBody(JSON, json.toString());
    }

    HttpCall withBody(String contentType, String text) {
        return new HttpCall(service, method, path, headers, text, parts).withHeader(CONTENT_TYPE, contentType);
    }

    HttpCall withParts(List<Field> multipart) {
        return new HttpCall(service, method, path, headers, body, multipart);
    }

    /** Make an Authorization header of credentials in clear text. */
    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "%s %s %s %s %s".formatted(service, method, path, headers, parts.isEmpty() ? body : parts);
    }

    private static List<Field> fields(Map<String, String> values) {
        List<Field> fields = new ArrayList<>();
        values.forEach((name, value) -> fields.add(new Field(name, value)));
        return fields;
    }

    private static String encoded(List<Field> fields) {
        return fields.stream()
                .map(field -> URLEncoder.encode(field.name(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** A field of a form, in clear text. */
    record Field(String name, String value) {}
}
