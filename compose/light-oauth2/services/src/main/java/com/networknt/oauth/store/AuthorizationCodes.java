package com.networknt.oauth.store;

import com.hazelcast.map.IMap;
import com.networknt.utility.HashUtil;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Keep the authorization codes that have not been used yet; they live only in the cluster's memory. */
public final class AuthorizationCodes {
    private static final long LIFETIME_MINUTES = 10;

    private final IMap<String, AuthorizationCode> codes;

    AuthorizationCodes(IMap<String, AuthorizationCode> codes) {
        this.codes = codes;
    }

    /** Return the codes of the running cluster. */
    public static AuthorizationCodes shared() {
        return new AuthorizationCodes(Cluster.map("codes"));
    }

    /** Issue a code of 22 characters base64url that is good for ten minutes. */
    public String issue(AuthorizationCode promised) {
        String code = HashUtil.generateUUID();
        codes.set(code, promised, LIFETIME_MINUTES, TimeUnit.MINUTES);
        return code;
    }

    /** Remove a code and return what was promised with it, so that only one caller can use it. */
    public Optional<AuthorizationCode> take(String code) {
        return Optional.ofNullable(codes.remove(code));
    }
}
