package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.http.SelfSignedTls;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends requests that nobody expects to every service: each is answered in time, or its connection is closed, not with
 * 5xx, and without a word about how the service is made; and all services are well afterwards.
 *
 * <p>A line for each service and protocol says how many requests got which answers. A failure prints the seed and the
 * request. {@code -Drobustness.seed=…} draws the same requests again.
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
    /**
     * What only an exception or a class of the services would bring into an answer. No part of it may begin with a
     * repetition: an answer may repeat 70,000 letters of its request, and the search would be quadratic.
     */
    private static final Pattern LEAK = Pattern.compile(
            "\\bat [\\w.$]+\\(|\\wException\\b|\\b(?:com\\.(?:networknt|hazelcast|fasterxml|mysql|zaxxer)|io\\.undertow|org\\.(?:jose4j|xnio)|java\\.\\w+)\\.|SQLSTATE|SELECT .* FROM");
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
        AnswerCounts counts = new AnswerCounts();
        RawConnection connection = connect(service);
        try {
            UnexpectedRequests requests = new UnexpectedRequests(new Fixture(system));
            for (int i = 0; i < PLAIN; i++) {
                if (i % OBJECTS_FOR == 0) {
                    requests = new UnexpectedRequests(new Fixture(system));
                }
                RawRequest request = requests.draw(service, SEED + i);
                if (!answered(connection, request, i, counts)) {
                    connection.close();
                    connection = connect(service);
                }
            }
        } finally {
            connection.close();
        }
        assertWell(service, "HTTP/1.1", counts);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("requests that are sent before the last one is answered")
    void pipelinedRequests(Oauth2Service service) throws IOException {
        UnexpectedRequests requests = new UnexpectedRequests(new Fixture(system));
        AnswerCounts counts = new AnswerCounts();
        for (int i = 0; i < PIPELINES; i++) {
            List<RawRequest> pipeline = new ArrayList<>();
            for (int k = 0; k < PIPELINE_LENGTH; k++) {
                pipeline.add(requests.draw(service, -SEED - (long) i * PIPELINE_LENGTH - k));
            }
            try (RawConnection connection = connect(service)) {
                counts.send(PIPELINE_LENGTH);
                connection.send(pipeline.toArray(RawRequest[]::new));
                for (RawRequest request : pipeline) {
                    RawAnswer answer = connection.receive(request.method());
                    counts.answer(answer.status());
                    check(answer.status(), answer.text(), request, i);
                    if (!answer.keepsAlive()) {
                        break;
                    }
                }
            } catch (IOException e) {
                checkClosed(e, pipeline, i);
            }
        }
        assertWell(service, "pipelined HTTP/1.1", counts);
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
        AnswerCounts counts = new AnswerCounts();
        for (int i = 0; counts.sent() < HTTP2; i++) {
            RawRequest request = requests.draw(service, SEED * 2 + i);
            Optional<HttpRequest> acceptable = http2(request);
            if (acceptable.isEmpty()) {
                continue;
            }
            counts.send(1);
            try {
                HttpResponse<String> answer =
                        client.send(acceptable.get(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                counts.answer(answer.statusCode());
                check(answer.statusCode(), answer.body(), request, i);
                if (answer.version() != HttpClient.Version.HTTP_2) {
                    violations.add("an answer over %s to %s".formatted(answer.version(), named(request, i)));
                }
            } catch (IOException e) {
                checkClosed(e, request, i);
            }
        }
        assertWell(service, "HTTP/2", counts);
    }

    /** Send a request and check its answer; tell whether the connection can be used again. */
    private boolean answered(RawConnection connection, RawRequest request, int index, AnswerCounts counts) {
        try {
            counts.send(1);
            connection.send(request);
            RawAnswer answer = connection.receive(request.method());
            counts.answer(answer.status());
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
            violations.add("status %s for %s%nanswer: %s".formatted(status, named(request, index), text));
        }
        if (LEAK.matcher(text).find()) {
            violations.add("a leak in the answer to %s%nanswer: %s".formatted(named(request, index), text));
        }
    }

    /** A server may close the connection on what is no HTTP, but not be silent. */
    private void checkClosed(IOException e, Object request, int index) {
        if (e instanceof InterruptedIOException || e instanceof HttpTimeoutException) {
            violations.add("no answer within %s s to %s".formatted(PATIENCE.toSeconds(), named(request, index)));
        }
    }

    private static String named(Object request, int index) {
        return "request %s with seed %s: %s".formatted(index, SEED, request);
    }

    private void assertWell(Oauth2Service tested, String protocol, AnswerCounts counts) {
        System.out.printf("%s over %s: %s%n", tested, protocol, counts);
        assertThat(violations).as("what went wrong").isEmpty();
        // A closed connection is no answer: a service that always closes it must not pass.
        assertThat(counts.answered()).as("answers of %s to %s", tested, counts).isGreaterThan(counts.sent() * 3 / 4);
        for (Oauth2Service service : Oauth2Service.values()) {
            system.send(HttpCall.get(service, "/health/com.networknt.%s-1.0.0".formatted(service.stackName())))
                    .hasStatus(200);
        }
    }

    private RawConnection connect(Oauth2Service service) throws IOException {
        return new RawConnection(tls.getSocketFactory(), system.address(service), PATIENCE);
    }

    /** Write a request for the JDK's client; empty when that refuses to send it. */
    private Optional<HttpRequest> http2(RawRequest request) {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(
                            URI.create(system.address(request.service()) + request.target()))
                    .timeout(PATIENCE)
                    .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
            for (Field header : request.headers()) {
                if (!NOT_FOR_HTTP2.contains(header.name().toLowerCase(Locale.ROOT))) {
                    builder.header(header.name(), header.value());
                }
            }
            return Optional.of(builder.build());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Counts requests and their answers by status class, from when it is made on. */
    private static final class AnswerCounts {
        private final long startNanos = System.nanoTime();
        private final Map<String, Integer> classes = new TreeMap<>();
        private int sent;

        void send(int requests) {
            sent += requests;
        }

        void answer(int status) {
            classes.merge(status / 100 + "xx", 1, Integer::sum);
        }

        int sent() {
            return sent;
        }

        int answered() {
            return classes.values().stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d requests in %.1f s, answers %s, unanswered on a closed connection %d",
                    sent,
                    (System.nanoTime() - startNanos) / 1e9,
                    classes,
                    sent - answered());
        }
    }
}
