package io.github.lo2.stack;

import io.github.lo2.failure.Precondition;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.process.OutputLine;
import io.github.lo2.signal.LogLine;
import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import io.github.lo2.stack.StackDefinition.ServiceDefinition;
import io.github.lo2.system.DatabaseDialect;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.ClockOffset;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * The system under test as child processes: a MariaDB server, where it has a database, and a process a service, which sends its
 * spans and metrics straight to the suite's receiver.
 */
public final class EmbeddedStack implements Stack {
    /** The platform of the database server that is unpacked. */
    private static final String PLATFORM = "Linux amd64";

    /**
     * Where the parts of an embedded stack are.
     *
     * @param system what holds for the system on each stack
     * @param definition what it consists of
     * @param programs where unpacked programs are kept from one start to the next
     * @param telemetry where the services send to, OTLP over HTTP; empty: they are observed only by their logs, and may start
     *     in half the time
     * @param rules the folder of each service that has rules, by its name
     * @param network what stands between services and the database
     */
    public record Parts(
            SystemDefinition system,
            StackDefinition definition,
            Path programs,
            Optional<URI> telemetry,
            Map<String, Path> rules,
            Network network) {
        public Parts {
            rules = Map.copyOf(rules);
        }
    }

    /**
     * What stands between services and the database.
     *
     * @param toxiproxy the folder in which Toxiproxy is looked for before the {@code PATH}
     * @param impairable the services whose network to the database can be impaired, by their names; none: no Toxiproxy is
     *     started, and every service has the database's own address
     */
    public record Network(Path toxiproxy, Set<String> impairable) {
        public Network {
            impairable = Set.copyOf(impairable);
        }
    }

    private final Parts parts;
    private final ChildProcesses processes;
    private final LineQueue lines;
    private final HttpsClient http;
    private final Path work;
    private final List<Service> services;
    private final Map<String, ChildProcess> running = new ConcurrentHashMap<>();
    private final EpochClock clock;
    private final EmbeddedControl control;
    private volatile Optional<MariaDb> database = Optional.empty();
    private volatile Optional<Toxiproxy> proxy = Optional.empty();
    private Optional<SeedData> seedData = Optional.empty();

    private EmbeddedStack(
            Parts parts,
            ChildProcesses processes,
            Consumer<LogLine> sink,
            HttpsClient http,
            EpochClock clock,
            Path work) {
        this.parts = parts;
        this.processes = processes;
        this.lines = new LineQueue(sink);
        this.http = http;
        this.clock = clock;
        this.work = work;
        StackDefinition definition = parts.definition();
        this.services = definition.services().stream()
                .map(service -> service(parts.system().scheme(), definition, service))
                .toList();
        this.control = new EmbeddedControl(
                new Controlled(),
                processes,
                work,
                ProcessorQuota::parents,
                parts.network().toxiproxy());
    }

    /**
     * Say, in a line, why this machine cannot do something to the processes of such a stack; empty when it can.
     *
     * @param toxiproxy the folder in which Toxiproxy is looked for before the {@code PATH}
     * @throws StackException when what was tried cannot be undone
     */
    public static Optional<String> obstacle(ServiceControl.Deed deed, Path toxiproxy) {
        return EmbeddedControl.obstacle(deed, ProcessorQuota.parents(), toxiproxy);
    }

    /**
     * Check what can be known before the start: the platform, what must have been built, ports.
     *
     * @param observed whether the services are to be observed
     * @param ruled whether some have rules
     * @throws StackException when something is missing or a port is taken
     */
    public static void requireStartable(StackDefinition definition, boolean observed, boolean ruled) {
        if (definition.databaseDefinition().isPresent() && !platform().equals(PLATFORM)) {
            throw new StackException(Precondition.PLATFORM.line(platform()));
        }
        needed(definition, observed, ruled).filter(Files::notExists).findFirst().ifPresent(path -> {
            throw new StackException(Precondition.BUILD.line(path));
        });
        for (ServiceDefinition service : definition.services()) {
            service.ports().forEach(port -> Ports.requireFree(port, service.name()));
        }
    }

    /**
     * Make what is made once for the first start: the database server, unpacked, where the stack has one and this platform
     * can run it.
     *
     * @param programs where it is kept from one start to the next
     * @throws StackException when it cannot be unpacked
     */
    public static void prepare(StackDefinition definition, Path programs) {
        if (definition.databaseDefinition().isPresent() && platform().equals(PLATFORM)) {
            MariaDbPrograms.make(programs);
        }
    }

    /**
     * Start a stack and wait until every service answers.
     *
     * @param sink gets the log lines; spans and samples come from the receiver that {@code parts} names
     * @param log is told, in the reference's words, what is being done
     * @throws StackException when something is missing, a port is taken, or a service does not get ready; all that was
     *     started has been ended again
     */
    public static EmbeddedStack start(
            Parts parts,
            ChildProcesses processes,
            Consumer<LogLine> sink,
            HttpsClient http,
            EpochClock clock,
            Consumer<String> log) {
        requireStartable(
                parts.definition(),
                parts.telemetry().isPresent(),
                !parts.rules().isEmpty());
        Path work = StackFolder.create(processes);
        parts.system()
                .database()
                .ifPresent(database -> log.accept("Waiting for %s to be ready".formatted(database.product())));
        EmbeddedStack stack;
        try {
            stack = new EmbeddedStack(parts, processes, sink, http, clock, work);
        } catch (RuntimeException | Error e) {
            StackFolder.delete(work);
            throw e;
        }
        try {
            stack.database = stack.startDatabase();
            stack.database.ifPresent(database -> {
                log.accept("Initializing database");
                database.database().runScripts();
            });
            stack.proxy = stack.startProxy();
            stack.startServices();
            log.accept("Started containers");
            return stack;
        } catch (RuntimeException | Error e) {
            try (stack) { // what goes wrong with its end is added to why it did not start
                throw e;
            }
        }
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public SortedMap<String, String> parts() {
        var versions = new TreeMap<String, String>();
        database().ifPresent(asked -> versions.put(asked.name(), asked.version()));
        return versions;
    }

    @Override
    public List<Path> programs() {
        return needed(
                        parts.definition(),
                        parts.telemetry().isPresent(),
                        !parts.rules().isEmpty())
                .filter(Files::isRegularFile)
                .toList();
    }

    @Override
    public List<Service> services() {
        return services;
    }

    @Override
    public List<String> containers() {
        return Stream.concat(services.stream().map(Service::container), databaseContainer().stream())
                .toList();
    }

    /** List the processes that live, by the container they stand for. */
    public Map<String, Long> processIds() {
        var pids = new HashMap<String, Long>();
        database.ifPresent(server -> databaseContainer()
                .ifPresent(container -> pids.put(container, server.process().pid())));
        services.forEach(service -> {
            ChildProcess process = running.get(service.name());
            if (process != null) {
                pids.put(service.container(), process.pid());
            }
        });
        return pids;
    }

    @Override
    public LogPassage passLogs(long startNanos, long endNanos) {
        return new OutputPassage(living(), lines, startNanos, endNanos);
    }

    @Override
    public Optional<String> trouble() {
        return Stream.concat(living().values().stream(), proxy.map(Toxiproxy::process).stream())
                .filter(process -> !process.isAlive())
                .map(process -> "%s has ended; its last lines: %s"
                        .formatted(process.name(), String.join(" | ", process.lastLines())))
                .reduce((left, right) -> left + "; " + right);
    }

    @Override
    public boolean repair() {
        database.map(MariaDb::process).filter(server -> !server.isAlive()).ifPresent(server -> {
            throw new StackException("the database has ended, and its data with it; start a new run; its last lines: "
                    + String.join(" | ", server.lastLines()));
        });
        proxy.map(Toxiproxy::process).filter(process -> !process.isAlive()).ifPresent(process -> {
            throw new StackException(
                    "%s has ended, and services do not reach the database without it; start a new run; its last lines: %s"
                            .formatted(process.name(), String.join(" | ", process.lastLines())));
        });
        List<ServiceDefinition> ended = parts.definition().services().stream()
                .filter(service -> {
                    ChildProcess process = running.get(service.name());
                    return process == null || !process.isAlive();
                })
                .toList();
        ended.forEach(this::start);
        if (!ended.isEmpty()) {
            awaitReady();
        }
        return !ended.isEmpty();
    }

    @Override
    public Optional<Database> database() {
        return database.map(MariaDb::database);
    }

    @Override
    public Optional<String> restoreObstacle() {
        return seedData.map(SeedData::obstacle)
                .orElse(Optional.of("the system has no database; take lo2.isolation=stack"));
    }

    @Override
    public void restoreData() {
        seedData.orElseThrow(() -> new StackException(restoreObstacle().orElse("the stack is not ready")))
                .restore();
    }

    @Override
    public void restart() {
        endAll();
        running.clear();
        try {
            PathUtils.cleanDirectory(work);
        } catch (IOException e) {
            throw new StackException("%s cannot be emptied: %s".formatted(work, e.getMessage()), e);
        }
        database = startDatabase();
        database().ifPresent(Database::runScripts);
        proxy = startProxy();
        startServices();
    }

    @Override
    public Optional<ServiceControl> control() {
        return Optional.of(control);
    }

    @Override
    public SortedMap<String, ClockOffset> clocks() {
        var clocks = new TreeMap<String, ClockOffset>();
        database().ifPresent(asked -> clocks.put(asked.name(), asked.clockOffset(clock)));
        return clocks;
    }

    @Override
    public void close() {
        try (lines;
                control) {
            endAll();
        } finally {
            StackFolder.delete(work);
        }
    }

    private static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static Stream<Path> needed(StackDefinition definition, boolean observed, boolean ruled) {
        return Stream.of(
                        definition.files(),
                        observed ? definition.observed().files() : List.<String>of(),
                        ruled ? definition.rules().files() : List.<String>of())
                .flatMap(List::stream)
                .map(file -> Path.of(file).normalize());
    }

    private static Service service(String scheme, StackDefinition definition, ServiceDefinition service) {
        URI uri = URI.create(scheme + "://localhost:" + service.port());
        return new Service(
                service.name(),
                definition.container(service.name()),
                service.serviceName(),
                uri,
                uri.resolve(service.health()),
                uri.resolve(service.mark()));
    }

    private Optional<MariaDb> startDatabase() {
        return parts.definition()
                .databaseDefinition()
                .map(definition -> MariaDb.start(
                        definition,
                        dialect(definition),
                        processes,
                        parts.programs(),
                        work,
                        logOf(parts.definition().container(definition.name()))));
    }

    private DatabaseDialect dialect(DatabaseDefinition definition) {
        return parts.system()
                .database()
                .orElseThrow(() -> new StackException(
                        "system.json has no 'database', which says how %s of embedded.json is spoken to; say it there"
                                .formatted(definition.name())));
    }

    private Optional<Toxiproxy> startProxy() {
        Network network = parts.network();
        if (network.impairable().isEmpty()) {
            return Optional.empty();
        }
        int port = database.map(MariaDb::port)
                .orElseThrow(() -> new StackException(
                        "the system has no database, and %s are to have a network to it that can be impaired; take other scenarios"
                                .formatted(network.impairable())));
        return Optional.of(Toxiproxy.start(network.toxiproxy(), network.impairable(), port, processes, http, work));
    }

    private void startServices() {
        parts.definition().services().forEach(this::start);
        awaitReady();
        List<URI> caches = Stream.of(parts.definition().cache())
                .filter(path -> !path.isEmpty())
                .flatMap(path -> services.stream().map(service -> service.uri().resolve(path)))
                .toList();
        seedData = database().map(asked -> new SeedData(asked, caches, http));
    }

    private void start(ServiceDefinition service) {
        String container = parts.definition().container(service.name());
        var command = new ServiceCommand(parts, work, database, proxy);
        // It prints a dozen lines for a request, each by itself; when it wrote them it says in most.
        ChildProcess process = processes.startGathering(
                new ChildCommand(
                        ChildKind.SERVICE, service.name(), command.of(service), work, command.environment(service)),
                logOf(container));
        running.put(service.name(), process);
    }

    private Consumer<OutputLine> logOf(String container) {
        return line -> lines.add(new LogLine(container, WrittenTime.epochNanos(line), line.bytes()));
    }

    private Optional<String> databaseContainer() {
        return parts.definition()
                .databaseDefinition()
                .map(definition -> parts.definition().container(definition.name()));
    }

    /** Name the processes by the containers that they stand for. */
    private Map<String, ChildProcess> living() {
        var living = new TreeMap<String, ChildProcess>();
        database.ifPresent(
                server -> databaseContainer().ifPresent(container -> living.put(container, server.process())));
        running.forEach((service, process) -> living.put(parts.definition().container(service), process));
        return living;
    }

    private void awaitReady() {
        awaitReady(services);
    }

    private void awaitReady(List<Service> some) {
        var questions = new LinkedHashMap<String, BooleanSupplier>();
        some.forEach(service -> questions.put(service.name(), () -> isReady(service)));
        new Readiness(
                        () -> trouble()
                                .map(what -> what + "; a service must live from its start to the end of the run"),
                        this::lastLines)
                .await(questions);
    }

    private boolean isReady(Service service) {
        return Readiness.isReady(http.get(service.health(), Map.of()));
    }

    private String lastLines(String service) {
        ChildProcess process = running.get(service);
        return process == null ? "none" : String.join(" | ", process.lastLines());
    }

    private void endAll() {
        Stream.concat(living().values().stream(), proxy.map(Toxiproxy::process).stream()).toList().parallelStream()
                .forEach(ChildProcess::close);
    }

    /** Shows what control needs of the processes. */
    private final class Controlled implements EmbeddedControl.Processes {
        @Override
        public ChildProcess process(String service) {
            ChildProcess process = running.get(service);
            if (process == null) {
                throw new StackException("%s has no process; expected one of %s".formatted(service, running.keySet()));
            }
            return process;
        }

        @Override
        public void start(String service) {
            parts.definition().services().stream()
                    .filter(definition -> definition.name().equals(service))
                    .forEach(EmbeddedStack.this::start);
            awaitReady(List.of(service(service)));
        }

        @Override
        public boolean isReady(String service) {
            return EmbeddedStack.this.isReady(service(service));
        }

        @Override
        public Optional<Toxiproxy> proxy() {
            return proxy;
        }

        private Service service(String name) {
            return EmbeddedStack.this.service(name);
        }
    }
}
