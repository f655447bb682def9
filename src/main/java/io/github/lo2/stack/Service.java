package io.github.lo2.stack;

import java.net.URI;

/**
 * A service of the system under test.
 *
 * @param name its name in the stack, e.g. {@code oauth2-client}
 * @param container the name of its container and of its log, e.g. {@code light-oauth2-oauth2-client-1}
 * @param serviceName its {@code service.name} in telemetry, e.g. {@code oauth2-client-service}
 * @param uri where it answers, without a path
 * @param health what to GET to see that it answers
 */
public record Service(String name, String container, String serviceName, URI uri, URI health) {}
