package io.github.lo2.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.lo2.junit.BesideOthers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BesideOthers
@DisplayName("The HTTP client")
@Timeout(30)
class HttpsClientTest {
    private static final HttpsClient HTTP = new HttpsClient();
    private static final int EXCERPT = 300;

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private final URI base;
    private volatile int status = 200;
    private volatile String reply = "größer\n";

    /** A request as it came. */
    private record Received(String method, String path, String contentType, String body) {}

    HttpsClientTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    @DisplayName("reads the body of an answer")
    void readsTheBody() throws Exception {
        assertThat(HTTP.open(base.resolve("/api?a=b%20c"))).hasContent("größer\n");

        assertThat(received.take()).isEqualTo(new Received("GET", "/api?a=b%20c", "", ""));
    }

    @Test
    @DisplayName("sends a form with its names and values encoded, and reads the answer")
    void sendsAForm() throws Exception {
        var form = new LinkedHashMap<String, String>();
        form.put("query", "{a=~\"b|c\"}[5ms] & größer+");
        form.put("the time", "1795500000.781");
        form.put("empty", "");

        assertThat(HTTP.post(base.resolve("/api"), form)).hasContent("größer\n");

        assertThat(received.take())
                .isEqualTo(new Received(
                        "POST",
                        "/api",
                        "application/x-www-form-urlencoded",
                        "query=%7Ba%3D%7E%22b%7Cc%22%7D%5B5ms%5D+%26+gr%C3%B6%C3%9Fer%2B"
                                + "&the+time=1795500000.781&empty="));
    }

    @ParameterizedTest
    @DisplayName("names address, status and what was said when the answer is not 200")
    @ValueSource(ints = {201, 404, 503})
    void namesTheStatus(int other) {
        status = other;
        reply = " Service Unavailable: größer\n";
        URI uri = base.resolve("/api");

        assertThatThrownBy(() -> HTTP.open(uri))
                .isInstanceOf(IOException.class)
                .hasMessage("%s answers %d; expected 200: Service Unavailable: größer", uri, other);
        assertThatThrownBy(() -> HTTP.post(uri, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("%s answers %d; expected 200: Service Unavailable: größer", uri, other);
    }

    @Test
    @DisplayName("says only the start of a long complaint")
    void saysOnlyTheStart() {
        status = 400;
        reply = "x".repeat(EXCERPT) + "y".repeat(100_000);

        assertThatThrownBy(() -> HTTP.open(base))
                .isInstanceOf(IOException.class)
                .hasMessage("%s answers 400; expected 200: %s", base, "x".repeat(EXCERPT));
    }

    @Test
    @DisplayName("fails with a reason when nobody listens")
    void failsWhenNobodyListens() {
        server.stop(0);

        assertThatThrownBy(() -> HTTP.open(base))
                .isInstanceOf(IOException.class)
                .message()
                .isNotBlank();
        assertThat(HTTP.get(base, Map.of())).isEmpty();
    }

    @Test
    @DisplayName("tells the status of an answer, whatever it is")
    void tellsTheStatus() throws Exception {
        status = 418;

        assertThat(HTTP.get(base.resolve("/health"), Map.of("Content-Type", "text/plain")))
                .hasValue(418);
        assertThat(received.take()).isEqualTo(new Received("GET", "/health", "text/plain", ""));
    }

    @Test
    @DisplayName("deletes, and names address and status when that was not done")
    void deletes() throws Exception {
        URI uri = base.resolve("/cache");
        HTTP.delete(uri);
        assertThat(received.take()).isEqualTo(new Received("DELETE", "/cache", "", ""));

        status = 404;
        assertThatThrownBy(() -> HTTP.delete(uri))
                .isInstanceOf(IOException.class)
                .hasMessage("DELETE %s answers 404; expected 2xx", uri);
        server.stop(0);
        assertThatThrownBy(() -> HTTP.delete(uri))
                .isInstanceOf(IOException.class)
                .message()
                .isNotBlank();
    }

    @ParameterizedTest
    @DisplayName("gives up an answer that stops in the middle, wherever it stops")
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 500 Oh\r\nContent-Length: 100\r\n\r\nhalf"
            })
    void givesUpAnAnswerThatStops(String start) throws Exception {
        Duration limit = Duration.ofMillis(200);
        var impatient = new HttpsClient(new HttpsClient.Limits(limit, limit, limit));
        try (var halting = new HaltingServer(start)) {
            URI uri = halting.uri();

            assertThat(impatient.get(uri, Map.of())).isEmpty();
            assertThatThrownBy(() -> impatient.delete(uri)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> read(impatient.open(uri))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> read(impatient.post(uri, Map.of("a", "b"))))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("says whose answer did not come whole, and how long it was waited for")
    void saysWhoseAnswerStalled() throws Exception {
        Duration limit = Duration.ofMillis(200);
        var impatient = new HttpsClient(new HttpsClient.Limits(limit, limit, limit));
        try (var halting = new HaltingServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) {
            assertThatThrownBy(() -> read(impatient.open(halting.uri())))
                    .hasMessage("%s has not answered whole within PT0.2S", halting.uri());
            assertThatThrownBy(() -> impatient.delete(halting.uri()))
                    .hasMessage("%s has not answered whole within PT0.2S", halting.uri());
        }
    }

    private static byte[] read(InputStream body) throws IOException {
        try (body) {
            return body.readAllBytes();
        }
    }

    /** Sends the start of an answer to each request and then nothing more. */
    private static final class HaltingServer implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new CopyOnWriteArrayList<>();
        private final byte[] start;

        HaltingServer(String start) throws IOException {
            this.start = start.getBytes(StandardCharsets.US_ASCII);
            var thread = new Thread(this::serve, "halting server");
            thread.setDaemon(true);
            thread.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:%s/".formatted(listening.getLocalPort()));
        }

        private void serve() {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    open.add(socket);
                    socket.getOutputStream().write(start);
                    socket.getOutputStream().flush();
                }
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    type == null ? "" : type,
                    new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
