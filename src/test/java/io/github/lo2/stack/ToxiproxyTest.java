package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("What stands between a service and the database")
class ToxiproxyTest {
    private static final String SERVICE = "shop";
    private static final Path OF_WORK = Path.of(System.getProperty("lo2.work", "target"), "toxiproxy");
    private static final int MOMENT = 150;

    @TempDir
    Path work;

    @Test
    @DisplayName("is told what to do in Toxiproxy's own form")
    void isToldInItsForm() throws JsonProcessingException {
        assertThat(json(new Impairment.Delay(Duration.ofMillis(300)))).isEqualTo("""
            [{"name":"latency_downstream","type":"latency","stream":"downstream","toxicity":1.0,\
            "attributes":{"jitter":0,"latency":300}}]\
            """);
        assertThat(json(new Impairment.Bandwidth(2))).isEqualTo("""
            [{"name":"bandwidth_upstream","type":"bandwidth","stream":"upstream","toxicity":1.0,"attributes":{"rate":2}},\
            {"name":"bandwidth_downstream","type":"bandwidth","stream":"downstream","toxicity":1.0,\
            "attributes":{"rate":2}}]\
            """);
        assertThat(json(new Impairment.Partition())).isEqualTo("""
            [{"name":"timeout_upstream","type":"timeout","stream":"upstream","toxicity":1.0,"attributes":{"timeout":0}},\
            {"name":"timeout_downstream","type":"timeout","stream":"downstream","toxicity":1.0,\
            "attributes":{"timeout":0}}]\
            """);
    }

    @Test
    @DisplayName("is found in its folder, or else on the path, where it can be run")
    void isFound() throws IOException {
        Path ofWork = Files.createDirectory(work.resolve("of work"));
        Path onPath = Files.createDirectory(work.resolve("on path"));
        String path = work.resolve("none") + ":" + onPath;

        Path unusable = Files.createFile(ofWork.resolve("toxiproxy-server"));
        assertThat(Toxiproxy.program(ofWork, path)).isEmpty();
        assertThat(Toxiproxy.missing(ofWork)).contains(ofWork.toString(), "docs/faults.md");

        Path other = program(onPath.resolve("toxiproxy-server"));
        assertThat(Toxiproxy.program(ofWork, path)).contains(other);

        Files.setPosixFilePermissions(unusable, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Toxiproxy.program(ofWork, path)).contains(unusable);
    }

    @Test
    @DisplayName("passes all on, late or not at all when it is told so, and all again when that is over")
    void impairs() throws IOException {
        assumeTrue(Toxiproxy.find(OF_WORK).isPresent(), () -> Toxiproxy.missing(OF_WORK));
        try (var processes = new ChildProcesses(EpochClock.system());
                var database = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Toxiproxy proxy = Toxiproxy.start(
                        OF_WORK,
                        Set.of(SERVICE, "cart"),
                        database.getLocalPort(),
                        processes,
                        new HttpsClient(),
                        work)) {
            assertThat(proxy.port("other")).isEmpty();
            assertThat(proxy.port(SERVICE)).isNotEqualTo(proxy.port("cart"));
            try (var asking = new Socket(
                            InetAddress.getLoopbackAddress(),
                            proxy.port(SERVICE).orElseThrow());
                    Socket answering = database.accept()) {
                assertThat(milliseconds(answering, asking)).isLessThan(MOMENT);

                assertThat(proxy.toxics().impair(SERVICE, new Impairment.Delay(Duration.ofMillis(MOMENT))))
                        .isEqualTo("Toxiproxy lists for shop: latency downstream {jitter=0, latency=150}");
                assertThat(milliseconds(answering, asking)).isGreaterThanOrEqualTo(MOMENT);
                assertThatThrownBy(
                                () -> proxy.toxics().impair(SERVICE, new Impairment.Delay(Duration.ofMillis(MOMENT))))
                        .as("it has that already")
                        .isInstanceOf(StackException.class)
                        .hasMessageContaining("409");

                assertThat(proxy.toxics().free(SERVICE)).isEqualTo("Toxiproxy lists nothing for shop");
                assertThat(milliseconds(answering, asking)).isLessThan(MOMENT);

                proxy.toxics().impair(SERVICE, new Impairment.Partition());
                asking.setSoTimeout(MOMENT);
                assertThatThrownBy(() -> milliseconds(answering, asking)).isInstanceOf(SocketTimeoutException.class);

                proxy.toxics().free(SERVICE);
                asking.setSoTimeout(0);
                assertThat(asking.getInputStream().read())
                        .as("end of the connection")
                        .isEqualTo(-1);
            }
        }
    }

    private static String json(Impairment impairment) throws JsonProcessingException {
        return Json.MAPPER
                .writer()
                .without(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(Toxic.of(impairment));
    }

    private static Path program(Path file) throws IOException {
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    /** Send a byte from one to the other and say how long it took. */
    private static long milliseconds(Socket from, Socket to) throws IOException {
        long before = System.nanoTime();
        from.getOutputStream().write(1);
        assertThat(to.getInputStream().read()).isEqualTo(1);
        return (System.nanoTime() - before) / 1_000_000;
    }
}
