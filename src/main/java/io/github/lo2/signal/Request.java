package io.github.lo2.signal;

import org.jspecify.annotations.Nullable;

/**
 * A request as Locust wrote it down: the ground truth. The components are the members of its line in {@code requests.jsonl}. What
 * does not apply to a request is null, and so is what a class of users that does not use {@code lo2} cannot tell.
 *
 * @param time when it was sent, ns since the epoch (UTC)
 * @param due when it was to be sent; null where the load has no rate
 * @param duration until its answer was read, ns
 * @param scenario the scenario it was sent in
 * @param phase the phase of the scenario that it was sent in
 * @param requestId its id in the header that the system knows it by, 22 characters base64url
 * @param traceId trace id of its {@code traceparent}
 * @param spanId span id of its {@code traceparent}, the parent of the server span
 * @param user which Locust user sent it
 * @param task the Locust task
 * @param tag the task's tag
 * @param anomaly whether this very request is the faulty one that the tag names
 * @param background whether it is the faulty one that the tag names, sent as part of normal traffic
 * @param chosen whether Locust chose it to be hit by a fault of the stack
 * @param serviceName {@code service.name} of the service asked
 * @param method HTTP method
 * @param route path with its variable parts as {@code {name}}
 * @param expectedStatus the HTTP status that the task expects
 * @param expectedCode the error code that the task expects
 * @param status the HTTP status received, 0 when no answer came
 * @param code the error code received
 * @param bytes length of the answer's body
 * @param error why Locust counted it as failed
 */
public record Request(
        long time,
        @Nullable Long due,
        long duration,
        @Nullable String scenario,
        @Nullable String phase,
        @Nullable String requestId,
        @Nullable String traceId,
        @Nullable String spanId,
        @Nullable String user,
        @Nullable String task,
        @Nullable String tag,
        boolean anomaly,
        boolean background,
        boolean chosen,
        @Nullable String serviceName,
        String method,
        String route,
        @Nullable Integer expectedStatus,
        @Nullable String expectedCode,
        int status,
        @Nullable String code,
        long bytes,
        @Nullable String error) {

    /** Tell whether Locust was content with its answer, while the load goes on; what a table says of it is stricter. */
    public boolean succeeded() {
        return error == null;
    }
}
