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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Sends requests to the system under test and to what observes it.
 *
 * <p>It trusts every certificate: the system under test shows one that it signed itself, on the loopback interface, and
 * nothing secret is sent to it.
 */
public final class HttpsClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int EXCERPT_BYTES = 300;

    private final HttpClient client;

    public HttpsClient() {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .sslContext(SelfSignedTls.context())
                .build();
    }

    /**
     * Send a GET request.
     *
     * @return the status of the answer, empty when none came within 5 s
     */
    public OptionalInt get(URI uri, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        headers.forEach(request::header);
        try {
            return OptionalInt.of(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /**
     * Send a GET request and read the answer.
     *
     * @return the body; the caller closes it
     * @throws IOException when no answer begins within 30 s, or one with another status than 200; the message says which
     */
    public InputStream open(URI uri) throws IOException {
        return body(HttpRequest.newBuilder(uri).timeout(LONG_TIMEOUT).build());
    }

    /**
     * Send a form and read the answer.
     *
     * @param form names and values, not yet encoded
     * @return the body; the caller closes it
     * @throws IOException as {@link #open(URI)} does
     */
    public InputStream post(URI uri, Map<String, String> form) throws IOException {
        String encoded = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return body(HttpRequest.newBuilder(uri)
                .timeout(LONG_TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded))
                .build());
    }

    /**
     * Send a DELETE request.
     *
     * @throws IOException when no answer comes within 30 s, or one with another status than 2xx; the message says which
     */
    public void delete(URI uri) throws IOException {
        try {
            int status = client.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(LONG_TIMEOUT)
                                    .DELETE()
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status / 100 != 2) {
                throw new IOException("DELETE %s answers %s; expected 2xx".formatted(uri, status));
            }
        } catch (ConnectException e) {
            throw nothingListens(uri, e);
        } catch (InterruptedException e) {
            throw interrupted(uri);
        }
    }

    private InputStream body(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() == OK) {
                return response.body();
            }
            try (InputStream body = response.body()) {
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
