package com.networknt.oauth.http;

import com.networknt.httpstring.AttachmentConstants;
import io.undertow.server.HttpServerExchange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Read the fields of a form; the form validator has refused fields that come twice.
 *
 * @param fields the texts by name, in the order in which they came
 */
public record Form(Map<String, String> fields) {
    /** Return the form that the body handler attached, or one without fields when the body is something else. */
    public static Form of(HttpServerExchange exchange) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (isForm(exchange) && exchange.getAttachment(AttachmentConstants.REQUEST_BODY) instanceof Map<?, ?> body) {
            body.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
        }
        return new Form(fields);
    }

    /** Tell whether the request says that its body is a form. */
    public static boolean isForm(HttpServerExchange exchange) {
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        return contentType != null
                && (contentType.startsWith("application/x-www-form-urlencoded")
                        || contentType.startsWith("multipart/form-data"));
    }

    /** Return a field that the API description requires. */
    public String required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "field " + name + " is missing although the API description requires it"));
    }

    /** Return a field, or nothing when it is absent. */
    public Optional<String> optional(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Return a field, or nothing when it is absent or empty. */
    public Optional<String> filled(String name) {
        return optional(name).filter(text -> !text.isEmpty());
    }

    /** Name the fields only: the texts may be secrets. */
    @Override
    public String toString() {
        return fields.keySet().toString();
    }
}
