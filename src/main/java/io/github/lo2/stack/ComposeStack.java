package io.github.lo2.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.SignalSink;
import io.github.lo2.stack.ComposeDefinition.ComposeService;
import io.github.lo2.stack.ComposeDefinition.Role;
import io.github.lo2.time.ClockOffset;
import io.github.lo2.time.EpochClock;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerLaunchException;

/**
 * The system under test in containers, as Compose files describe it, with a database, a Prometheus and its exporters, and a
 * Jaeger that passes every span on to the suite's receiver.
 */
public final class ComposeStack implements Stack {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String SERVICE_LABEL = "com.docker.compose.service";
    private static final String HOST_FROM_CONTAINERS = "host.docker.internal";
    /** What a service still writes about a request that was answered: the map stores write behind the answer. */
    private static final long LOG_FLUSH_NANOS = Duration.ofMillis(100).toNanos();

    private static final int SOCKET_MILLIS = 2_000;
    private static final int OK = 200;
    private static final int PROMETHEUS_PORT = 9090;
    private static final int JAEGER_PORT = 16686;

    /**
     * Where the parts of a Compose stack are.
     *
     * @param files the Compose files; a later one overrides an earlier one
     * @param otlpPort the port of the suite's receiver
     */
    public record Parts(List<Path> files, int otlpPort) {}

    private final ComposeDefinition definition;
    private final List<Path> files;
    private final Engine engine;
    private final HttpsClient http;
    private final EpochClock clock;
    private final RunLabel label;
    private final SignalSink sink;
    private final Path work;
    private final ComposeContainer compose;
    private final Map<String, RunningContainer> running = new LinkedHashMap<>();
    private LogTarget logTarget = new LogTarget(0, Map.of());
    private Optional<SeedData> seedData = Optional.empty();

    /** A container as it was when the stack was last whole. */
    private record RunningContainer(String id, String startedAt, ContainerLog log) {}

    /** The stamp that each container's log must have passed. */
    private record LogTarget(long endNanos, Map<String, Long> lastNanos) {}

    private ComposeStack(
            Parts parts,
            ComposeDefinition definition,
            Engine engine,
            HttpsClient http,
            EpochClock clock,
            RunLabel label,
            SignalSink sink,
            Path work) {
        this.definition = definition;
        this.files = parts.files();
        this.engine = engine;
        this.http = http;
        this.clock = clock;
        this.label = label;
        this.sink = sink;
        this.work = work;
        Stream<Path> overridden =
                Stream.concat(parts.files().stream(), Stream.of(ComposeShell.withoutProxies(definition, work)));
        this.compose = new ComposeContainer("lo2", overridden.map(Path::toFile).toArray(File[]::new))
                .withPull(false)
                .withEnv(ComposeShell.environment(System.getenv()))
                .withEnv("LO2_RUN", label.toString())
                .withEnv("LO2_OTLP_ENDPOINT", "http://%s:%s".formatted(HOST_FROM_CONTAINERS, parts.otlpPort()));
    }

    /**
     * Say why Compose files cannot be started on this machine; empty when an engine answers and all images are there.
     *
     * @throws StackException when a file is no Compose file
     */
    public static Optional<String> unusable(List<Path> files, ChildProcesses processes) {
        Optional<String> noEngine = Engine.unusable();
        if (noEngine.isPresent()) {
            return noEngine;
        }
        try {
            return missingImages(ComposeDefinition.read(files, processes), Engine.connect());
        } catch (StackException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** Find the address, besides the loopback interface, that the suite's receiver must listen on for containers. */
    public static Optional<InetAddress> gateway() {
        return Engine.connect().gateway();
    }

    /**
     * Start a stack and wait until all of it is ready.
     *
     * @param sink gets the log lines; spans come from the receiver that {@code parts} names, samples from Prometheus
     * @param log is told, in the reference's words, what is being done
     * @throws StackException when something is missing, a port is taken, or a part does not get ready; all that was started
     *     has been ended again
     */
    public static ComposeStack start(
            Parts parts,
            ChildProcesses processes,
            SignalSink sink,
            HttpsClient http,
            EpochClock clock,
            Consumer<String> log) {
        Engine engine = Engine.connect();
        ComposeDefinition definition = ComposeDefinition.read(parts.files(), processes);
        missingImages(definition, engine).ifPresent(missing -> {
            throw new StackException(missing + "; nothing was started");
        });
        requireSources(definition);
        removeLeftovers(engine, log);
        requirePortsFree(definition, engine);
        ComposeShell.letAllRead(definition, Path.of("").toAbsolutePath(), log);
        RunLabel label = RunLabel.current();
        processes.runAtEnd(removal(label));
        Path work = StackFolder.create(processes);
        var stack = new ComposeStack(parts, definition, engine, http, clock, label, sink, work);
        try {
            log.accept("Waiting for MySQL to be ready");
            stack.up();
            log.accept("Started containers");
            return stack;
        } catch (RuntimeException e) {
            try (stack) { // what goes wrong with its end is added to why it did not start
                throw e;
            }
        }
    }

    @Override
    public String kind() {
        return "compose";
    }

    @Override
    public SortedMap<String, String> parts() {
        var images = new TreeMap<String, String>();
        definition.services().forEach(service -> images.put(service.container(), engine.digest(service.image())));
        return images;
    }

    /** None: they are in the images. */
    @Override
    public List<Path> programs() {
        return List.of();
    }

    @Override
    public List<Service> services() {
        return definition.underTest();
    }

    @Override
    public List<String> containers() {
        return definition.services().stream().map(ComposeService::container).toList();
    }

    /** Say where Prometheus answers, without a path. */
    public URI prometheus() {
        return address(definition.playing(Role.PROMETHEUS), PROMETHEUS_PORT);
    }

    /** Say where Jaeger's UI and query API answer, without a path. */
    public URI jaeger() {
        return address(definition.playing(Role.JAEGER), JAEGER_PORT);
    }

    /** Name the engine's containers, by the names that they have in a data set. */
    public Map<String, String> containerIds() {
        return running.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().id()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A moment after the end the engine is asked for the stamp of each container's last line; the streams must have come
     * to it.
     */
    @Override
    public boolean logsPassed(long epochNanos) {
        if (clock.nanos() < epochNanos + LOG_FLUSH_NANOS) {
            return false;
        }
        if (logTarget.endNanos() != epochNanos) {
            // A stream that broke is taken up again; that of a container that has ended stays as it is.
            running.values().stream()
                    .filter(container -> !container.log().isFollowing() && isRunning(container.id()))
                    .forEach(container -> container.log().follow());
            logTarget = new LogTarget(
                    epochNanos,
                    running.entrySet().parallelStream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    entry -> entry.getValue().log().lastNanos())));
        }
        return running.entrySet().stream()
                .allMatch(entry -> entry.getValue().log().passedNanos()
                        >= logTarget.lastNanos().getOrDefault(entry.getKey(), 0L));
    }

    @Override
    public Optional<String> trouble() {
        return running.entrySet().stream()
                .flatMap(entry -> trouble(entry.getKey(), entry.getValue()))
                .reduce((left, right) -> left + "; " + right);
    }

    @Override
    public void repair() {
        List<RunningContainer> ended = running.values().stream()
                .filter(container -> !isRunning(container.id()))
                .toList();
        ended.forEach(container -> startAgain(container.id()));
        running.values().forEach(container -> container.log().follow());
        if (!ended.isEmpty()) {
            awaitReady();
        }
        noteRunning();
    }

    @Override
    public Optional<Database> database() {
        return definition.database();
    }

    @Override
    public Optional<String> restoreObstacle() {
        return seedData.map(SeedData::obstacle)
                .orElseGet(
                        () -> Optional.of("no service of the Compose files has the label io.github.lo2.role=database,"
                                + " a published port, MYSQL_DATABASE and MYSQL_USER; take lo2.isolation=stack"));
    }

    @Override
    public void restoreData() {
        seedData.orElseThrow(() -> new StackException(restoreObstacle().orElse("the stack is not ready")))
                .restore();
    }

    /**
     * {@inheritDoc}
     *
     * <p>So do the observers: Compose ends and starts the project as a whole.
     */
    @Override
    public void restart() {
        down();
        running.clear();
        up();
    }

    @Override
    public SortedMap<String, ClockOffset> clocks() {
        var clocks = new TreeMap<String, ClockOffset>();
        clocks.put("engine", engine.clockOffset(clock));
        database().ifPresent(database -> clocks.put(database.name(), database.clockOffset(clock)));
        return clocks;
    }

    @Override
    public void close() {
        try {
            down();
        } finally {
            StackFolder.delete(work);
        }
    }

    private static Optional<String> missingImages(ComposeDefinition definition, Engine engine) {
        String missing = definition.services().stream()
                .map(ComposeService::image)
                .distinct()
                .filter(image -> !isBuilt(image, definition) && !engine.hasImage(image))
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the engine does not have %s; run compose/setup.sh".formatted(missing));
    }

    private static boolean isBuilt(String image, ComposeDefinition definition) {
        return definition.services().stream()
                .anyMatch(service -> service.built() && service.image().equals(image));
    }

    private static void requireSources(ComposeDefinition definition) {
        definition.services().stream()
                .flatMap(service -> service.sources().stream())
                .filter(source -> !Files.exists(source))
                .findFirst()
                .ifPresent(source -> {
                    throw new StackException(
                            "%s is not there; build it with 'mvn process-test-classes'; nothing was started"
                                    .formatted(source));
                });
    }

    /** Remove what a run left behind that could not clean up: its process is gone. */
    private static void removeLeftovers(Engine engine, Consumer<String> log) {
        for (String left : engine.valuesOf(ComposeDefinition.RUN_LABEL)) {
            boolean abandoned = RunLabel.parse(left).map(run -> !run.isAlive()).orElse(false);
            if (abandoned) {
                log.accept("Removing the containers that an earlier run left behind (%s)".formatted(left));
                engine.removeAllWith(ComposeDefinition.RUN_LABEL, left);
            }
        }
    }

    private static void requirePortsFree(ComposeDefinition definition, Engine engine) {
        engine.valuesOf(ComposeDefinition.RUN_LABEL).stream().findFirst().ifPresent(owner -> {
            String whose = RunLabel.parse(owner)
                    .map(run -> "of another run (pid %s) is up; wait for it or end it".formatted(run.pid()))
                    .orElse("that somebody started by hand is up; end it with 'docker compose … down -v'");
            throw new StackException("the ports are in use: the stack %s; nothing was started".formatted(whose));
        });
        for (ComposeService service : definition.services()) {
            service.ports().values().forEach(port -> Ports.requireFree(port, service.name()));
        }
    }

    /** Write the shell command that removes everything of a run: Compose if it is at work, containers, network. */
    private static String removal(RunLabel label) {
        return """
                composes=$(grep -lsz '^LO2_RUN=%1$s$' /proc/[0-9]*/environ | cut -d/ -f3); \
                [ -z "$composes" ] || kill -9 $composes; \
                for look in 1 2 3 4 5 6 7 8; do \
                containers=$(docker ps -aq --filter label=%2$s=%1$s); \
                networks=$(docker network ls -q --filter label=%2$s=%1$s); \
                [ -n "$composes$containers$networks" ] || break; \
                [ -z "$containers" ] || docker rm -fv $containers; \
                [ -z "$networks" ] || docker network rm $networks; \
                composes=; sleep 0.5; \
                done\
                """.formatted(label, ComposeDefinition.RUN_LABEL);
    }

    private void up() {
        compose();
        follow();
        awaitReady();
        noteRunning();
        seedData = database().map(database -> new SeedData(database, definition.caches(), http));
    }

    private void down() {
        running.values().forEach(container -> container.log().close());
        try {
            compose.stop();
        } catch (ContainerLaunchException e) {
            throw new StackException("Compose did not end the stack: " + e.getMessage(), e);
        } finally {
            // What Compose did not know of, after a start that broke off.
            engine.removeAllWith(ComposeDefinition.RUN_LABEL, label.toString());
        }
    }

    private void compose() {
        try {
            compose.start();
        } catch (ContainerLaunchException e) {
            throw new StackException(
                    "Compose did not start the stack: %s%s; to see why, run 'docker compose -f %s up'"
                            .formatted(e.getMessage(), endedContainers(), joinedFiles()),
                    e);
        }
    }

    private String joinedFiles() {
        return files.stream().map(Path::toString).collect(Collectors.joining(" -f "));
    }

    private void follow() {
        Map<String, String> ids = engine.containersWith(ComposeDefinition.RUN_LABEL, label.toString()).stream()
                .collect(Collectors.toMap(ComposeStack::serviceOf, Container::getId));
        for (ComposeService service : definition.services()) {
            String id = ids.get(service.name());
            if (id == null) {
                throw new StackException("Compose started no container of %s".formatted(service.name()));
            }
            var log = new ContainerLog(engine.client(), id, service.container(), sink::log, clock);
            running.put(service.container(), new RunningContainer(id, "", log));
        }
    }

    private void awaitReady() {
        var waiting = new LinkedHashMap<String, Callable<Boolean>>();
        for (ComposeService service : definition.services()) {
            readiness(service).ifPresent(ready -> waiting.put(service.name(), ready));
        }
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .pollInSameThread()
                    .until(() -> {
                        requireRunning();
                        for (String name : List.copyOf(waiting.keySet())) {
                            if (Objects.requireNonNull(waiting.get(name)).call()) {
                                waiting.remove(name);
                            }
                        }
                        return waiting.isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            throw new StackException(
                    "not ready after %s s: %s"
                            .formatted(
                                    PATIENCE.toSeconds(),
                                    waiting.keySet().stream()
                                            .map(this::withLastLines)
                                            .collect(Collectors.joining("; "))),
                    e);
        }
    }

    private Optional<Callable<Boolean>> readiness(ComposeService service) {
        if (service.role().isEmpty()) {
            return service.underTest()
                    .map(tested -> () -> http.get(tested.health(), Map.of()).equals(OptionalInt.of(OK)));
        }
        return switch (service.role().orElseThrow()) {
            case DATABASE -> Optional.of(() -> greets(service));
            case PROMETHEUS -> Optional.of(this::targetsAreUp);
            case JAEGER -> Optional.of(() -> answers(jaeger().resolve("/api/services")));
            case EXPORTER -> Optional.empty(); // Prometheus sees them
        };
    }

    /** Tell whether a database has sent its greeting; the engine's proxy takes connections long before. */
    private static boolean greets(ComposeService service) {
        int port = service.ports().values().iterator().next();
        try (var socket = new Socket()) {
            socket.setSoTimeout(SOCKET_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SOCKET_MILLIS);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean targetsAreUp() {
        try (InputStream reply = http.open(prometheus().resolve("/api/v1/targets?state=active"))) {
            JsonNode targets = Json.MAPPER.readTree(reply).path("data").path("activeTargets");
            boolean up = !targets.isEmpty();
            for (JsonNode target : targets) {
                up &= target.path("health").asText().equals("up");
            }
            return up;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers(URI uri) {
        try (InputStream reply = http.open(uri)) {
            return reply.read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void requireRunning() {
        String ended = endedContainers();
        if (!ended.isEmpty()) {
            throw new StackException("a container has ended before the stack was ready" + ended);
        }
    }

    private String endedContainers() {
        return engine.containersWith(ComposeDefinition.RUN_LABEL, label.toString()).stream()
                .filter(container -> container.getState().equals("exited")
                        || container.getState().equals("dead"))
                .map(container -> withLastLines(serviceOf(container)))
                .map(text -> "; " + text)
                .collect(Collectors.joining());
    }

    private static String serviceOf(Container container) {
        return String.valueOf(container.getLabels().get(SERVICE_LABEL));
    }

    private String withLastLines(String service) {
        List<String> lines = definition.services().stream()
                .filter(candidate -> candidate.name().equals(service))
                .map(candidate -> running.get(candidate.container()))
                .filter(Objects::nonNull)
                .flatMap(container -> container.log().lastLines().stream())
                .toList();
        return "%s (last lines: %s)".formatted(service, String.join(" | ", lines));
    }

    private void noteRunning() {
        running.replaceAll((name, container) -> new RunningContainer(
                container.id(), inspect(container.id()).getState().getStartedAt(), container.log()));
    }

    private Stream<String> trouble(String name, RunningContainer container) {
        return Stream.concat(stateTrouble(name, container).stream(), container.log().takeGap().stream());
    }

    private Optional<String> stateTrouble(String name, RunningContainer container) {
        try {
            InspectContainerResponse.ContainerState state =
                    inspect(container.id()).getState();
            if (Boolean.TRUE.equals(state.getPaused())) {
                return Optional.of(name + " is paused");
            }
            if (!Boolean.TRUE.equals(state.getRunning())) {
                return Optional.of("%s has ended with status %s; its last lines: %s"
                        .formatted(
                                name,
                                state.getExitCodeLong(),
                                String.join(" | ", container.log().lastLines())));
            }
            return container.startedAt().equals(state.getStartedAt())
                    ? Optional.empty()
                    : Optional.of("%s was started anew at %s".formatted(name, state.getStartedAt()));
        } catch (StackException e) {
            return Optional.of("%s: %s".formatted(name, e.getMessage()));
        }
    }

    private boolean isRunning(String id) {
        InspectContainerResponse.ContainerState state = inspect(id).getState();
        return Boolean.TRUE.equals(state.getRunning()) && !Boolean.TRUE.equals(state.getPaused());
    }

    private void startAgain(String id) {
        try {
            DockerClient client = engine.client();
            if (Boolean.TRUE.equals(inspect(id).getState().getPaused())) {
                client.unpauseContainerCmd(id).exec();
            } else {
                client.startContainerCmd(id).exec();
            }
        } catch (DockerException e) {
            throw new StackException("container %s cannot be started again: %s".formatted(id, e.getMessage()), e);
        }
    }

    private InspectContainerResponse inspect(String id) {
        try {
            return engine.client().inspectContainerCmd(id).exec();
        } catch (NotFoundException e) {
            throw new StackException("container %s was removed; start a new run".formatted(id), e);
        } catch (DockerException e) {
            throw new StackException(
                    "the Docker engine does not tell of container %s: %s".formatted(id, e.getMessage()), e);
        }
    }

    private static URI address(ComposeService service, int port) {
        Integer published = service.ports().get(port);
        if (published == null) {
            throw new StackException("service %s does not publish port %s; expected it on the loopback interface"
                    .formatted(service.name(), port));
        }
        return URI.create("http://localhost:" + published);
    }
}
