package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

@DisplayName("An engine that has stopped: it is connected to, takes what it is asked, and never answers")
@Timeout(30)
class EngineTest {
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final String LABEL = "io.github.lo2.run";
    private static final ContainerState PAUSED = new ContainerState(ContainerState.Condition.PAUSED, 0, "");

    @TempDir
    static Path folder;

    private static ServerSocketChannel stopped;
    private static DockerClient client;
    private static Engine engine;

    /** It answers the client's first question. From then on the system still takes connections for it. */
    @BeforeAll
    @Timeout(10)
    static void listen() throws Exception {
        Path socket = folder.resolve("engine.sock");
        stopped = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        var answering = new Thread(EngineTest::answerOnce);
        answering.setDaemon(true);
        answering.start();
        client = DockerClientProviderStrategy.getClientForConfig(TransportConfig.builder()
                .dockerHost(URI.create("unix://" + socket))
                .build());
        engine = new Engine(client, new EngineQuestions(), new Engine.Limits(LIMIT, LIMIT));
    }

    @AfterAll
    static void end() throws Exception {
        stopped.close();
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                question("its time", asked -> asked.clockOffset(EpochClock.system())),
                question("image lo2/none:1", asked -> asked.digest("lo2/none:1")),
                question("image lo2/none:1", asked -> asked.hasImage("lo2/none:1")),
                question("what has the label " + LABEL, asked -> asked.valuesOf(LABEL)),
                question("its containers", asked -> asked.containersWith(LABEL, "1")),
                question("its containers", asked -> asked.removeAllWith(LABEL, "1")),
                question("how the containers are", asked -> asked.states(Map.of("key", "c1"))),
                question("the start of container c1", asked -> asked.startAgain("c1", PAUSED)),
                question("the start of container c1", asked -> asked.startAgain("c1", ContainerState.REMOVED)),
                question("how container c1 is", asked -> asked.state("c1")),
                question("the pause of container c1", asked -> asked.pause("c1")),
                question("the end of container c1", asked -> asked.kill("c1")),
                question("what it can do", Engine::limitsProcessor),
                question("a limit of the processor for container c1", asked -> asked.limitProcessor("c1", 0.5)),
                question("the throttling of container c1", asked -> asked.throttled("c1")),
                question("its network", Engine::gateway));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("holds up nothing, and what it was asked for is said")
    @MethodSource("questions")
    void holdsUpNothing(String what, Consumer<Engine> question) {
        assertThatThrownBy(() -> question.accept(engine))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("the Docker engine has not answered for ")
                .hasMessageEndingWith(" s when asked for " + what);
    }

    @Test
    @DisplayName("tells no last lines, which are only for show")
    void tellsNoLastLines() {
        assertThat(engine.lastLines("c1")).endsWith("when asked for the last lines of container c1");
    }

    @Test
    @DisplayName("lets no log pass, and its streams can be closed")
    void letsNoLogPass() {
        EpochClock clock = EpochClock.system();
        long end = clock.nanos() - Duration.ofSeconds(1).toNanos();
        try (var lines = new LineQueue(line -> {});
                var log = new ContainerLog(client, "c1", "key", lines::add, clock)) {
            ContainerLogs passage = ContainerLogs.pass(Map.of("key", log), lines, end - 1, end, clock);
            assertThat(passage.behind()).containsExactly("key");
        }
    }

    @Test
    @DisplayName("is asked for the end of a log no longer than somebody waits for it")
    void isAskedNoLonger() {
        EpochClock clock = EpochClock.system();
        try (var lines = new LineQueue(line -> {});
                var log = new ContainerLog(client, "c1", "key", lines::add, clock)) {
            CompletableFuture<Long> asked = log.lastNanos();
            ContainerLogs.pass(Map.of("key", log), lines, 1, 2, clock).close();
            assertThat(asked).isCancelled();
        }
    }

    @Test
    @DisplayName("does not hold Compose up for ever either: it is interrupted")
    void interruptsCompose() throws Exception {
        var interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> engine.letCompose("the end of the stack", LIMIT, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                }))
                .isInstanceOf(StackException.class)
                .hasMessageEndingWith("when asked for the end of the stack by Compose");
        interrupted.await();
    }

    private static void answerOnce() {
        String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nOK";
        try (SocketChannel connection = stopped.accept()) {
            connection.read(ByteBuffer.allocate(4096));
            connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Arguments question(String what, Consumer<Engine> question) {
        return Arguments.of(Named.of(what, what), question);
    }
}
