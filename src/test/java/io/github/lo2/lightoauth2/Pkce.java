package io.github.lo2.lightoauth2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** A verifier and the challenge that goes before it (RFC 7636). */
record Pkce(String verifier) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Draw a verifier of 54 characters. */
    static Pkce draw() {
        byte[] bytes = new byte[40];
        RANDOM.nextBytes(bytes);
        return new Pkce(base64Url(bytes));
    }

    /** Compute the challenge of method S256. */
    String challenge() {
        try {
            return base64Url(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
