package com.networknt.oauth.credential;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Derive keys from a password: PBKDF2 (RFC 8018, section 5.2) with HMAC-SHA1.
 *
 * <p>The same keys as the JDK's, which hashes the two padded passwords anew in each round. Here they are hashed once
 * (RFC 2104, section 4), since a request that carries a secret spends most of its time with this.
 */
final class Pbkdf2 {
    private static final int BLOCK_BYTES = 64;
    private static final int HASH_BYTES = 20;

    /** What has been hashed before the text, and before the text's hash. */
    private final MessageDigest inner;

    private final MessageDigest outer;

    Pbkdf2(byte[] password) {
        byte[] key = password.length > BLOCK_BYTES ? sha1().digest(password) : password;
        this.inner = begun(key, (byte) 0x36);
        this.outer = begun(key, (byte) 0x5c);
    }

    /** Derive a key of so many bytes. */
    byte[] derive(byte[] salt, int rounds, int length) {
        byte[] key = new byte[length];
        ByteBuffer first = ByteBuffer.allocate(salt.length + Integer.BYTES).put(salt);
        for (int start = 0, block = 1; start < length; start += HASH_BYTES, block++) {
            byte[] sum = block(first.putInt(salt.length, block).array(), rounds);
            System.arraycopy(sum, 0, key, start, Math.min(HASH_BYTES, length - start));
        }
        return key;
    }

    private byte[] block(byte[] first, int rounds) {
        byte[] hash = hmac(first);
        byte[] sum = hash.clone();
        for (int round = 1; round < rounds; round++) {
            hash = hmac(hash);
            for (int i = 0; i < HASH_BYTES; i++) {
                sum[i] ^= hash[i];
            }
        }
        return sum;
    }

    private byte[] hmac(byte[] text) {
        return finished(outer, finished(inner, text));
    }

    private static MessageDigest begun(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] ^= pad;
        }
        MessageDigest digest = sha1();
        digest.update(block);
        return digest;
    }

    private static byte[] finished(MessageDigest begun, byte[] rest) {
        try {
            return ((MessageDigest) begun.clone()).digest(rest);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-1 can be cloned", e);
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
