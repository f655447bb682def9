package io.github.lo2.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Arrival;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real Locust and the real Locust files against a server that answers when it likes. */
@DisplayName("Two loads of the same seed")
@Timeout(90)
class SameRequestsTest {
    private static final String TAG = "get_user_404_no_user";

    private final EpochClock clock = EpochClock.system();
    private final ChildProcesses processes = new ChildProcesses(clock);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final Random delays = new Random();

    @TempDir
    Path folder;

    /** A load and the server that it was sent to. */
    private final class Sent implements AutoCloseable {
        private final Path folder;
        /** What the server got, by the request's traceparent. */
        private final Map<String, String> received = new ConcurrentHashMap<>();

        /** What it got more than once. */
        private final Queue<String> again = new ConcurrentLinkedQueue<>();

        private final HttpServer server;
        private final Load load;

        Sent(Path folder) throws IOException {
            this.folder = folder;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
            int port = server.getAddress().getPort();
            Path files = LocustFiles.copy(folder);
            var shape = new LoadShape(42, 14, OptionalDouble.of(250), Arrival.POISSON, 0.1);
            var environment = LocustEnvironment.prepare(files, folder, Path.of(".venv"), processes, line -> {});
            var loads = new Loads(
                    shape,
                    LocustFiles.services("http", Collections.nCopies(LocustFiles.count(), port)),
                    environment,
                    processes,
                    clock,
                    scenario -> Map.of());
            var scenario = new Scenario(1, TAG, Duration.ofSeconds(2), Duration.ZERO);
            load = loads.arm(scenario, folder.resolve("requests.jsonl"), folder.resolve("locust.log"));
        }

        /** Answer by what the request is, some ms later; of eight, one gets its connection closed instead. */
        private void handle(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String request = "%s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            body);
            String ids = String.valueOf(exchange.getRequestHeaders().getFirst("traceparent"));
            if (received.put(ids, request) != null) {
                again.add(request);
            }
            var unused = threads.schedule(() -> answer(exchange, request), delays.nextInt(30), TimeUnit.MILLISECONDS);
        }

        private void answer(HttpExchange exchange, String request) {
            String drawn = UUID.nameUUIDFromBytes(request.getBytes(StandardCharsets.UTF_8))
                    .toString();
            boolean redirects = exchange.getRequestURI().getPath().equals("/oauth2/code");
            byte[] body = "{\"clientId\":\"%1$s\",\"clientSecret\":\"%1$s\",\"refresh_token\":\"%1$s\"}"
                    .formatted(drawn)
                    .getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                if (drawn.matches("[01].*")) {
                    return;
                }
                exchange.getResponseHeaders().set("Location", "http://localhost/?code=" + drawn);
                exchange.sendResponseHeaders(redirects ? 302 : 200, body.length);
                exchange.getResponseBody().write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void awaitEnd() {
            await().atMost(Duration.ofSeconds(60))
                    .pollInSameThread()
                    .until(() -> load.poll().isPresent());
            load.finish();
        }

        /** List what each user sent, in its order, by the user's name. */
        Map<String, List<String>> byUser() throws IOException {
            var byUser = new LinkedHashMap<String, List<String>>();
            var firstDue = new LinkedHashMap<String, Long>();
            for (JsonNode line : lines()) {
                String user = line.get("user").textValue();
                long due = line.get("due").longValue();
                assertThat(line.get("time").longValue()).as("when it was sent").isGreaterThanOrEqualTo(due);
                String ids = "00-%s-%s-01"
                        .formatted(
                                line.get("trace_id").textValue(),
                                line.get("span_id").textValue());
                byUser.computeIfAbsent(user, name -> new ArrayList<>())
                        .add(String.join(
                                " ",
                                line.get("task").textValue(),
                                line.get("anomaly").toString(),
                                line.get("background").toString(),
                                line.get("request_id").textValue(),
                                Long.toString(due - firstDue.computeIfAbsent(user, name -> due)),
                                ids,
                                received.get(ids)));
            }
            return byUser;
        }

        List<JsonNode> lines() throws IOException {
            return Files.readAllLines(folder.resolve("requests.jsonl")).stream()
                    .map(line -> {
                        try {
                            return Json.MAPPER.readTree(line);
                        } catch (JsonProcessingException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }

        @Override
        public void close() {
            load.close();
            server.stop(0);
        }
    }

    @Test
    @DisplayName("send the same for each user: tasks, data, ids, times when due, faulty ones and background, whenever"
            + " answers come, and send nothing again that has none")
    void sendTheSame() throws Exception {
        try (var one = new Sent(folder.resolve("one"));
                var other = new Sent(folder.resolve("other"))) {
            one.load.start(LoadProgress.NOBODY);
            other.load.start(LoadProgress.NOBODY);
            one.awaitEnd();
            other.awaitEnd();

            Map<String, List<String>> ofOther = other.byUser();
            assertThat(one.byUser()).hasSize(14).allSatisfy((user, sent) -> {
                int length = Math.min(
                        sent.size(), ofOther.getOrDefault(user, List.of()).size());
                assertThat(length).as("requests of %s", user).isGreaterThan(10);
                assertThat(sent.subList(0, length))
                        .doesNotContainNull()
                        .isEqualTo(ofOther.getOrDefault(user, List.of()).subList(0, length));
            });
            assertThat(one.lines())
                    .as("without an answer, of methods that a client may send again")
                    .filteredOn(line -> line.get("status").intValue() == 0)
                    .anyMatch(line -> !line.get("method").textValue().equals("POST"));
            assertThat(one.again).as("what was sent again").isEmpty();
            assertThat(one.lines())
                    .as("benign errors, none of them an anomaly")
                    .filteredOn(line -> line.get("background").booleanValue())
                    .isNotEmpty()
                    .noneMatch(line -> line.get("anomaly").booleanValue())
                    .noneMatch(line -> line.get("tag").textValue().equals("correct"));
            assertThat(one.lines())
                    .as("faulty ones")
                    .filteredOn(line -> line.get("anomaly").booleanValue())
                    .isNotEmpty()
                    .allMatch(line -> line.get("tag").textValue().equals(TAG));
            assertThat(one.lines())
                    .extracting(line -> line.get("trace_id").textValue())
                    .doesNotHaveDuplicates();
        } finally {
            processes.close();
            threads.shutdownNow();
        }
    }
}
