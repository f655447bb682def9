package io.github.lo2.lightoauth2;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A connection that speaks HTTP/1.1 over TLS and sends whatever it is given. */
final class RawConnection implements AutoCloseable {
    private final String host;
    private final SSLSocket socket;
    private final InputStream in;

    /**
     * Connect.
     *
     * @param patience how long the server may be silent
     */
    RawConnection(SSLSocketFactory tls, URI address, Duration patience) throws IOException {
        host = address.getHost() + ":" + address.getPort();
        socket = (SSLSocket) tls.createSocket(address.getHost(), address.getPort());
        socket.setSoTimeout((int) patience.toMillis());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(RawRequest... requests) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (RawRequest request : requests) {
            all.writeBytes(request.bytes(host));
        }
        socket.getOutputStream().write(all.toByteArray());
        socket.getOutputStream().flush();
    }

    /**
     * Read the answer to a request.
     *
     * @throws EOFException when the server has closed the connection without one
     * @throws java.net.SocketTimeoutException when it is silent
     */
    RawAnswer receive(String method) throws IOException {
        String[] statusLine = line().split(" ", 3);
        int status = Integer.parseInt(statusLine[1]);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if (status == 100) {
            return receive(method);
        }
        return new RawAnswer(status, headers, new String(body(method, status, headers), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] body(String method, int status, Map<String, String> headers) throws IOException {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return new byte[0];
        }
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
                whole.writeBytes(in.readNBytes(length));
                line();
            }
            line();
            return whole.toByteArray();
        }
        return headers.containsKey("content-length")
                ? in.readNBytes(Integer.parseInt(headers.get("content-length")))
                : in.readAllBytes();
    }

    private String line() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed by the server after '%s'".formatted(text));
            }
            if (next != '\r') {
                text.write(next);
            }
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * An answer.
     *
     * @param headers by name in lower case
     */
    record RawAnswer(int status, Map<String, String> headers, String text) {

        /** Tell whether the server goes on reading requests from the connection. */
        boolean keepsAlive() {
            return !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        }
    }
}
