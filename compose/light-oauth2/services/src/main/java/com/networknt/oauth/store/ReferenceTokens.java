package com.networknt.oauth.store;

import com.hazelcast.map.IMap;
import com.networknt.utility.HashUtil;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Keep the JWTs that clients outside know only by a reference. */
public final class ReferenceTokens {
    private final IMap<String, String> references;

    ReferenceTokens(IMap<String, String> references) {
        this.references = references;
    }

    /** Return the references of the running cluster. */
    public static ReferenceTokens shared() {
        return new ReferenceTokens(Cluster.map("references"));
    }

    /** Keep a JWT for its lifetime in seconds and return its reference, 22 characters base64url. */
    public String add(String jwt, long lifetimeSeconds) {
        String reference = HashUtil.generateUUID();
        references.set(reference, jwt, lifetimeSeconds, TimeUnit.SECONDS);
        return reference;
    }

    /** Return the JWT of a reference. */
    public Optional<String> find(String reference) {
        return Optional.ofNullable(references.get(reference));
    }
}
