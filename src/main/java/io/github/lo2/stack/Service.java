package io.github.lo2.stack;

import java.net.URI;

/**
 * A service of the system under test.
 *
 * <pre>{@code
 * for (Service service : stack.services()) {
 *     given().relaxedHTTPSValidation().get(service.health()).then().statusCode(200);
 * }
 * }</pre>
 *
 * @param name its name in the stack
 * @param container the name of its container and of its log
 * @param serviceName its {@code service.name} in telemetry
 * @param uri where it answers, without a path
 * @param health what to GET to see that it answers: 2xx
 * @param mark what to GET to have it send a span
 */
public record Service(String name, String container, String serviceName, URI uri, URI health, URI mark) {}
