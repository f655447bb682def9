package com.networknt.oauth.credential;

import com.networknt.exception.ApiException;
import com.networknt.oauth.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Hold the id and the secret that a client authenticates with.
 *
 * @param id the client id, not empty
 * @param secret the clear-text secret, not empty
 */
public record BasicCredentials(String id, String secret) {
    private static final String SCHEME = "basic ";

    /**
     * Read an Authorization header.
     *
     * @throws ApiException ERR12003 when it is not Basic or id or secret are empty, ERR12004 when it cannot be decoded
     */
    public static BasicCredentials parse(String header) throws ApiException {
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw Refusal.of("ERR12003", masked(header));
        }
        String decoded = decoded(header.substring(SCHEME.length()).strip());
        int colon = decoded.indexOf(':');
        if (colon < 0) {
            throw Refusal.of("ERR12004", "***");
        }
        if (colon == 0 || colon == decoded.length() - 1) {
            throw Refusal.of("ERR12003", masked(header));
        }
        return new BasicCredentials(decoded.substring(0, colon), decoded.substring(colon + 1));
    }

    /** Name the id only. */
    @Override
    public String toString() {
        return "BasicCredentials[id=" + id + "]";
    }

    private static String decoded(String base64) throws ApiException {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.of("ERR12004", "***");
        }
    }

    private static String masked(String header) {
        int blank = header.indexOf(' ');
        return blank < 0 ? "***" : header.substring(0, blank) + " ***";
    }
}
