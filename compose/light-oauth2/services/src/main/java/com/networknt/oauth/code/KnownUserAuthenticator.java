package com.networknt.oauth.code;

import com.networknt.oauth.auth.DefaultAuthenticator;
import com.networknt.oauth.credential.Hashes;
import com.networknt.oauth.security.LightPasswordCredential;
import com.networknt.oauth.store.Users;
import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Refuse an unknown user like a wrong password.
 *
 * <p>The base class fails for an unknown user, which tells the caller that there is none. Here both refusals look the
 * same and take the same time.
 */
public final class KnownUserAuthenticator extends DefaultAuthenticator {
    private final String hashOfNobody = Hashes.hash(UUID.randomUUID().toString());

    @Override
    public @Nullable Account authenticate(String userId, Credential credential) {
        if (Users.shared().find(userId).isPresent()) {
            return super.authenticate(userId, credential);
        }
        if (credential instanceof LightPasswordCredential password) {
            boolean ignored = Hashes.matches(new String(password.getPassword()), hashOfNobody);
        }
        return null;
    }
}
