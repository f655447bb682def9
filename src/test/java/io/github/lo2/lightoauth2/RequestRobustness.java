package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.lightoauth2.HttpCall.Field;
import io.github.lo2.lightoauth2.RawConnection.RawAnswer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends requests that nobody expects to every service: each is answered in time, not with 5xx, and without a word about
 * how the service is made; and the service is well afterwards.
 *
 * <p>A failure prints the seed and the request. {@code -Drobustness.seed=…} draws the same requests again.
 */
@Tag("robustness")
@ExtendWith(ContractExtension.class)
class RequestRobustness {
    private static final long SEED = Long.getLong("robustness.seed", 20_261_124L);
    private static final int PLAIN = Integer.getInteger("robustness.requests", 1_500);
    private static final int HTTP2 = 250;
    private static final int PIPELINES = 40;
    private static final int PIPELINE_LENGTH = 5;
    private static final int OBJECTS_FOR = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What only an exception or a class of the services would bring into an answer. */
    private static final Pattern LEAK = Pattern.compile(
            "\\bat [\\w.$]+\\(|\\w+Exception\\b|\\b(?:com\\.(?:networknt|hazelcast|fasterxml|mysql|zaxxer)|io\\.undertow|org\\.(?:jose4j|xnio)|java\\.\\w+)\\.|SQLSTATE|SELECT .* FROM");
    /** What the JDK's client sets itself. */
    private static final Set<String> NOT_FOR_HTTP2 = Set.of("expect", "upgrade");

    private final LightOauth2 system;
    private final List<String> violations = new ArrayList<>();
    private final SSLContext tls = SelfSignedTls.context();

    RequestRobustness(LightOauth2 system) {
        this.system = system;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("requests over HTTP/1.1")
    void plainRequests(Oauth2Service service) throws IOException {
        RawConnection connection = connect(service);
        try {
            UnexpectedRequests requests = new UnexpectedRequests(new Fixture(system));
            for (int i = 0; i < PLAIN; i++) {
                if (i % OBJECTS_FOR == 0) {
                    requests = new UnexpectedRequests(new Fixture(system));
                }
                RawRequest request = requests.draw(service, SEED + i);
                if (!answered(connection, request, i)) {
                    connection.close();
                    connection = connect(service);
                }
            }
        } finally {
            connection.close();
        }
        assertWell(service);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("requests that are sent before the last one is answered")
    void pipelinedRequests(Oauth2Service service) throws IOException {
        UnexpectedRequests requests = new UnexpectedRequests(new Fixture(system));
        for (int i = 0; i < PIPELINES; i++) {
            List<RawRequest> pipeline = new ArrayList<>();
            for (int k = 0; k < PIPELINE_LENGTH; k++) {
                pipeline.add(requests.draw(service, -SEED - (long) i * PIPELINE_LENGTH - k));
            }
            try (RawConnection connection = connect(service)) {
                connection.send(pipeline.toArray(RawRequest[]::new));
                for (RawRequest request : pipeline) {
                    RawAnswer answer = connection.receive(request.method());
                    check(answer.status(), answer.text(), request, i);
                    if (!answer.keepsAlive()) {
                        break;
                    }
                }
            } catch (IOException e) {
                checkClosed(e, pipeline, i);
            }
        }
        assertWell(service);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("requests over HTTP/2")
    void http2Requests(Oauth2Service service) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(tls)
                .connectTimeout(PATIENCE)
                .build();
        UnexpectedRequests requests = new UnexpectedRequests(new Fixture(system));
        int over2 = 0;
        for (int i = 0; i < HTTP2; i++) {
            RawRequest request = requests.draw(service, SEED * 2 + i);
            try {
                HttpResponse<String> answer =
                        client.send(http2(request), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                check(answer.statusCode(), answer.body(), request, i);
                over2 += answer.version() == HttpClient.Version.HTTP_2 ? 1 : 0;
            } catch (IllegalArgumentException e) {
                // The client refuses to send it.
            } catch (IOException e) {
                checkClosed(e, request, i);
            }
        }
        assertThat(over2).as("answers over HTTP/2 of %d", HTTP2).isGreaterThan(HTTP2 / 2);
        assertWell(service);
    }

    /** Send a request and check its answer; tell whether the connection can be used again. */
    private boolean answered(RawConnection connection, RawRequest request, int index) throws IOException {
        try {
            connection.send(request);
            RawAnswer answer = connection.receive(request.method());
            check(answer.status(), answer.text(), request, index);
            if (answer.headers().containsKey("x-injected")) {
                violations.add("an injected header in the answer to " + named(request, index));
            }
            return answer.keepsAlive();
        } catch (IOException e) {
            checkClosed(e, request, index);
            return false;
        }
    }

    private void check(int status, String text, RawRequest request, int index) {
        if (status < 200 || status > 499) {
            violations.add("status %d for %s%nanswer: %s".formatted(status, named(request, index), text));
        }
        if (LEAK.matcher(text).find()) {
            violations.add("a leak in the answer to %s%nanswer: %s".formatted(named(request, index), text));
        }
    }

    /** A server may close the connection on what is no HTTP, but not be silent. */
    private void checkClosed(IOException e, Object request, int index) {
        if (e instanceof InterruptedIOException || e instanceof HttpTimeoutException) {
            violations.add("no answer within %d s to %s".formatted(PATIENCE.toSeconds(), named(request, index)));
        }
    }

    private static String named(Object request, int index) {
        return "request %d with seed %d: %s".formatted(index, SEED, request);
    }

    private void assertWell(Oauth2Service service) {
        assertThat(violations).as("what went wrong").isEmpty();
        system.send(HttpCall.get(service, "/health/com.networknt.%s-1.0.0".formatted(service.stackName())))
                .hasStatus(200);
    }

    private RawConnection connect(Oauth2Service service) throws IOException {
        return new RawConnection(tls.getSocketFactory(), system.address(service), PATIENCE);
    }

    private HttpRequest http2(RawRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(system.address(request.service()) + request.target()))
                .timeout(PATIENCE)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        for (Field header : request.headers()) {
            if (!NOT_FOR_HTTP2.contains(header.name().toLowerCase(Locale.ROOT))) {
                builder.header(header.name(), header.value());
            }
        }
        return builder.build();
    }
}
