package com.networknt.oauth.credential;

import com.networknt.utility.HashUtil;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hash and check passwords and client secrets: {@code 1000:salt:PBKDF2-HMAC-SHA1}, salt and hash as hex. */
public final class Hashes {
    private static final Pattern HASH = Pattern.compile("(?<rounds>\\d{1,9}):(?<salt>[0-9a-f]+):(?<hash>[0-9a-f]+)");

    private Hashes() {}

    /** Hash a clear text with a fresh salt. */
    public static String hash(String clearText) {
        try {
            return HashUtil.generateStrongPasswordHash(clearText);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2-HMAC-SHA1", e);
        }
    }

    /**
     * Tell whether a clear text has this hash.
     *
     * @throws IllegalArgumentException when it is no hash
     */
    public static boolean matches(String clearText, String hash) {
        Matcher parts = HASH.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a stored password is not rounds:salt:hash, the last two in hexadecimal");
        }
        byte[] expected = HexFormat.of().parseHex(parts.group("hash"));
        byte[] derived = derive(
                clearText,
                HexFormat.of().parseHex(parts.group("salt")),
                Integer.parseInt(parts.group("rounds")),
                expected.length);
        return MessageDigest.isEqual(expected, derived);
    }

    private static byte[] derive(String clearText, byte[] salt, int rounds, int length) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                    .generateSecret(new PBEKeySpec(clearText.toCharArray(), salt, rounds, length * Byte.SIZE))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2-HMAC-SHA1", e);
        }
    }
}
