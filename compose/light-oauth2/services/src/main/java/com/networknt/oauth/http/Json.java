package com.networknt.oauth.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.exception.ApiException;
import com.networknt.httpstring.AttachmentConstants;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Convert request bodies to objects and objects to JSON. */
public final class Json {
    private static final ObjectMapper ALL = JsonMapper.builder().build();
    private static final ObjectMapper PRESENT = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Json() {}

    /**
     * Convert the body that the body handler attached; it has passed the schema.
     *
     * @throws ApiException ERR11014 when the request has none, or one that is neither JSON nor a form
     */
    public static <T> T body(HttpServerExchange exchange, Class<T> type) throws ApiException {
        return ALL.convertValue(attached(exchange), type);
    }

    /** Convert a body as {@link #body(HttpServerExchange, Class)} does. */
    public static <T> T body(HttpServerExchange exchange, TypeReference<T> type) throws ApiException {
        return ALL.convertValue(attached(exchange), type);
    }

    /** Send an object with its absent members as null, status 200, without a content type. */
    public static void send(HttpServerExchange exchange, Object value) throws JsonProcessingException {
        exchange.getResponseSender().send(ALL.writeValueAsString(value));
    }

    /** Send an object without its absent members, status 200, without a content type. */
    public static void sendPresent(HttpServerExchange exchange, Object value) throws JsonProcessingException {
        exchange.getResponseSender().send(PRESENT.writeValueAsString(value));
    }

    /** Send an object as {@link #send} does, with the content type {@code application/json}. */
    public static void sendTyped(HttpServerExchange exchange, Object value) throws JsonProcessingException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        send(exchange, value);
    }

    private static Object attached(HttpServerExchange exchange) throws ApiException {
        Object body = exchange.getAttachment(AttachmentConstants.REQUEST_BODY);
        if (body instanceof Map || body instanceof List) {
            return body;
        }
        String method = exchange.getRequestMethod().toString().toLowerCase(Locale.ROOT);
        throw Refusal.of("ERR11014", method, exchange.getRequestPath());
    }
}
