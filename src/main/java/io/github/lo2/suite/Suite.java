package io.github.lo2.suite;

import io.github.lo2.capture.CountedMetrics;
import io.github.lo2.capture.HostMetrics;
import io.github.lo2.capture.LogFormats;
import io.github.lo2.capture.LossLedger;
import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.OtlpListener;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.PrometheusMetrics;
import io.github.lo2.capture.ReceivedMetrics;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.failure.PreconditionException;
import io.github.lo2.failure.SuiteException;
import io.github.lo2.fault.FaultDeclaration;
import io.github.lo2.fault.FaultFile;
import io.github.lo2.fault.FaultRules;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.load.LocustEnvironment;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.PortRule;
import io.github.lo2.plan.StackKind;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.python.PythonEnvironment;
import io.github.lo2.signal.LogLine;
import io.github.lo2.stack.ComposeStack;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.KeptStack;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.stack.StackDefinition;
import io.github.lo2.stack.StackException;
import io.github.lo2.stack.StackKeeper;
import io.github.lo2.suite.ObservedStack.Origins;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.EpochClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The long-lived parts: child processes, signal router, OTLP receiver, stack, Locust's environment.
 *
 * <p>Each is started when it is first asked for. All end when the suite is closed, when the JVM is told to end (Ctrl-C,
 * SIGTERM), and also when it is killed, which its child processes' reaper notices.
 */
public final class Suite implements AutoCloseable {
    private static final Origins EMBEDDED = new Origins("process logs", "metrics that were sent");
    /** The reference's words. */
    private static final Origins COMPOSE = new Origins("docker logs", "Prometheus metrics");

    private final Layout layout;
    private final EpochClock clock;
    private final ChildProcesses processes;
    private final SignalRouter router = new SignalRouter();
    private final HttpsClient http = new HttpsClient();
    private final Thread shutdown;
    private final List<UnderWay> underWay = new CopyOnWriteArrayList<>();
    private @Nullable LocustEnvironment locust;
    private @Nullable OtlpReceiver receiver;
    private @Nullable OtlpListener listener;
    private @Nullable StackKeeper keeper;
    private @Nullable Path keptRecord;
    private @Nullable HostMetrics hostMetrics;
    private @Nullable FaultRules rules;
    private @Nullable Stack stack;
    private @Nullable ObservedStack observed;
    private @Nullable RuntimeException stackFailure;
    private volatile boolean ending;

    private Suite(Layout layout, EpochClock clock) {
        this.layout = layout;
        this.clock = clock;
        this.processes = new ChildProcesses(clock);
        // Not the orderly end: the thread that starts the stack may hold this object for a minute.
        this.shutdown = new Thread(
                () -> {
                    underWay.forEach(UnderWay::finish);
                    ending = true;
                    processes.close();
                },
                "suite shutdown");
    }

    /** Open a suite on a project. */
    public static Suite open(Layout layout) {
        var suite = new Suite(layout, EpochClock.system());
        Runtime.getRuntime().addShutdownHook(suite.shutdown);
        return suite;
    }

    public EpochClock clock() {
        return clock;
    }

    public ChildProcesses processes() {
        return processes;
    }

    /** Tell what records a run, and where. */
    public Provenance provenance() {
        return new Provenance(layout, processes);
    }

    /** Read what holds for the system on each stack. */
    public SystemDefinition system() {
        return SystemDefinition.read(layout.systemDefinition());
    }

    /** Read how the records of the stack's logs are told from each other. */
    public LogFormats logFormats() {
        return LogFormats.read(layout.logFormats());
    }

    /**
     * Read what the system declares of faults.
     *
     * @throws io.github.lo2.fault.FaultException when a declaration is not as expected
     */
    public List<FaultDeclaration> faults() {
        return FaultFile.read(layout.faults());
    }

    /** Say, in a line, why a fault cannot be brought about on this machine; empty when it can. */
    public Optional<String> obstacle(FaultDeclaration fault, StackChoice choice) {
        return fault.deed()
                .flatMap(deed -> isCompose(choice.kind(), composeFiles(choice), line -> {})
                        ? ComposeStack.obstacle(deed)
                        : EmbeddedStack.obstacle(deed, layout.toxiproxy()));
    }

    /** Say where faults are declared, as entries of the catalogue. */
    public List<Catalogue.Entry> faultEntries(List<FaultDeclaration> faults) {
        return faults.stream()
                .map(fault -> new Catalogue.Entry(
                        fault.tag(), URI.create(layout.faults().toUri() + "?line=" + fault.line()), 1, true))
                .toList();
    }

    /**
     * Get the rules that services are started with; the first call writes them.
     *
     * @param faults those that may be brought about; a later call gets what the first one chose
     */
    public synchronized FaultRules rules(List<FaultDeclaration> faults) {
        if (rules == null) {
            rules = faults.stream().anyMatch(FaultDeclaration::isHitting)
                    ? FaultRules.write(faults, processes)
                    : FaultRules.none();
        }
        return rules;
    }

    public SignalRouter router() {
        return router;
    }

    /** Let work come to its end before the parts are ended, when the JVM is told to end. */
    public void letFinish(UnderWay work) {
        underWay.add(work);
    }

    /** Tell whether the parts are being ended: what the stack does from then on says nothing of it. */
    public boolean isEnding() {
        return ending;
    }

    /**
     * Ask what can be known before the start: nothing has been started or made when something is missing.
     *
     * @param choice which stack is to be started
     * @param log is told what of an earlier run is removed
     * @throws PreconditionException saying all that this machine lacks
     */
    public synchronized void require(StackChoice choice, Consumer<String> log) {
        List<String> lacking = Stream.<Runnable>of(
                        Machine::requireNatives,
                        () -> PythonEnvironment.require("Locust", processes),
                        () -> requireStartable(choice, log))
                .flatMap(check -> lacking(check).stream())
                .toList();
        if (!lacking.isEmpty()) {
            throw new PreconditionException(lacking);
        }
    }

    /**
     * Get Locust's environment; the first call makes it if it is not there.
     *
     * @param log is told that
     */
    public synchronized LocustEnvironment locust(Consumer<String> log) {
        if (locust == null) {
            locust = LocustEnvironment.prepare(
                    layout.locustFiles(), layout.sharedLocustFiles(), layout.virtualEnvironment(), processes, log);
        }
        return locust;
    }

    /**
     * Make what is made once, in the suite's work folder: Locust's virtual environment and, for a system with an embedded stack,
     * the database server. Start nothing.
     *
     * @param log is told what is being made
     * @throws io.github.lo2.python.PythonException when the virtual environment cannot be made
     * @throws StackException when the database server cannot be unpacked
     */
    public void prepare(Consumer<String> log) {
        var unused = locust(log);
        if (Files.exists(layout.stackDefinition())) {
            EmbeddedStack.prepare(
                    StackDefinition.read(layout.stackDefinition(), PortRule.DEFINITION), layout.programs());
        }
    }

    /**
     * Get the stack, observed or not; the first call starts it.
     *
     * @param choice which one; a later call gets what the first one chose
     * @param log is told what is being done
     * @throws StackException when it cannot be started; every later call throws the same
     */
    public synchronized Stack stack(StackChoice choice, Consumer<String> log) {
        if (stack != null) {
            return stack;
        }
        return choice.kind() == StackKind.EMBEDDED
                ? started(() -> startEmbedded(choice, Optional.empty(), router::log, log))
                : observedStack(choice, log).stack();
    }

    /**
     * Get the stack with telemetry; the first call starts it, in place of one without.
     *
     * @param choice which one; a later call gets what the first one chose
     * @param log is told what is being done
     * @throws StackException when it cannot be started; every later call throws the same
     */
    public synchronized ObservedStack observedStack(StackChoice choice, Consumer<String> log) {
        if (observed == null) {
            if (stack != null) {
                Stack unobserved = stack;
                stack = null;
                unobserved.close();
            }
            List<Path> composeFiles = composeFiles(choice);
            Optional<KeptRecord> kept = fitting(choice, log);
            if (kept.isPresent()) {
                observed = started(() -> observeKept(kept.get(), composeFiles, log));
                return observed;
            }
            boolean compose = isCompose(choice.kind(), composeFiles, log);
            observed =
                    started(() -> compose ? observeCompose(composeFiles, choice, log) : observeEmbedded(choice, log));
        }
        return observed;
    }

    /** Get the stack when it is one that another process keeps up. */
    public synchronized Optional<KeptStack> keptStack() {
        return stack instanceof KeptStack kept ? Optional.of(kept) : Optional.empty();
    }

    /**
     * Start the stack with telemetry and keep it up, for recordings of other processes, until this suite is closed.
     *
     * @param choice which one
     * @param log is told what is being done, and who takes it
     * @throws StackException when it cannot be started, or one is kept up already
     */
    public synchronized Stack keep(StackChoice choice, Consumer<String> log) {
        KeptRecord.find(layout.system(), log).ifPresent(other -> {
            throw new StackException(other.end() + "; nothing was started");
        });
        List<Path> composeFiles = composeFiles(choice);
        boolean compose = isCompose(choice.kind(), composeFiles, log);
        keeper = StackKeeper.open(clock, log);
        listener = OtlpListener.start(keeper);
        if (compose) {
            ComposeStack.gateway().ifPresent(listener::listenAlsoOn);
            var parts = new ComposeStack.Parts(system(), composeFiles, choice.ports(), listener.endpoint(), Map.of());
            ComposeStack started = ComposeStack.start(parts, processes, keeper::log, http, clock, log);
            stack = started;
            keeper.keep(started);
        } else {
            keeper.keep(startEmbedded(choice, Optional.of(listener.endpoint()), keeper::log, log));
        }
        keptRecord = new KeptRecord(
                        ProcessHandle.current().pid(),
                        keeper.port(),
                        keeper.secret(),
                        compose ? "compose" : "embedded",
                        build(compose, composeFiles),
                        EpochClock.toInstant(clock.nanos()).toString())
                .write(layout.system(), processes);
        return Objects.requireNonNull(stack);
    }

    /** Wait until the stack that is kept up is to end. */
    public void awaitStop() throws InterruptedException {
        StackKeeper kept;
        synchronized (this) {
            kept = Objects.requireNonNull(keeper, "no stack is kept up");
        }
        kept.awaitStop();
    }

    /**
     * End the stack of the system that another process keeps up, and wait until that process has ended.
     *
     * @return what was ended; empty when none is kept up
     * @throws StackException when a recording has it
     */
    public Optional<String> stopKept(Consumer<String> log) {
        return KeptRecord.find(layout.system(), log).map(kept -> {
            KeptStack.stop(kept.port(), kept.secret());
            ProcessHandle.of(kept.pid()).map(ProcessHandle::onExit).ifPresent(CompletableFuture::join);
            return "The kept stack has ended: process %s, %s, up since %s"
                    .formatted(kept.pid(), kept.kind(), kept.since());
        });
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            return; // the JVM ends and the hook is at work
        }
        ending = true;
        closeParts();
    }

    private void requireStartable(StackChoice choice, Consumer<String> log) {
        if (stack != null) {
            return; // it has started, and has its ports
        }
        List<Path> composeFiles = composeFiles(choice);
        Optional<KeptRecord> kept = fitting(choice, log);
        if (kept.isPresent()) {
            KeptStack.requireFree(kept.get().port(), kept.get().secret());
            return;
        }
        try {
            if (isCompose(choice.kind(), composeFiles, line -> {})) {
                ComposeStack.requireStartable(system(), composeFiles, choice.ports(), processes, log);
            } else {
                EmbeddedStack.requireStartable(
                        StackDefinition.read(layout.stackDefinition(), choice.ports()), true, false);
            }
        } catch (StackException e) {
            throw KeptRecord.find(layout.system(), log)
                    .map(other -> new StackException(e.getMessage() + "; " + other.end(), e))
                    .orElse(e);
        }
    }

    private List<Path> composeFiles(StackChoice choice) {
        return choice.composeFiles().isEmpty() ? layout.composeFiles() : choice.composeFiles();
    }

    /** Find a stack that is kept up and is what would be started. */
    private Optional<KeptRecord> fitting(StackChoice choice, Consumer<String> log) {
        if (!choice.kept()) {
            return Optional.empty();
        }
        return KeptRecord.find(layout.system(), log).filter(kept -> {
            StackKind kind = StackKind.valueOf(kept.kind().toUpperCase(Locale.ROOT));
            if (choice.kind() != StackKind.AUTO && choice.kind() != kind) {
                return false;
            }
            boolean same =
                    build(kind == StackKind.COMPOSE, composeFiles(choice)).equals(kept.build());
            if (!same) {
                log.accept("The stack that process %s keeps up was started from another build or configuration"
                                .formatted(kept.pid())
                        + "; it is not taken; lo2 stack --stop ends it");
            }
            return same;
        });
    }

    private String build(boolean compose, List<Path> composeFiles) {
        return compose ? StackBuild.compose(layout, system(), composeFiles, processes) : StackBuild.embedded(layout);
    }

    /** Take a stack that is kept up, bring it to where a fresh one begins, and see that it is whole. */
    private ObservedStack observeKept(KeptRecord record, List<Path> composeFiles, Consumer<String> log) {
        OtlpReceiver handedOver = OtlpReceiver.handedOver(router, clock);
        receiver = handedOver;
        KeptStack kept = KeptStack.take(record.port(), record.secret(), system(), router::log, handedOver);
        stack = kept;
        kept.trouble().ifPresent(what -> {
            throw new StackException("the kept stack is broken: %s; %s".formatted(what, record.end()));
        });
        String data = "the seed data is back";
        Optional<String> obstacle = kept.restoreObstacle();
        if (obstacle.isEmpty()) {
            kept.restoreData();
        } else if (kept.database().isPresent()) {
            throw new StackException("the kept stack has the data of those before: %s; %s"
                    .formatted(obstacle.orElseThrow(), record.end()));
        } else {
            data = "it has no data";
        }
        requireHealthy(kept, record);
        log.accept("Stack: %s, kept up by process %s since %s; %s; it stays up (lo2 stack --stop ends it)"
                .formatted(kept.kind(), record.pid(), record.since(), data));
        List<String> senders = Stream.concat(serviceNames(kept).stream(), kept.collectors().stream())
                .toList();
        LossLedger losses = losses(senders);
        var sent = new ReceivedMetrics(handedOver, () -> senders, clock);
        Optional<URI> prometheus = kept.prometheus();
        if (prometheus.isPresent()) {
            MetricSource asked = prometheusMetrics(prometheus.get(), composeFiles, log);
            var counters = new ReceivedMetrics(handedOver, losses::counted, clock);
            return observedKept(kept, new CountedMetrics(asked, counters, losses), handedOver, COMPOSE);
        }
        hostMetrics = HostMetrics.start(router, clock, () -> targets(kept.services(), kept.processIds()));
        return observedKept(kept, new CountedMetrics(sent, sent, losses), handedOver, EMBEDDED);
    }

    private void requireHealthy(KeptStack kept, KeptRecord record) {
        List<String> silent = kept.silent(http);
        if (!silent.isEmpty()) {
            throw new StackException("the kept stack is not healthy: %s does not answer; %s"
                    .formatted(String.join(", ", silent), record.end()));
        }
    }

    /** Begin once spans and metrics come: what its services have lost and counted before is nobody's. */
    private ObservedStack observedKept(KeptStack kept, MetricSource metrics, OtlpReceiver marks, Origins origins) {
        var arrival = new Arrival(kept, marks, metrics, http);
        var unused = arrival.awaitAgain(clock);
        return new ObservedStack(kept, metrics, arrival, origins);
    }

    private static Optional<String> lacking(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (SuiteException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private boolean isCompose(StackKind kind, List<Path> composeFiles, Consumer<String> log) {
        if (kind != StackKind.AUTO) {
            return kind == StackKind.COMPOSE;
        }
        Optional<String> reason = composeFiles.isEmpty()
                ? Optional.of("the project has no Compose file")
                : ComposeStack.unusable(system(), composeFiles, processes);
        log.accept(reason.map("Stack: embedded, since "::concat)
                .orElse("Stack: compose, since a Docker engine answers and has all images"));
        return reason.isEmpty();
    }

    private ObservedStack observeEmbedded(StackChoice choice, Consumer<String> log) {
        OtlpReceiver started = startReceiver();
        EmbeddedStack embedded = startEmbedded(choice, Optional.of(started.endpoint()), router::log, log);
        hostMetrics = HostMetrics.start(router, clock, () -> targets(embedded.services(), embedded.processIds()));
        List<String> senders = serviceNames(embedded);
        var metrics = new ReceivedMetrics(started, () -> senders, clock);
        LossLedger losses = losses(senders);
        return observed(embedded, new CountedMetrics(metrics, metrics, losses), losses, started, EMBEDDED);
    }

    private ObservedStack observeCompose(List<Path> files, StackChoice choice, Consumer<String> log) {
        OtlpReceiver started = startReceiver();
        ComposeStack.gateway().ifPresent(started::listenAlsoOn);
        var parts = new ComposeStack.Parts(system(), files, choice.ports(), started.endpoint(), choice.rules());
        ComposeStack compose = ComposeStack.start(parts, processes, router::log, http, clock, log);
        stack = compose;
        var metrics = prometheusMetrics(compose.prometheus(), files, log);
        LossLedger losses = losses(Stream.concat(serviceNames(compose).stream(), compose.collectors().stream())
                .toList());
        // Samples are Prometheus' here; what the agents and the collector send besides are these counters.
        var counters = new ReceivedMetrics(started, losses::counted, clock);
        return observed(compose, new CountedMetrics(metrics, counters, losses), losses, started, COMPOSE);
    }

    private PrometheusMetrics prometheusMetrics(URI prometheus, List<Path> files, Consumer<String> log) {
        List<String> names = MetricList.read(MetricList.beside(files.get(0)))
                .orElseGet(() -> PrometheusMetrics.names(http, prometheus));
        var metrics = new PrometheusMetrics(http, prometheus, names, clock);
        List<String> unknown = metrics.unknown();
        if (!unknown.isEmpty()) {
            log.accept("Prometheus does not have %s of the %s listed metrics: %s"
                    .formatted(unknown.size(), names.size(), String.join(", ", unknown)));
        }
        return metrics;
    }

    private LossLedger losses(List<String> senders) {
        var losses = new LossLedger(senders);
        router.latest().forEach(losses::sample); // of those that have started already
        router.listen(losses::sample);
        return losses;
    }

    private OtlpReceiver startReceiver() {
        OtlpReceiver started = OtlpReceiver.start(router, clock);
        receiver = started;
        return started;
    }

    private EmbeddedStack startEmbedded(
            StackChoice choice, Optional<URI> telemetry, Consumer<LogLine> sink, Consumer<String> log) {
        StackDefinition definition = StackDefinition.read(layout.stackDefinition(), choice.ports());
        var parts = new EmbeddedStack.Parts(
                system(),
                definition,
                layout.programs(),
                telemetry,
                choice.rules(),
                new EmbeddedStack.Network(layout.toxiproxy(), choice.impairable()));
        EmbeddedStack started = EmbeddedStack.start(parts, processes, sink, http, clock, log);
        stack = started;
        return started;
    }

    private ObservedStack observed(
            Stack started, MetricSource metrics, LossLedger losses, OtlpReceiver marks, Origins origins) {
        var arrival = new Arrival(started, marks, metrics, http);
        arrival.requireSpans();
        losses.settle(); // what was lost while the stack started is nobody's
        return new ObservedStack(started, metrics, arrival, origins);
    }

    /** Start something once: what failed is not tried again by each test that asks for it. */
    <T> T started(Supplier<T> start) {
        if (stackFailure != null) {
            throw stackFailure;
        }
        try {
            return start.get();
        } catch (RuntimeException e) {
            stackFailure = e;
            throw e;
        }
    }

    private static List<String> serviceNames(Stack stack) {
        return stack.services().stream().map(Service::serviceName).toList();
    }

    private static List<HostMetrics.Target> targets(List<Service> services, Map<String, Long> processIds) {
        Map<String, String> jobs =
                services.stream().collect(Collectors.toMap(Service::container, Service::serviceName));
        return processIds.entrySet().stream()
                .map(process -> new HostMetrics.Target(
                        jobs.getOrDefault(process.getKey(), process.getKey()), process.getKey(), process.getValue()))
                .toList();
    }

    private synchronized void closeParts() {
        var parts = new ArrayList<Part>();
        parts.add(processes::close);
        Optional.ofNullable(receiver).ifPresent(part -> parts.add(part::close));
        Optional.ofNullable(listener).ifPresent(part -> parts.add(part::close));
        Optional.ofNullable(rules).ifPresent(part -> parts.add(part::close));
        Optional.ofNullable(stack).ifPresent(part -> parts.add(part::close));
        Optional.ofNullable(keeper).ifPresent(part -> parts.add(part::close));
        Optional.ofNullable(keptRecord).ifPresent(folder -> parts.add(() -> KeptRecord.remove(folder)));
        Optional.ofNullable(hostMetrics).ifPresent(part -> parts.add(part::close));
        endAll(parts);
    }

    /** Something that ends with the suite. */
    @FunctionalInterface
    interface Part extends AutoCloseable {
        @Override
        void close();
    }

    /** End all parts, the last one first, whatever one of them throws. */
    static void endAll(List<Part> parts) {
        if (!parts.isEmpty()) {
            Part last = parts.get(parts.size() - 1);
            List<Part> before = parts.subList(0, parts.size() - 1);
            Part rest = () -> endAll(before);
            try (rest;
                    last) {
                // Both of them.
            }
        }
    }
}
