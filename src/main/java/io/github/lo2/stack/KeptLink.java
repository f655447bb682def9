package io.github.lo2.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The connection between who keeps a stack up and who records on it: frames in both directions, each of a kind, a number and
 * bytes. A recording has the stack for as long as its connection lives.
 */
final class KeptLink implements AutoCloseable {
    /** A message of telemetry has at most 16 MiB. */
    private static final int FRAME_BYTES = (16 << 20) + 1024;

    private final Socket socket;
    private final DataInputStream input;
    private final DataOutputStream output;

    /** What a frame is. */
    enum Kind {
        /** A question, JSON; its number comes back with the answer. */
        CALL,
        /** The answer, JSON. */
        ANSWER,
        /** Why a question has no answer, text. */
        REFUSAL,
        /** A log line: its time, its container, its bytes. The number says nothing. */
        LINE,
        /** A message with spans; its number comes back when it was handed on. */
        TRACES,
        /** A message with metrics. */
        METRICS,
        /** A message was handed on. */
        TAKEN,
        /** A message was not handed on. */
        NOT_TAKEN
    }

    /** A frame. */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Frame(Kind kind, int number, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        JsonNode json() throws IOException {
            return Json.MAPPER.readTree(bytes);
        }
    }

    KeptLink(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.output = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    /**
     * Connect to who keeps a stack up.
     *
     * @param port a port of the loopback interface
     * @throws IOException when nobody listens there
     */
    static KeptLink connect(int port) throws IOException {
        return new KeptLink(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Wait for the next frame. */
    Frame read() throws IOException {
        Kind kind = kind(input.readUTF());
        int number = input.readInt();
        int length = input.readInt();
        if (length < 0 || length > FRAME_BYTES) {
            throw new IOException("a frame of %s bytes; expected at most %s".formatted(length, FRAME_BYTES));
        }
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within a frame");
        }
        return new Frame(kind, number, bytes);
    }

    /** Send a frame. */
    synchronized void send(Kind kind, int number, byte[] bytes) throws IOException {
        put(kind, number, bytes);
        output.flush();
    }

    void send(Kind kind, int number, String text) throws IOException {
        send(kind, number, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Send a frame with the next one that is not gathered, at the latest when the buffer is full. */
    synchronized void gather(Kind kind, int number, byte[] bytes) throws IOException {
        put(kind, number, bytes);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }

    private static Kind kind(String name) throws IOException {
        try {
            return Kind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("a frame of kind '%s'; expected one that this version knows".formatted(name), e);
        }
    }

    private void put(Kind kind, int number, byte[] bytes) throws IOException {
        output.writeUTF(kind.name());
        output.writeInt(number);
        output.writeInt(bytes.length);
        output.write(bytes);
    }
}
