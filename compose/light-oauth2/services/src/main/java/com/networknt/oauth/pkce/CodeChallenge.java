package com.networknt.oauth.pkce;

import com.networknt.exception.ApiException;
import com.networknt.oauth.http.Refusal;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hold the challenge of an authorization request and check the verifier of the token request against it.
 *
 * @param value the challenge, 43 to 128 unreserved characters
 * @param method plain or S256
 */
public record CodeChallenge(String value, String method) implements Serializable {
    private static final String PLAIN = "plain";
    private static final String S256 = "S256";
    private static final int MIN_LENGTH = 43;
    private static final int MAX_LENGTH = 128;
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]+");

    /**
     * Check a challenge as a client sent it.
     *
     * @param method plain when absent
     * @throws ApiException ERR12033 to ERR12036
     */
    public static CodeChallenge of(String challenge, @Nullable String method) throws ApiException {
        String known = method == null ? PLAIN : method;
        if (!known.equals(PLAIN) && !known.equals(S256)) {
            throw Refusal.of("ERR12033", known);
        }
        if (challenge.length() < MIN_LENGTH) {
            throw Refusal.of("ERR12034", challenge);
        }
        if (challenge.length() > MAX_LENGTH) {
            throw Refusal.of("ERR12035", challenge);
        }
        if (!UNRESERVED.matcher(challenge).matches()) {
            throw Refusal.of("ERR12036", challenge);
        }
        return new CodeChallenge(challenge, known);
    }

    /**
     * Check the verifier that a client sent with the code.
     *
     * @throws ApiException ERR12037 to ERR12041
     */
    public void verify(@Nullable String verifier) throws ApiException {
        if (verifier == null) {
            throw Refusal.of("ERR12040");
        }
        if (verifier.length() < MIN_LENGTH) {
            throw Refusal.of("ERR12038", verifier);
        }
        if (verifier.length() > MAX_LENGTH) {
            throw Refusal.of("ERR12039", verifier);
        }
        if (!UNRESERVED.matcher(verifier).matches()) {
            throw Refusal.of("ERR12037", verifier);
        }
        byte[] expected = value.getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, challengeOf(verifier).getBytes(StandardCharsets.US_ASCII))) {
            throw Refusal.of("ERR12041");
        }
    }

    private String challengeOf(String verifier) {
        if (method.equals(PLAIN)) {
            return verifier;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
