package io.github.lo2.stack;

import io.github.lo2.http.HttpsClient;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.process.OutputLine;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.SignalSink;
import io.github.lo2.stack.StackDefinition.ServiceDefinition;
import io.github.lo2.time.ClockOffset;
import io.github.lo2.time.EpochClock;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * The system under test as child processes of this JVM: a MariaDB server and a JVM a service, each with the OpenTelemetry
 * agent, which sends its spans and metrics straight to the suite's receiver.
 */
public final class EmbeddedStack implements Stack {
    /**
     * Where the parts of an embedded stack are.
     *
     * @param definition what it consists of
     * @param programs where unpacked programs are kept from one start to the next
     * @param telemetry how the services are observed; empty: only by their logs, and they start in half the time
     */
    public record Parts(StackDefinition definition, Path programs, Optional<Telemetry> telemetry) {}

    /**
     * How the services are observed.
     *
     * @param agent the OpenTelemetry Java agent
     * @param endpoint where it sends to, OTLP over HTTP
     */
    public record Telemetry(Path agent, URI endpoint) {}

    private final Parts parts;
    private final ChildProcesses processes;
    private final LineQueue lines;
    private final HttpsClient http;
    private final Path work;
    private final List<Service> services;
    private final Map<String, ChildProcess> running = new ConcurrentHashMap<>();
    private final EpochClock clock;
    private volatile MariaDb database;
    private @Nullable SeedData seedData;

    private EmbeddedStack(
            Parts parts, ChildProcesses processes, SignalSink sink, HttpsClient http, EpochClock clock, Path work) {
        this.parts = parts;
        this.processes = processes;
        this.lines = new LineQueue(sink::log);
        this.http = http;
        this.clock = clock;
        this.work = work;
        StackDefinition definition = parts.definition();
        this.services = definition.services().stream()
                .map(service -> service(definition, service))
                .toList();
        this.database = startDatabase();
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
            SignalSink sink,
            HttpsClient http,
            EpochClock clock,
            Consumer<String> log) {
        requireBuilt(parts);
        for (ServiceDefinition service : parts.definition().services()) {
            Ports.requireFree(service.port(), service.name());
        }
        Path work = StackFolder.create(processes);
        log.accept("Waiting for MySQL to be ready");
        var stack = new EmbeddedStack(parts, processes, sink, http, clock, work);
        try {
            log.accept("Initializing database");
            stack.database.database().runScripts();
            stack.startServices();
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
        return "embedded";
    }

    @Override
    public SortedMap<String, String> parts() {
        Database asked = database.database();
        return new TreeMap<>(Map.of(asked.name(), asked.version()));
    }

    @Override
    public List<Path> programs() {
        return needed(parts).filter(Files::isRegularFile).toList();
    }

    @Override
    public List<Service> services() {
        return services;
    }

    @Override
    public List<String> containers() {
        return Stream.concat(services.stream().map(Service::container), Stream.of(databaseContainer()))
                .toList();
    }

    /** List the processes that live, by the container they stand for. */
    public Map<String, Long> processIds() {
        var pids = new HashMap<String, Long>();
        pids.put(databaseContainer(), database.process().pid());
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
        return living().values().stream()
                .filter(process -> !process.isAlive())
                .map(process -> "%s has ended; its last lines: %s"
                        .formatted(process.name(), String.join(" | ", process.lastLines())))
                .reduce((left, right) -> left + "; " + right);
    }

    @Override
    public void repair() {
        if (!database.process().isAlive()) {
            throw new StackException("the database has ended, and its data with it; start a new run; its last lines: "
                    + String.join(" | ", database.process().lastLines()));
        }
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
    }

    @Override
    public Optional<Database> database() {
        return Optional.of(database.database());
    }

    @Override
    public Optional<String> restoreObstacle() {
        return seedData().obstacle();
    }

    @Override
    public void restoreData() {
        seedData().restore();
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
        database.database().runScripts();
        startServices();
    }

    @Override
    public SortedMap<String, ClockOffset> clocks() {
        Database asked = database.database();
        return new TreeMap<>(Map.of(asked.name(), asked.clockOffset(clock)));
    }

    @Override
    public void close() {
        try (lines) {
            endAll();
        }
        StackFolder.delete(work);
    }

    private static void requireBuilt(Parts parts) {
        needed(parts).filter(Files::notExists).findFirst().ifPresent(path -> {
            throw new StackException("%s is not there; build it with 'mvn process-test-classes'".formatted(path));
        });
    }

    private static Stream<Path> needed(Parts parts) {
        return Stream.concat(
                parts.telemetry().map(Telemetry::agent).stream(),
                parts.definition().classpath().stream().map(entry -> Path.of(entry.replaceFirst("/\\*$", ""))));
    }

    private static Service service(StackDefinition definition, ServiceDefinition service) {
        URI uri = URI.create("https://localhost:" + service.port());
        return new Service(
                service.name(),
                definition.container(service.name()),
                service.serviceName(),
                uri,
                uri.resolve(service.health()));
    }

    private MariaDb startDatabase() {
        return MariaDb.start(
                parts.definition().database(), processes, parts.programs(), work, logOf(databaseContainer()));
    }

    private void startServices() {
        parts.definition().services().forEach(this::start);
        awaitReady();
        List<URI> caches = Stream.of(parts.definition().cache())
                .filter(path -> !path.isEmpty())
                .flatMap(path -> services.stream().map(service -> service.uri().resolve(path)))
                .toList();
        seedData = new SeedData(database.database(), caches, http);
    }

    private SeedData seedData() {
        if (seedData == null) {
            throw new StackException("the stack is not ready; restart it");
        }
        return seedData;
    }

    private void start(ServiceDefinition service) {
        String container = parts.definition().container(service.name());
        // It prints a dozen lines for a request, each by itself; when it wrote them it says in most.
        ChildProcess process = processes.startGathering(
                new ChildCommand(ChildKind.JVM, service.name(), command(service), work, environment(service)),
                logOf(container));
        running.put(service.name(), process);
    }

    private List<String> command(ServiceDefinition service) {
        var command = new ArrayList<String>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        parts.telemetry().ifPresent(telemetry -> command.add("-javaagent:" + telemetry.agent()));
        parts.definition().options().forEach(option -> command.add(filled(option)));
        service.options().forEach(option -> command.add(filled(option)));
        command.add("-cp");
        command.add(String.join(File.pathSeparator, parts.definition().classpath()));
        command.add(parts.definition().mainClass());
        return command;
    }

    private Map<String, String> environment(ServiceDefinition service) {
        var environment = new HashMap<String, String>();
        environment.put("OTEL_SERVICE_NAME", service.serviceName());
        environment.put(
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.instance.id=" + parts.definition().container(service.name()));
        parts.telemetry()
                .ifPresent(telemetry -> environment.put(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.endpoint().toString()));
        environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        environment.put("OTEL_TRACES_SAMPLER", "always_on");
        environment.put("OTEL_LOGS_EXPORTER", "none");
        environment.put("OTEL_METRIC_EXPORT_INTERVAL", "1000");
        // As often as metrics: each message costs its sender and its receiver more than what is in it.
        environment.put("OTEL_BSP_SCHEDULE_DELAY", "1000");
        // The agent drops spans without a word when its queue is full; this holds a minute of load.
        environment.put("OTEL_BSP_MAX_QUEUE_SIZE", "65536");
        parts.definition().environment().forEach((name, value) -> environment.put(name, filled(value)));
        service.environment().forEach((name, value) -> environment.put(name, filled(value)));
        return environment;
    }

    private String filled(String text) {
        return text.replace("${work}", work.toString()).replace("${database.port}", Integer.toString(database.port()));
    }

    private Consumer<OutputLine> logOf(String container) {
        return line -> lines.add(new LogLine(container, WrittenTime.epochNanos(line), line.bytes()));
    }

    private String databaseContainer() {
        return parts.definition().container(parts.definition().database().name());
    }

    /** Name the processes by the containers that they stand for. */
    private Map<String, ChildProcess> living() {
        var living = new TreeMap<String, ChildProcess>();
        living.put(databaseContainer(), database.process());
        running.forEach((service, process) -> living.put(parts.definition().container(service), process));
        return living;
    }

    private void awaitReady() {
        var questions = new LinkedHashMap<String, BooleanSupplier>();
        services.forEach(service -> questions.put(
                service.name(), () -> http.get(service.health(), Map.of()).equals(OptionalInt.of(200))));
        new Readiness(
                        () -> trouble()
                                .map(what -> what + "; a service must live from its start to the end of the run"),
                        this::lastLines)
                .await(questions);
    }

    private String lastLines(String service) {
        ChildProcess process = running.get(service);
        return process == null ? "none" : String.join(" | ", process.lastLines());
    }

    private void endAll() {
        Stream.concat(running.values().stream().map(process -> (Runnable) process::close), Stream.of((Runnable)
                        database::close))
                .parallel()
                .forEach(Runnable::run);
    }
}
