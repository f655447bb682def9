package io.github.lo2.suite;

import io.github.lo2.capture.LogFormats;
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
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.python.PythonEnvironment;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.ServiceControl;
import io.github.lo2.stack.StackDefinition;
import io.github.lo2.stack.StackException;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.EpochClock;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The long-lived parts: child processes, signal router, OTLP receiver, stack, Locust's environment.
 *
 * <p>Each is started when it is first asked for. All end when the suite is closed, when the JVM is told to end (Ctrl-C,
 * SIGTERM), and also when it is killed, which its child processes' reaper notices.
 */
public final class Suite implements AutoCloseable {
    private final Layout layout;
    private final EpochClock clock;
    private final ChildProcesses processes;
    private final SignalRouter router = new SignalRouter();
    private final Stacks stacks;
    private final Thread shutdown;
    private final List<UnderWay> underWay = new CopyOnWriteArrayList<>();
    private @Nullable LocustEnvironment locust;
    private Optional<FaultRules> rules = Optional.empty();
    private volatile boolean ending;

    private Suite(Layout layout, EpochClock clock) {
        this.layout = layout;
        this.clock = clock;
        this.processes = new ChildProcesses(clock);
        var http = new HttpsClient();
        this.stacks = new Stacks(new StackStart(layout, processes, http, clock), router, http, clock);
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

    /** Say, in a line, why something cannot be done to a chosen stack on this machine; empty when it can. */
    public Optional<String> obstacle(ServiceControl.Deed deed, StackChoice choice) {
        return stacks.obstacle(deed, choice);
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
        FaultRules written = rules.orElseGet(() -> faults.stream().anyMatch(FaultDeclaration::isHitting)
                ? FaultRules.write(faults, processes)
                : FaultRules.none());
        rules = Optional.of(written);
        return written;
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
                        () -> stacks.require(choice, log))
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

    /** Get at the suite's stack. */
    public Stacks stacks() {
        return stacks;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            return; // the JVM ends and the hook is at work
        }
        ending = true;
        end();
    }

    private static Optional<String> lacking(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (SuiteException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private synchronized void end() {
        var parts = new Parts();
        parts.add(processes::close);
        rules.ifPresent(part -> parts.add(part::close));
        parts.add(stacks::close);
        parts.close();
    }
}
