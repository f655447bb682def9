package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

@DisplayName("The log of a container, when the engine is asked for its last line and ends its answer without one,")
@Timeout(30)
class ContainerLogTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    private static final String STREAM = HEAD + "Content-Type: application/vnd.docker.raw-stream\r\n\r\n";

    @TempDir
    Path folder;

    private final EpochClock clock = EpochClock.system();
    private ServerSocketChannel engine;
    private DockerClient client;
    private volatile String line = "";

    @BeforeEach
    void listen() throws Exception {
        Path socket = folder.resolve("engine.sock");
        engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        var answering = new Thread(this::answer);
        answering.setDaemon(true);
        answering.start();
        client = DockerClientProviderStrategy.getClientForConfig(TransportConfig.builder()
                .dockerHost(URI.create("unix://" + socket))
                .build());
    }

    @AfterEach
    void end() throws Exception {
        engine.close();
    }

    @Test
    @DisplayName("is not told to have ended, as there have been lines")
    void isNotToldToHaveEnded() {
        line = "2026-11-28T20:00:00.000000000Z ready\n";
        try (var lines = new LineQueue(taken -> {});
                var log = new ContainerLog(client, "c1", "key", lines::add, clock)) {
            await().until(() -> log.passedNanos() > 0);

            assertThat(log.lastNanos())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("the Docker engine told no line of container c1, which has some");
        }
    }

    @Test
    @DisplayName("has ended, as there has been none")
    void hasEnded() {
        try (var lines = new LineQueue(taken -> {});
                var log = new ContainerLog(client, "c1", "key", lines::add, clock)) {
            assertThat(log.lastNanos()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(0L);
        }
    }

    /** Answer each question: what follows the log gets the line, what asks for its last one gets none. */
    private void answer() {
        while (engine.isOpen()) {
            try (SocketChannel connection = engine.accept()) {
                var question = ByteBuffer.allocate(4096);
                connection.read(question);
                String asked = new String(question.array(), 0, question.position(), StandardCharsets.US_ASCII);
                if (!asked.contains("/logs")) {
                    write(connection, HEAD + "Content-Length: 2\r\n\r\nOK");
                } else if (asked.contains("tail=1") || line.isEmpty()) {
                    write(connection, STREAM);
                } else {
                    write(connection, STREAM + "\1\0\0\0\0\0\0" + (char) line.length() + line);
                }
            } catch (ClosedChannelException e) {
                return; // the test is over
            } catch (IOException e) {
                throw new IllegalStateException("the answer was not taken", e);
            }
        }
    }

    private static void write(SocketChannel connection, String answer) throws IOException {
        connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
