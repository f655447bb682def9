package io.github.lo2.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Arrival;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real Locust and the real Locust files against ports where nothing listens. */
@DisplayName("A load")
@Timeout(90)
class LoadTest {
    private static final Scenario SHORT = scenario(2);
    private static final Scenario PHASED = new Scenario(
            1,
            "get_user_404_no_user",
            List.of(
                    new Phase(Phase.Kind.BASELINE, Duration.ofMillis(700)),
                    new Phase(Phase.Kind.FAULT, Duration.ofMillis(600)),
                    new Phase(Phase.Kind.RECOVERY, Duration.ofMillis(700))),
            OptionalDouble.empty(),
            Duration.ZERO);
    private static final Scenario LONG = scenario(60);

    private final EpochClock clock = EpochClock.system();
    private final ChildProcesses processes = new ChildProcesses(clock);

    @TempDir
    Path folder;

    private Path files;
    private Map<String, URI> services;
    private Path requests;
    private Path log;

    @BeforeEach
    void copyTheLocustFiles() throws IOException {
        files = LocustFiles.copy(folder.resolve("locust"));
        services = LocustFiles.services("https", unusedPorts(LocustFiles.count()));
        requests = folder.resolve("requests.jsonl");
        log = folder.resolve("locust.log");
    }

    @AfterEach
    void endProcesses() {
        processes.close();
    }

    @Test
    @DisplayName("waits for the word, and ends in time although no service answers, each of its requests a failure")
    void endsInTime() throws Exception {
        long armed = clock.nanos();
        try (Load load = loads().arm(SHORT, requests, log)) {
            load.awaitArmed();
            assertThat(load.poll()).as("end before the word").isEmpty();
            assertThat(Files.size(requests))
                    .as("size of the ground truth before the word")
                    .isZero();

            long start = clock.nanos();
            load.start(LoadProgress.NOBODY);
            soon().until(() -> load.poll().isPresent());
            long end = load.poll().orElseThrow();
            load.finish();

            assertThat(Duration.ofNanos(end - start))
                    .as("time under load")
                    .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(15));
            RequestTally tally = load.tally();
            assertThat(tally.total())
                    .isPositive()
                    .isEqualTo(Files.readAllLines(requests).size());
            assertThat(tally.failures()).as("failures without a server").isPositive();
            assertThat(log).isNotEmptyFile();
            assertThat(firstTime(log))
                    .as("time in Locust's own log, in UTC")
                    .isBetween(EpochClock.toInstant(armed), EpochClock.toInstant(clock.nanos()));
        }
    }

    @Test
    @DisplayName("tells how far it has come while it goes on, and its end, also when it is told to end before its time")
    void tellsHowFarItHasCome() {
        var progress = new Progress();
        try (Load load = loads().arm(LONG, requests, log)) {
            long before = clock.nanos();
            load.start(progress);
            soon().until(() -> load.poll().isEmpty() && progress.reached.size() >= 3);

            load.stop();
            soon().until(() -> load.poll().isPresent());

            long end = load.poll().orElseThrow();
            assertThat(progress.reached).isSorted().allMatch(time -> time >= before && time <= end);
            assertThat(progress.ends).containsExactly(end);
            assertThat(Duration.ofNanos(end - before)).as("time under load").isLessThan(LONG.duration());
            assertThat(load.finish()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "says when its phases begin, writes down which one each request is sent in, and is faulty in one alone")
    void goesThroughItsPhases() throws Exception {
        var progress = new Progress();
        try (Load load = loads().arm(PHASED, requests, log)) {
            load.start(progress);
            soon().until(() -> load.poll().isPresent());
            load.finish();
        }

        assertThat(progress.phases.keySet())
                .containsExactly(Phase.Kind.BASELINE, Phase.Kind.FAULT, Phase.Kind.RECOVERY);
        long fault = Objects.requireNonNull(progress.phases.get(Phase.Kind.FAULT));
        long recovery = Objects.requireNonNull(progress.phases.get(Phase.Kind.RECOVERY));
        assertThat(List.of(fault - Objects.requireNonNull(progress.phases.get(Phase.Kind.BASELINE)), recovery - fault))
                .as("ns of the phases, to the ns as planned")
                .containsExactly(700_000_000L, 600_000_000L);
        List<JsonNode> sent = new ArrayList<>();
        for (String line : Files.readAllLines(requests)) {
            sent.add(Json.MAPPER.readTree(line));
        }
        assertThat(sent).allSatisfy(request -> {
            long time = request.get("time").longValue();
            assertThat(request.get("phase").textValue())
                    .isEqualTo(time < fault ? "baseline" : time < recovery ? "fault" : "recovery");
        });
        assertThat(sent)
                .filteredOn(request -> request.get("anomaly").booleanValue())
                .isNotEmpty()
                .allMatch(request -> request.get("phase").textValue().equals("fault"));
    }

    @Test
    @DisplayName("keeps what it has when its Locust is slow to end, which is then done by force and said")
    void endsASlowLocustByForce() throws Exception {
        Files.writeString(files.resolve("slow.py"), """
            import signal, time
            from locust import events

            @events.quit.add_listener
            def linger(**_):
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(300)
            """);
        try (Load load = loads().arm(SHORT, requests, log)) {
            load.start(LoadProgress.NOBODY);
            soon().until(() -> load.poll().isPresent());
            List<ProcessHandle> locust = locusts();

            assertThat(load.finish(Duration.ofMillis(500)))
                    .contains("Locust still ran 500 ms after its load had ended, and is ended by force");

            assertThat(locust).isNotEmpty();
            soon().until(() -> locust.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(load.tally().total())
                    .isPositive()
                    .isEqualTo(Files.readAllLines(requests).size());
        }
    }

    @Test
    @DisplayName("that a signal ends says when, and keeps the requests that are still to be answered")
    void keepsWhatIsUnderWay() throws Exception {
        List<ServerSocket> silent = silentServers(LocustFiles.count());
        services = LocustFiles.services(
                "http", silent.stream().map(ServerSocket::getLocalPort).toList());
        var progress = new Progress();
        try (Load load = loads().arm(LONG, requests, log)) {
            load.start(progress);
            soon().until(() -> load.poll().isEmpty() && progress.reached.size() >= 3);

            locusts().forEach(ProcessHandle::destroy);
            soon().until(() -> load.ending().isPresent());
            assertThat(load.poll()).as("end, before the answers").isEmpty();
            long answered = clock.nanos();
            for (ServerSocket server : silent) {
                server.close();
            }
            soon().until(() -> load.poll().isPresent());
            load.finish();

            assertThat(load.ending().orElseThrow()).isLessThan(answered);
            assertThat(progress.ends)
                    .singleElement(InstanceOfAssertFactories.LONG)
                    .isGreaterThan(answered);
            assertThat(load.tally().failures()).as("requests under way").isPositive();
        }
    }

    @Test
    @DisplayName("whose Locust is killed says so, with its status and its last lines")
    void saysThatLocustWasKilled() {
        assertThat(locusts()).isEmpty();
        try (Load load = loads().arm(LONG, requests, log)) {
            List<ProcessHandle> locust = locusts();
            assertThat(locust).hasSize(1);
            load.start(LoadProgress.NOBODY);
            soon().until(() -> load.poll().isEmpty() && load.tally().total() > 0);

            locust.forEach(ProcessHandle::destroyForcibly);

            assertThatThrownBy(() -> soon().until(() -> load.poll().isPresent()))
                    .isInstanceOf(LocustException.class)
                    .hasMessageStartingWith("Locust ended with status 137 before its load did; its last lines: ")
                    .hasMessageContaining("lo2 armed | lo2 started ");
        }
    }

    @Test
    @DisplayName("whose Locust does not get ready says so, with its last lines")
    void saysThatLocustDidNotGetReady() throws Exception {
        Files.writeString(files.resolve("broken.py"), "raise ValueError('no such fruit')\n");

        try (Load load = loads().arm(SHORT, requests, log)) {
            assertThatThrownBy(() -> load.start(LoadProgress.NOBODY))
                    .isInstanceOf(LocustException.class)
                    .hasMessageStartingWith("Locust ended with status 1 before it was ready; its last lines: ")
                    .hasMessageContaining("no such fruit");
        }
    }

    /** What a load told of itself. */
    private static final class Progress implements LoadProgress {
        private final List<Long> reached = new CopyOnWriteArrayList<>();
        private final List<Long> ends = new CopyOnWriteArrayList<>();
        private final Map<Phase.Kind, Long> phases = Collections.synchronizedMap(new EnumMap<>(Phase.Kind.class));

        @Override
        public void phase(Phase.Kind phase, long nanos) {
            phases.put(phase, nanos);
        }

        @Override
        public void reached(long nanos) {
            reached.add(nanos);
        }

        @Override
        public void end(long nanos) {
            ends.add(nanos);
        }
    }

    /** Read {@code [2026-11-24 11:21:49,249]}. */
    private static Instant firstTime(Path log) throws IOException {
        String line = Files.readAllLines(log).get(0);
        return Instant.parse(line.substring(1, 24).replace(' ', 'T').replace(',', '.') + "Z");
    }

    private static Scenario scenario(int seconds) {
        return new Scenario(1, "get_user_404_no_user", Duration.ofSeconds(seconds), Duration.ZERO);
    }

    private Loads loads() {
        return new Loads(
                new LoadShape(42, 7, OptionalDouble.empty(), Arrival.POISSON, 0),
                services,
                LocustEnvironment.prepare(files, folder.resolve("locust"), Path.of(".venv"), processes, line -> {}),
                processes,
                clock,
                scenario -> Map.of());
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).pollInSameThread();
    }

    /** Find the processes that run this test's files; other tests may start some of theirs meanwhile. */
    private List<ProcessHandle> locusts() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .commandLine()
                        .filter(line -> line.contains(files.toString()))
                        .isPresent())
                .toList();
    }

    /** Open ports at which the kernel takes what comes, and nobody answers. */
    private static List<ServerSocket> silentServers(int count) throws IOException {
        var servers = new ArrayList<ServerSocket>();
        for (int i = 0; i < count; i++) {
            servers.add(new ServerSocket(0));
        }
        return servers;
    }

    private static List<Integer> unusedPorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
