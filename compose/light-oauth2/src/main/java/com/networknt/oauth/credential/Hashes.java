package com.networknt.oauth.credential;

import com.networknt.utility.HashUtil;
import java.security.GeneralSecurityException;

/** Hash and check passwords and client secrets: {@code 1000:salt:PBKDF2-HMAC-SHA1}, salt and hash as hex. */
public final class Hashes {
    private Hashes() {}

    /** Hash a clear text with a fresh salt. */
    public static String hash(String clearText) {
        try {
            return HashUtil.generateStrongPasswordHash(clearText);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2-HMAC-SHA1", e);
        }
    }

    /** Tell whether a clear text has this hash. */
    public static boolean matches(String clearText, String hash) {
        try {
            return HashUtil.validatePassword(clearText.toCharArray(), hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2-HMAC-SHA1", e);
        }
    }
}
