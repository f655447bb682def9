package com.networknt.oauth.token;

import com.networknt.config.Config;
import com.networknt.security.JwtConfig;
import com.networknt.security.JwtIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Objects;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs tokens with the key that {@code jwt.yml} names (RS256).
 *
 * <p>Light-4j's issuer reads the key store anew for each token, and the JDK then makes new blinding values for what it
 * takes for a new key: a twelfth of what a token costs. Here both are done once.
 */
final class TokenSigner {
    /** Whose record it is in 2.0.28. */
    private static final Logger LOG = LoggerFactory.getLogger(JwtIssuer.class);

    private final JwtConfig.Key names;
    private final PrivateKey key;

    private TokenSigner(JwtConfig.Key names, PrivateKey key) {
        this.names = names;
        this.key = key;
    }

    /**
     * Read the key.
     *
     * @throws NullPointerException when {@code jwt.yml} or the key store is missing
     * @throws IllegalStateException when the key store cannot be read, or has no such key
     */
    static TokenSigner configured() {
        var jwt = (JwtConfig) Objects.requireNonNull(
                Config.getInstance().getJsonObjectConfig(JwtIssuer.JWT_CONFIG, JwtConfig.class), "jwt.yml is missing");
        JwtConfig.Key names = jwt.getKey();
        if (read(names) instanceof PrivateKey key) {
            return new TokenSigner(names, key);
        }
        throw new IllegalStateException("jwt.yml: %s has no private key named %s; give it the alias of one"
                .formatted(names.getFilename(), names.getKeyName()));
    }

    private static @Nullable Key read(JwtConfig.Key names) {
        try (InputStream file = Config.getInstance().getInputStreamFromFile(names.getFilename())) {
            char[] password = names.getPassword().toCharArray();
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(Objects.requireNonNull(file, names.getFilename() + " is missing"), password);
            return store.getKey(names.getKeyName(), password);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "jwt.yml: %s cannot be read: %s; expected a key store with the password given there"
                            .formatted(names.getFilename(), e.getMessage()),
                    e);
        }
    }

    /** Sign claims: a JWT in its compact form. */
    String sign(JwtClaims claims) throws JoseException {
        var signature = new JsonWebSignature();
        signature.setKeyIdHeaderValue(names.getKid());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setPayload(claims.toJson());
        signature.setKey(getPrivateKey());
        return signature.getCompactSerialization();
    }

    private PrivateKey getPrivateKey() {
        LOG.debug("filename = {} key = {}", names.getFilename(), names.getKeyName());
        return key;
    }
}
