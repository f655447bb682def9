package io.github.lo2.capture;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.lo2.signal.TelemetryMessages;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Listens for OTLP over HTTP (protobuf, plain or gzip) on the loopback interface, and on no other address unless told to.
 *
 * <p>A message is answered with 200 only after it has been taken, and the senders keep what was not answered so.
 *
 * <p>It trusts nobody: the path to send to is drawn anew for each, and who does not know it gets a 404 before anything
 * of the body is read. A message has at most 16 MiB, inflated, too, and is given up when it is not there after 10 s.
 */
public final class OtlpListener implements AutoCloseable {
    private static final String PROTOBUF = "application/x-protobuf";
    /** A sender's batch has a few hundred spans, less than a megabyte. */
    private static final int MESSAGE_BYTES = 16 << 20;

    private static final Duration RECEPTION = Duration.ofSeconds(10);

    private final TelemetryMessages messages;
    private final Receptions receptions;
    private final String path = "/" + secret();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    private OtlpListener(TelemetryMessages messages, Duration reception) {
        this.messages = messages;
        this.receptions = new Receptions(reception);
    }

    /**
     * Start to listen on a free port of the loopback interface.
     *
     * @param messages gets every message, on the threads of the listener
     * @throws CaptureException when no port can be opened
     */
    public static OtlpListener start(TelemetryMessages messages) {
        return start(messages, RECEPTION);
    }

    static OtlpListener start(TelemetryMessages messages, Duration reception) {
        var listener = new OtlpListener(messages, reception);
        listener.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return listener;
    }

    /**
     * Listen on the same port of a further address, such as that of the bridge that containers reach this machine by.
     *
     * @throws CaptureException when the port is taken there
     */
    public void listenAlsoOn(InetAddress address) {
        listen(new InetSocketAddress(address, port()));
    }

    /** Tell the port, the same on each address. */
    public int port() {
        return servers.get(0).getAddress().getPort();
    }

    /** Tell where to send to: {@code http://127.0.0.1:port/secret}, to which senders add {@code /v1/traces} and the like. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        receptions.close();
    }

    private void listen(InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.createContext(path + "/v1/traces", exchange -> receive(exchange, messages::traces));
            server.createContext(path + "/v1/metrics", exchange -> receive(exchange, messages::metrics));
            server.setExecutor(receptions);
            server.start();
            servers.add(server);
        } catch (IOException e) {
            throw new CaptureException(
                    "the OTLP receiver cannot listen on %s: %s".formatted(address, e.getMessage()), e);
        }
    }

    private void receive(HttpExchange exchange, Receiver receiver) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405);
            } else if (!PROTOBUF.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                answer(exchange, 415);
            } else {
                answer(exchange, received(exchange, receiver));
            }
        }
    }

    /** Receive a message and hand it on; returns the status to answer with. */
    private int received(HttpExchange exchange, Receiver receiver) throws IOException {
        byte[] message;
        try (InputStream body = decoded(exchange)) {
            message = body.readNBytes(MESSAGE_BYTES + 1);
            if (message.length > MESSAGE_BYTES) {
                // Who is still sending would be cut off, and never read the answer.
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                return 413;
            }
        } catch (ZipException | EOFException e) {
            return 400;
        }
        receptions.received();
        try {
            receiver.receive(message);
            return 200;
        } catch (InvalidProtocolBufferException e) {
            return 400;
        } catch (IOException e) {
            return 503; // it is sent again
        }
    }

    private static InputStream decoded(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    /** Answer with an empty body, which is also how an export response without complaints is encoded. */
    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
        exchange.sendResponseHeaders(status, -1);
    }

    private static String secret() {
        byte[] drawn = new byte[16];
        new SecureRandom().nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    @FunctionalInterface
    private interface Receiver {
        void receive(byte[] body) throws IOException;
    }
}
