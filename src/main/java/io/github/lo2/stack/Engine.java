package io.github.lo2.stack;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Statistics;
import io.github.lo2.failure.Precondition;
import io.github.lo2.process.ByteLines;
import io.github.lo2.time.ClockOffset;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/**
 * The Docker engine of this machine.
 *
 * <p>Whatever it is asked has a limit, so that an engine that has stopped holds up nothing: each method throws a
 * {@link StackException} that says what was asked for.
 */
final class Engine {
    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";
    private static final String RYUK_DISABLED = "TESTCONTAINERS_RYUK_DISABLED";
    private static final int KEPT_LINES = 8;
    private static final long PERIOD_MICROS = 100_000;
    private static final long NO_QUOTA = -1;
    private static final Duration CONNECTION_LIMIT = Duration.ofSeconds(30);

    private final DockerClient client;
    private final EngineQuestions questions;
    private final Limits limits;

    /**
     * How long it may take.
     *
     * @param answer to say how something is
     * @param work to start or remove one thing, or to answer a row of questions
     */
    record Limits(Duration answer, Duration work) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    Engine(DockerClient client, EngineQuestions questions, Limits limits) {
        this.client = client;
        this.questions = questions;
        this.limits = limits;
    }

    /**
     * Say why no engine can be used; empty when one answers.
     *
     * <p>It looks at the socket itself: Testcontainers would try for ten seconds and not say which of many reasons it was.
     */
    static Optional<String> unusable() {
        String host = host();
        if (!host.startsWith("unix:")) {
            return Optional.of(Precondition.ENGINE_HERE.line(host));
        }
        Path socket = Path.of(URI.create(host).getPath());
        if (!Files.exists(socket)) {
            return Optional.of(Precondition.ENGINE.line(socket));
        }
        if (!Files.isWritable(socket)) {
            return Optional.of(Precondition.ENGINE_RIGHT.line(socket));
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected() ? Optional.empty() : Optional.of(socket + " does not answer");
        } catch (IOException e) {
            return Optional.of(Precondition.ENGINE_ANSWER.line(socket, e.getMessage()));
        }
    }

    /**
     * Connect to the engine.
     *
     * @throws StackException saying why it cannot be used
     */
    static Engine connect() {
        unusable().ifPresent(reason -> {
            throw new StackException(reason + "; nothing was started");
        });
        if (!Boolean.parseBoolean(System.getenv(RYUK_DISABLED))) {
            throw new StackException(Precondition.RYUK.line());
        }
        var questions = new EngineQuestions();
        DockerClient client = questions.ask(
                "a connection",
                CONNECTION_LIMIT,
                () -> DockerClientFactory.instance().client());
        requireOne(DockerClientFactory.instance().getTransportConfig().getDockerHost(), host());
        return new Engine(client, questions, Limits.USUAL);
    }

    /**
     * Check that containers will be started on the engine that Docker's client removes them from.
     *
     * @param taken what Testcontainers takes: also what its user has set up for all projects
     * @param host what Docker's client takes
     * @throws StackException when these are two
     */
    static void requireOne(URI taken, String host) {
        URI told = URI.create(host);
        try {
            if (taken.equals(told) || Files.isSameFile(Path.of(taken.getPath()), Path.of(told.getPath()))) {
                return;
            }
        } catch (IOException e) {
            // One of them is not there: they are two.
        }
        throw new StackException(Precondition.ENGINE_ONE.line(taken, host));
    }

    DockerClient client() {
        return client;
    }

    /**
     * Measure how far its clock is from this machine's.
     *
     * @throws StackException when it does not tell the time
     */
    ClockOffset clockOffset(EpochClock clock) {
        return questions.ask("its time", limits.work(), () -> ClockOffset.measure(clock, this::epochNanos));
    }

    /** Name an image with the digest that tells it from any other of its name. */
    String digest(String name) {
        return name + " "
                + ask("image " + name, () -> client.inspectImageCmd(name).exec())
                        .getId();
    }

    boolean hasImage(String name) {
        return ask("image " + name, () -> {
            try {
                client.inspectImageCmd(name).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    /** List the values that a label has on containers, whether they run or not, and on networks. */
    Set<String> valuesOf(String label) {
        return ask("what has the label " + label, () -> {
            var values = new TreeSet<String>();
            client.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(List.of(label))
                    .exec()
                    .forEach(container -> values.add(container.getLabels().get(label)));
            client.listNetworksCmd()
                    .withFilter("label", List.of(label))
                    .exec()
                    .forEach(network -> values.add(network.getLabels().get(label)));
            return values;
        });
    }

    /** List the containers whose label has a value. */
    List<Container> containersWith(String label, String value) {
        return ask(
                "its containers",
                () -> client.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of(label, value))
                        .exec());
    }

    /**
     * Tell how containers are.
     *
     * @param ids the containers' ids, by any key
     * @return how each is, by its key
     */
    Map<String, ContainerState> states(Map<String, String> ids) {
        return ask("how the containers are", () -> {
            var states = new TreeMap<String, ContainerState>();
            ids.forEach((key, id) -> states.put(key, inspect(id)));
            return states;
        });
    }

    /** Start a container that has ended, or let one go on that is paused. */
    void startAgain(String id, ContainerState state) {
        questions.ask("the start of container " + id, limits.work(), () -> {
            if (state.condition() == ContainerState.Condition.PAUSED) {
                client.unpauseContainerCmd(id).exec();
            } else {
                client.startContainerCmd(id).exec();
            }
            return id;
        });
    }

    /**
     * Tell how a container is.
     *
     * @param id the container's id
     */
    ContainerState state(String id) {
        return ask("how container " + id + " is", () -> inspect(id));
    }

    /** Stop all processes of a container where they are. */
    void pause(String id) {
        questions.ask("the pause of container " + id, limits.work(), () -> {
            client.pauseContainerCmd(id).exec();
            return id;
        });
    }

    /** End a container by SIGKILL. */
    void kill(String id) {
        questions.ask("the end of container " + id, limits.work(), () -> {
            client.killContainerCmd(id).exec();
            return id;
        });
    }

    /** Tell whether it can limit the processor's time of containers. */
    boolean limitsProcessor() {
        return Boolean.TRUE.equals(
                ask("what it can do", () -> client.infoCmd().exec()).getCpuCfsQuota());
    }

    /**
     * Let a container have no more than so much of the processor's time.
     *
     * @param cores how much, 1 for one core
     */
    void limitProcessor(String id, double cores) {
        updateQuota(id, Math.round(cores * PERIOD_MICROS));
    }

    /** Let a container have as much of the processor's time as there is. */
    void freeProcessor(String id) {
        updateQuota(id, NO_QUOTA);
    }

    /** Say how often a container had to wait for its limit of the processor, since it was started. */
    long throttled(String id) {
        return questions.ask("the throttling of container " + id, limits.work(), () -> {
            // The first of a stream: asked for a single one, the engine takes two, to say how they differ.
            try (var first = new First<Statistics>()) {
                client.statsCmd(id).exec(first);
                return Objects.requireNonNullElse(
                        first.get().getCpuStats().getThrottlingData().getThrottledPeriods(), 0L);
            }
        });
    }

    /** Show the last lines of a container; where the engine does not tell them, it says that. */
    String lastLines(String id) {
        var shown = new ArrayList<String>();
        var lines = new ByteLines(line -> shown.add(new String(line, StandardCharsets.UTF_8)));
        try {
            return ask("the last lines of container " + id, () -> {
                client.logContainerCmd(id)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withTail(KEPT_LINES)
                        .exec(new ResultCallback.Adapter<Frame>() {
                            @Override
                            public void onNext(Frame frame) {
                                lines.add(frame.getPayload(), frame.getPayload().length);
                            }
                        })
                        .awaitCompletion();
                lines.finish();
                return String.join(" | ", shown);
            });
        } catch (StackException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Remove containers with their anonymous volumes, and networks, whose label has a value. */
    void removeAllWith(String label, String value) {
        for (Container container : containersWith(label, value)) {
            remove(
                    "container " + container.getId(),
                    () -> client.removeContainerCmd(container.getId())
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        }
        List<Network> networks = ask(
                "its networks",
                () -> client.listNetworksCmd()
                        .withFilter("label", List.of(label + "=" + value))
                        .exec());
        networks.forEach(network -> remove(
                "network " + network.getId(),
                () -> client.removeNetworkCmd(network.getId()).exec()));
    }

    /**
     * Let Compose do something with the engine.
     *
     * @param what as a noun
     * @param limit after which Compose is ended
     */
    void letCompose(String what, Duration limit, Runnable work) {
        questions.ask(what + " by Compose", limit, () -> {
            work.run();
            return what;
        });
    }

    /**
     * Find the address of this machine that containers reach it by as {@code host.docker.internal}; empty where that is
     * none of its own, as with an engine in a virtual machine.
     */
    Optional<InetAddress> gateway() {
        Network bridge = ask(
                "its network",
                () -> client.inspectNetworkCmd().withNetworkId("bridge").exec());
        // An engine that has made its bridge itself does not tell the gateway before its next start.
        return Stream.concat(toldGateways(bridge), interfaceAddresses(bridge))
                .filter(Inet4Address.class::isInstance)
                .filter(Engine::isLocal)
                .findFirst();
    }

    /** Name the engine that Docker's client is told to take: never that of a context, which Testcontainers does not know. */
    private static String host() {
        return Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse(DEFAULT_HOST);
    }

    private void updateQuota(String id, long micros) {
        questions.ask("a limit of the processor for container " + id, limits.work(), () -> {
            client.updateContainerCmd(id)
                    .withCpuPeriod(PERIOD_MICROS)
                    .withCpuQuota(micros)
                    .exec();
            return id;
        });
    }

    private ContainerState inspect(String id) {
        try {
            InspectContainerResponse.ContainerState state =
                    client.inspectContainerCmd(id).exec().getState();
            var condition = ContainerState.Condition.ENDED;
            if (Boolean.TRUE.equals(state.getPaused())) {
                condition = ContainerState.Condition.PAUSED;
            } else if (Boolean.TRUE.equals(state.getRunning())) {
                condition = ContainerState.Condition.RUNNING;
            }
            return new ContainerState(
                    condition,
                    Objects.requireNonNullElse(state.getExitCodeLong(), 0L),
                    String.valueOf(state.getStartedAt()));
        } catch (NotFoundException e) {
            return ContainerState.REMOVED;
        }
    }

    private <T> T ask(String what, Callable<T> question) {
        return questions.ask(what, limits.answer(), question);
    }

    private void remove(String what, Runnable removal) {
        questions.ask("the removal of " + what, limits.work(), () -> {
            removal.run();
            return what;
        });
    }

    private static Stream<InetAddress> toldGateways(Network bridge) {
        return bridge.getIpam().getConfig().stream()
                .map(Network.Ipam.Config::getGateway)
                .filter(address -> address != null && !address.isBlank())
                .flatMap(address -> Arrays.stream(addresses(address)));
    }

    private static Stream<InetAddress> interfaceAddresses(Network bridge) {
        String name = bridge.getOptions().get("com.docker.network.bridge.name");
        try {
            NetworkInterface found = name == null ? null : NetworkInterface.getByName(name);
            return found == null ? Stream.empty() : found.inetAddresses();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private long epochNanos() {
        String time = String.valueOf(client.infoCmd().exec().getSystemTime());
        try {
            return EpochClock.toNanos(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeParseException e) {
            throw new StackException(
                    "the Docker engine says that its time is '%s'; expected an RFC 3339 time".formatted(time), e);
        }
    }

    private static InetAddress[] addresses(String literal) {
        try {
            return InetAddress.getAllByName(literal);
        } catch (IOException e) {
            return new InetAddress[0];
        }
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes the first answer of many. */
    private static final class First<T> extends ResultCallback.Adapter<T> {
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        T get() throws ExecutionException, InterruptedException {
            return answer.get();
        }

        @Override
        public void onNext(T next) {
            answer.complete(next);
        }

        @Override
        public void onError(Throwable throwable) {
            answer.completeExceptionally(throwable);
            super.onError(throwable);
        }

        @Override
        public void onComplete() {
            answer.completeExceptionally(new StackException("the engine did not answer"));
            super.onComplete();
        }
    }
}
