package io.github.lo2.lightoauth2;

import java.net.URI;

/** The seven services, with the ports that light-oauth2 publishes. */
enum Oauth2Service {
    CODE("code", 6881),
    TOKEN("token", 6882),
    SERVICE("service", 6883),
    CLIENT("client", 6884),
    USER("user", 6885),
    KEY("key", 6886),
    REFRESH_TOKEN("refresh-token", 6887);

    private final String shortName;
    private final int port;

    Oauth2Service(String shortName, int port) {
        this.shortName = shortName;
        this.port = port;
    }

    /** Look a service up by the name that tables use, e.g. {@code refresh-token}. */
    static Oauth2Service named(String shortName) {
        for (Oauth2Service service : values()) {
            if (service.shortName.equals(shortName)) {
                return service;
            }
        }
        throw new IllegalArgumentException(
                "no service '%s'; expected one of code, token, service, client, user, key, refresh-token"
                        .formatted(shortName));
    }

    /** Name the service as a stack does, e.g. {@code oauth2-refresh-token}. */
    String stackName() {
        return "oauth2-" + shortName;
    }

    /** Say where the service answers on a host. */
    URI on(URI base) {
        return URI.create("%s://%s:%s".formatted(base.getScheme(), base.getHost(), port));
    }

    @Override
    public String toString() {
        return shortName;
    }
}
