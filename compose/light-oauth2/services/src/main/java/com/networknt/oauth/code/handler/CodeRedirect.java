package com.networknt.oauth.code.handler;

import com.networknt.exception.ApiException;
import com.networknt.oauth.cache.model.Client;
import com.networknt.oauth.http.Refusal;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decide where the browser is sent with its code, and send it there. */
final class CodeRedirect {
    private CodeRedirect() {}

    /**
     * Return the client's registered redirect URI.
     *
     * @param requested what the request asked for; must be the registered one or absent
     * @throws ApiException ERR12055 when it is another one or none is registered
     */
    static String target(Client client, @Nullable String requested) throws ApiException {
        String registered = client.getRedirectUri();
        if (registered == null || registered.isBlank() || (requested != null && !requested.equals(registered))) {
            throw Refusal.of("ERR12055", requested, client.getClientId());
        }
        return registered;
    }

    /** Return the location with code and state appended. */
    static String location(String target, String code, @Nullable String state) {
        String location = target + (target.contains("?") ? "&" : "?") + "code=" + code;
        return state == null ? location : location + "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
    }

    /** Answer 302 with an empty body. */
    static void send(HttpServerExchange exchange, String location) {
        exchange.setStatusCode(StatusCodes.FOUND);
        exchange.getResponseHeaders().put(Headers.LOCATION, location);
        exchange.endExchange();
    }
}
