package io.github.lo2.stack;

import io.github.lo2.http.HttpsClient;
import io.github.lo2.plan.PortRule;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.LogLine;
import io.github.lo2.stack.ComposeDefinition.ComposeService;
import io.github.lo2.stack.ComposeDefinition.Role;
import io.github.lo2.stack.ContainerState.Condition;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.ClockOffset;
import io.github.lo2.time.EpochClock;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The system under test in containers, as Compose files describe it, with a database, a Prometheus and its exporters, and a
 * Jaeger that passes every span on to the suite's receiver.
 */
public final class ComposeStack implements Stack {
    /**
     * Where the parts of a Compose stack are.
     *
     * @param system what holds for the system on each stack
     * @param files the Compose files; a later one overrides an earlier one
     * @param ports which ports of this machine are published; free ones are drawn at the start
     * @param otlp where the suite's receiver gets OTLP over HTTP, as seen from this machine
     * @param rules the folder of each service that has rules, by its name
     * @param impairable the services, by name, whose network to the database can be impaired
     */
    public record Parts(
            SystemDefinition system,
            List<Path> files,
            PortRule ports,
            URI otlp,
            Map<String, Path> rules,
            Set<String> impairable) {
        public Parts {
            files = List.copyOf(files);
            rules = Map.copyOf(rules);
            impairable = Set.copyOf(impairable);
        }

        /** Take another file, which overrides these. */
        private Parts with(Path file) {
            return new Parts(
                    system, Stream.concat(files.stream(), Stream.of(file)).toList(), ports, otlp, rules, impairable);
        }
    }

    private final ComposeDefinition definition;
    private final Engine engine;
    private final ComposeProject project;
    private final ComposeReadiness readiness;
    private final HttpsClient http;
    private final EpochClock clock;
    private final LineQueue lines;
    private final Path work;
    private final ServiceControl control;
    /** The containers, by their names in the data set; each change makes another map. */
    private volatile Map<String, RunningContainer> running = Map.of();

    private volatile Optional<SeedData> seedData = Optional.empty();

    /** A container as it was when the stack was last whole. */
    private record RunningContainer(String id, String startedAt, ContainerLog log) {}

    private ComposeStack(
            ComposeDefinition definition,
            Engine engine,
            ComposeProject project,
            HttpsClient http,
            EpochClock clock,
            Consumer<LogLine> sink,
            Path work,
            List<Path> files) {
        this.definition = definition;
        this.engine = engine;
        this.project = project;
        this.readiness = new ComposeReadiness(definition, http);
        this.http = http;
        this.clock = clock;
        this.work = work;
        this.lines = new LineQueue(sink);
        this.control = new ComposeControl(engine, new Controlled(), () -> ComposeNetwork.image(files));
    }

    /** Find the address, besides the loopback interface, that the suite's receiver must listen on for containers. */
    public static Optional<InetAddress> gateway() {
        return Engine.connect().gateway();
    }

    /**
     * Say, in a line, why the Docker engine cannot do something to the containers of such a stack; empty when it can.
     *
     * @param files its Compose files
     * @throws StackException when no engine can be asked
     */
    public static Optional<String> obstacle(ServiceControl.Deed deed, List<Path> files) {
        return ComposeControl.obstacle(deed, Engine::connect, () -> ComposeNetwork.image(files));
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
            Consumer<LogLine> sink,
            HttpsClient http,
            EpochClock clock,
            Consumer<String> log) {
        Path work = StackFolder.create(processes);
        ComposeStack stack;
        try {
            Parts hurt = ComposeRules.override(parts.files(), parts.rules(), work)
                    .map(parts::with)
                    .orElse(parts);
            Parts ruled = parts.impairable().isEmpty() ? hurt : betweenServicesAndDatabase(hurt, processes, work);
            ComposeDefinition definition =
                    ComposeRequirements.require(ruled.system(), ruled.files(), ruled.ports(), processes, log);
            Engine engine = Engine.connect();
            ComposeShell.letAllRead(definition, Path.of("").toAbsolutePath(), log);
            definition
                    .services()
                    .forEach(service -> service.lackedDevices()
                            .forEach(device -> log.accept("%s gets /dev/null as %s, which this machine does not have"
                                    .formatted(service.container(), device))));
            RunLabel label = RunLabel.current();
            processes.runAtEnd(Leftovers.removal(label));
            var project = new ComposeProject(ruled, Containerd.socket(processes), definition, engine, label, work);
            stack = new ComposeStack(definition, engine, project, http, clock, sink, work, parts.files());
        } catch (RuntimeException | Error e) {
            StackFolder.delete(work);
            throw e;
        }
        try {
            parts.system()
                    .database()
                    .ifPresent(database -> log.accept("Waiting for %s to be ready".formatted(database.product())));
            stack.up();
            log.accept("Started containers");
            return stack;
        } catch (RuntimeException | Error e) {
            try (stack) { // what goes wrong with its end is added to why it did not start
                throw e;
            }
        }
    }

    /** Let what can impair the network stand there. */
    private static Parts betweenServicesAndDatabase(Parts parts, ChildProcesses processes, Path work) {
        ComposeDefinition written = ComposeDefinition.read(parts.system(), parts.files(), processes);
        return parts.with(ComposeNetwork.override(written, parts.files(), parts.impairable(), work));
    }

    @Override
    public String kind() {
        return "compose";
    }

    @Override
    public SortedMap<String, String> parts() {
        return ComposeRequirements.images(definition, engine);
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

    /** Name those, by {@code service.name}, that pass spans on and tell of themselves what they lose. */
    public List<String> collectors() {
        return definition.services().stream()
                .filter(service -> service.role().equals(Optional.of(Role.JAEGER)))
                .flatMap(service -> service.serviceName().stream())
                .toList();
    }

    /** Say where Prometheus answers, without a path. */
    public URI prometheus() {
        return readiness.prometheus();
    }

    /** Say where Jaeger's UI and query API answer, without a path. */
    public URI jaeger() {
        return readiness.jaeger();
    }

    /** Name the engine's containers, by the names that they have in a data set. */
    public Map<String, String> containerIds() {
        return ids(running);
    }

    @Override
    public LogPassage passLogs(long startNanos, long endNanos) {
        return ContainerLogs.pass(each(running, RunningContainer::log), lines, startNanos, endNanos, clock);
    }

    @Override
    public Optional<String> trouble() {
        Map<String, RunningContainer> containers = running;
        try {
            return engine.states(ids(containers)).entrySet().stream()
                    .flatMap(
                            entry -> trouble(
                                    entry.getKey(),
                                    Objects.requireNonNull(containers.get(entry.getKey())),
                                    entry.getValue())
                                    .stream())
                    .reduce((left, right) -> left + "; " + right);
        } catch (StackException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>A container that was removed is replaced by a new one, with the data that it starts with.
     */
    @Override
    public boolean repair() {
        Map<String, ContainerState> states = engine.states(containerIds());
        boolean whole = states.values().stream().allMatch(ContainerState::isRunning);
        states.forEach((name, state) -> {
            if (state.condition() == Condition.PAUSED || state.condition() == Condition.ENDED) {
                engine.startAgain(container(name).id(), state);
            }
        });
        if (states.values().stream().anyMatch(state -> state.condition() == Condition.REMOVED)) {
            project.up();
        }
        follow();
        if (!whole) {
            awaitReady();
        }
        noteWhole();
        return !whole;
    }

    @Override
    public Optional<Database> database() {
        return definition.database();
    }

    @Override
    public Optional<String> restoreObstacle() {
        return seedData.map(SeedData::obstacle)
                .orElseGet(
                        () -> Optional.of("no service of the Compose files has the label io.github.lo2.role=database, a"
                                + " published port, io.github.lo2.schema and io.github.lo2.user; take"
                                + " lo2.isolation=stack"));
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
        running = Map.of();
        up();
    }

    @Override
    public Optional<ServiceControl> control() {
        return Optional.of(control);
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
        try (lines) {
            down();
        } finally {
            StackFolder.delete(work);
        }
    }

    private void up() {
        project.up();
        follow();
        awaitReady();
        noteWhole();
        seedData = database().map(database -> new SeedData(database, definition.caches(), http));
    }

    private void down() {
        running.values().forEach(container -> container.log().close());
        project.down();
    }

    /** Follow the log of each container: those of new ones from their first line, others from where they broke off. */
    private void follow() {
        Map<String, String> ids = project.containerIds();
        Map<String, RunningContainer> before = running;
        var followed = new TreeMap<String, RunningContainer>();
        ids.forEach((name, id) -> {
            followed.put(
                    name,
                    Optional.ofNullable(before.get(name))
                            .filter(container -> container.id().equals(id))
                            .orElseGet(() -> new RunningContainer(
                                    id, "", new ContainerLog(engine.client(), id, name, lines::add, clock))));
            // At once: what is followed is closed with the stack, also when the next one cannot be followed.
            var known = new TreeMap<>(running);
            known.putAll(followed);
            running = Map.copyOf(known);
        });
        running = Map.copyOf(followed);
        followed.values().forEach(container -> container.log().follow());
        before.forEach((name, container) -> {
            if (!container.equals(followed.get(name))) {
                container.log().close();
            }
        });
    }

    private void awaitReady() {
        new Readiness(
                        () -> project.ended().map(what -> "a container has ended before the stack was ready; " + what),
                        project::lastLines)
                .await(readiness.questions());
    }

    /** Note when each container was started: one that starts later on has ended in between. */
    private void noteWhole() {
        Map<String, ContainerState> states = engine.states(containerIds());
        var whole = new TreeMap<>(running);
        whole.replaceAll((name, container) -> new RunningContainer(
                container.id(), Objects.requireNonNull(states.get(name)).startedAt(), container.log()));
        running = Map.copyOf(whole);
    }

    private Optional<String> trouble(String name, RunningContainer container, ContainerState state) {
        List<String> lastLines =
                state.condition() == Condition.ENDED ? List.of(engine.lastLines(container.id())) : List.of();
        return state.trouble(name, container.startedAt(), lastLines);
    }

    private RunningContainer container(String name) {
        return Objects.requireNonNull(running.get(name), name);
    }

    private static Map<String, String> ids(Map<String, RunningContainer> containers) {
        return each(containers, RunningContainer::id);
    }

    private static <T> Map<String, T> each(
            Map<String, RunningContainer> containers, Function<RunningContainer, T> property) {
        return containers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> property.apply(entry.getValue())));
    }

    /** Shows what control needs of the containers. */
    private final class Controlled implements ComposeControl.Containers {
        @Override
        public String id(String service) {
            return container(name(service)).id();
        }

        @Override
        public boolean isReady(String service) {
            return Readiness.isReady(http.get(service(service).health(), Map.of()));
        }

        @Override
        public void startedAgain(String service, ContainerState state) {
            RunningContainer container = container(name(service));
            container.log().follow();
            var whole = new TreeMap<>(running);
            whole.put(name(service), new RunningContainer(container.id(), state.startedAt(), container.log()));
            running = Map.copyOf(whole);
        }

        @Override
        public Optional<Toxics> toxics(String service) {
            String name = ComposeNetwork.name(definition.playing(Role.DATABASE).name(), service);
            return definition.services().stream()
                    .filter(each -> each.name().equals(name))
                    .map(each -> new Toxics(
                            http,
                            URI.create("http://localhost:%s/"
                                    .formatted(each.ports().get(ComposeNetwork.CONTROL_PORT))),
                            () -> project.lastLines(name)))
                    .findFirst();
        }

        private String name(String service) {
            return service(service).container();
        }
    }
}
