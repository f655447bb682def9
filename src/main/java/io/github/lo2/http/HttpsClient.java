package io.github.lo2.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Sends requests to the system under test and to what observes it.
 *
 * <p>It trusts every certificate: the system under test shows one that it signed itself, on the loopback interface, and
 * nothing secret is sent to it.
 */
public final class HttpsClient {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));
    private static final int OK = 200;
    private static final int EXCERPT_BYTES = 300;

    private final Limits limits;
    private final HttpClient client;

    /**
     * How long things may take: a whole exchange of which only the status counts, the time until an answer begins, and a
     * whole exchange with the answer's body.
     */
    record Limits(Duration status, Duration beginning, Duration whole) {}

    public HttpsClient() {
        this(LIMITS);
    }

    HttpsClient(Limits limits) {
        this.limits = limits;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.status())
                .sslContext(SelfSignedTls.context())
                .build();
    }

    /**
     * Send a GET request.
     *
     * @return the status of the answer, empty when none came whole within 5 s
     */
    public OptionalInt get(URI uri, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        headers.forEach(request::header);
        try {
            return OptionalInt.of(status(request.build(), limits.status()));
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Send a GET request and read the answer.
     *
     * <p>Reading it throws when it is not read to its end within 2 min, so that a body that stalls holds nobody up.
     *
     * @return the body; the caller closes it
     * @throws IOException when no answer begins within 30 s, or one with another status than 200; the message says which
     */
    public InputStream open(URI uri) throws IOException {
        return body(HttpRequest.newBuilder(uri).timeout(limits.beginning()).build());
    }

    /**
     * Send a form and read the answer.
     *
     * @param form names and values, not yet encoded
     * @return the body; the caller closes it
     * @throws IOException as {@link #open(URI)} does
     */
    public InputStream post(URI uri, Map<String, String> form) throws IOException {
        return post(
                uri,
                "application/x-www-form-urlencoded",
                form.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&")));
    }

    /**
     * Send JSON and read the answer.
     *
     * @return the body; the caller closes it
     * @throws IOException as {@link #open(URI)} does
     */
    public InputStream post(URI uri, String json) throws IOException {
        return post(uri, "application/json", json);
    }

    private InputStream post(URI uri, String type, String text) throws IOException {
        return body(HttpRequest.newBuilder(uri)
                .timeout(limits.beginning())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build());
    }

    /**
     * Send a DELETE request.
     *
     * @throws IOException when no answer comes whole within 30 s, or one with another status than 2xx; the message says
     *     which
     */
    public void delete(URI uri) throws IOException {
        int status = status(HttpRequest.newBuilder(uri).DELETE().build(), limits.beginning());
        if (status / 100 != 2) {
            throw new IOException("DELETE %s answers %s; expected 2xx".formatted(uri, status));
        }
    }

    /** Exchange a request for a status; a limit of the JDK's own would end with the answer's headers. */
    private int status(HttpRequest request, Duration limit) throws IOException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS).statusCode();
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("%s has not answered whole within %s".formatted(request.uri(), limit));
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted(request.uri());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException refused) {
                throw nothingListens(request.uri(), refused);
            }
            throw new IOException("%s cannot be asked: %s".formatted(request.uri(), e.getCause()), e);
        }
    }

    private InputStream body(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            var whole = new LimitedBody(request.uri(), response.body(), limits.whole());
            if (response.statusCode() == OK) {
                return whole;
            }
            try (InputStream body = whole) {
                String start = new String(body.readNBytes(EXCERPT_BYTES), StandardCharsets.UTF_8).strip();
                throw new IOException(
                        "%s answers %s; expected 200: %s".formatted(request.uri(), response.statusCode(), start));
            }
        } catch (ConnectException e) {
            throw nothingListens(request.uri(), e);
        } catch (InterruptedException e) {
            throw interrupted(request.uri());
        }
    }

    /** The JDK's own exception has no message. */
    private static IOException nothingListens(URI uri, ConnectException e) {
        return new IOException("nothing listens at " + uri, e);
    }

    private static InterruptedIOException interrupted(URI uri) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for " + uri);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
