package io.github.lo2.lightoauth2;

import io.github.lo2.lightoauth2.HttpCall.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A request as it goes over the wire, valid or not.
 *
 * @param target path and query as they are sent
 * @param headers in order; a name may come twice; Host and the length of the body are not among them
 * @param chunked whether the body is sent in chunks and without its length
 */
@SuppressWarnings("ArrayRecordComponent") // written as it is; nobody compares two requests
record RawRequest(
        Oauth2Service service, String method, String target, List<Field> headers, byte[] body, boolean chunked) {
    private static final int SHOWN_BYTES = 2_000;
    private static final int CHUNK_BYTES = 10_000;

    RawRequest {
        headers = List.copyOf(headers);
    }

    /** Write the request as HTTP/1.1. */
    byte[] bytes(String host) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(latin1("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(method, target, host)));
        for (Field header : headers) {
            out.writeBytes(latin1(header.name() + ": " + header.value() + "\r\n"));
        }
        if (chunked) {
            out.writeBytes(latin1("Transfer-Encoding: chunked\r\n\r\n"));
            for (int start = 0; start < body.length; start += CHUNK_BYTES) {
                int length = Math.min(CHUNK_BYTES, body.length - start);
                out.writeBytes(latin1(Integer.toHexString(length) + "\r\n"));
                out.write(body, start, length);
                out.writeBytes(latin1("\r\n"));
            }
            out.writeBytes(latin1("0\r\n\r\n"));
        } else {
            if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
                out.writeBytes(latin1("Content-Length: " + body.length + "\r\n"));
            }
            out.writeBytes(latin1("\r\n"));
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    /** Show all that is needed to send it again; bytes that are not printable as {@code \xNN}, long texts cut. */
    @Override
    public String toString() {
        String head = headers.stream()
                .map(header -> header.name() + ": " + header.value())
                .collect(Collectors.joining(" | "));
        return "%s %s %s [%s] %s body of %s bytes: %s"
                .formatted(
                        service,
                        method,
                        shown(latin1(target)),
                        shown(latin1(head)),
                        chunked ? "chunked" : "plain",
                        body.length,
                        shown(body));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String shown(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, SHOWN_BYTES); i++) {
            boolean printable = bytes[i] >= ' ' && bytes[i] < 0x7f && bytes[i] != '\\';
            text.append(
                    printable
                            ? String.valueOf((char) bytes[i])
                            : String.format(Locale.ROOT, "\\x%02x", bytes[i] & 0xff));
        }
        return bytes.length > SHOWN_BYTES ? text + "…" : text.toString();
    }
}
