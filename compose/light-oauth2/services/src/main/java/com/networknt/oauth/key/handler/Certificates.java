package com.networknt.oauth.key.handler;

import com.networknt.config.Config;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Hold the certificates of the signing keys.
 *
 * @param byKeyId PEM text by key id
 */
record Certificates(Map<String, String> byKeyId) {
    private static final String PROVIDER_PREFIX = "00";
    private static final int PREFIXED_LENGTH = 5;

    Certificates {
        byKeyId = Map.copyOf(byKeyId);
    }

    /**
     * Read the certificates that {@code key.yml} names.
     *
     * @throws NullPointerException when the file or a certificate is missing
     */
    static Certificates configured() {
        Map<String, Object> names =
                Objects.requireNonNull(Config.getInstance().getJsonMapConfigNoCache("key"), "key.yml is missing");
        Map<String, String> certificates = new LinkedHashMap<>();
        names.forEach((keyId, file) -> certificates.put(
                keyId,
                Objects.requireNonNull(
                        Config.getInstance().getStringFromFile(String.valueOf(file)),
                        () -> "key.yml: file " + file + " of key " + keyId + " is missing")));
        return new Certificates(certificates);
    }

    /** Return the certificate of a key, which may be named with its provider's prefix: 100 or 00100. */
    Optional<String> find(String keyId) {
        boolean prefixed = keyId.length() == PREFIXED_LENGTH && keyId.startsWith(PROVIDER_PREFIX);
        return Optional.ofNullable(byKeyId.get(prefixed ? keyId.substring(PROVIDER_PREFIX.length()) : keyId));
    }
}
