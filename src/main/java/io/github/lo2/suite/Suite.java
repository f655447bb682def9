package io.github.lo2.suite;

import io.github.lo2.capture.HostMetrics;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.load.LocustEnvironment;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.stack.StackDefinition;
import io.github.lo2.stack.StackException;
import io.github.lo2.time.EpochClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private final HttpsClient http = new HttpsClient();
    private final Thread shutdown;
    private @Nullable LocustEnvironment locust;
    private @Nullable OtlpReceiver receiver;
    private @Nullable HostMetrics hostMetrics;
    private @Nullable EmbeddedStack stack;
    private @Nullable StackException stackFailure;

    private Suite(Layout layout, EpochClock clock) {
        this.layout = layout;
        this.clock = clock;
        this.processes = new ChildProcesses(clock);
        // Not the orderly end: the thread that starts the stack may hold this object for a minute.
        this.shutdown = new Thread(processes::close, "suite shutdown");
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

    public SignalRouter router() {
        return router;
    }

    /** Get Locust's environment; the first call makes it if it is not there. */
    public synchronized LocustEnvironment locust() {
        if (locust == null) {
            locust = LocustEnvironment.prepare(layout.locustFiles(), layout.virtualEnvironment(), processes);
        }
        return locust;
    }

    /**
     * Get the stack, observed or not; the first call starts it.
     *
     * @param log is told what is being done
     * @throws StackException when it cannot be started; every later call throws the same
     */
    public synchronized Stack stack(Consumer<String> log) {
        return stack == null ? start(log, Optional.empty()) : stack;
    }

    /**
     * Get the stack with telemetry; the first call starts it, in place of one without.
     *
     * @param log is told what is being done
     * @throws StackException when it cannot be started; every later call throws the same
     */
    public synchronized Stack observedStack(Consumer<String> log) {
        if (stack != null && receiver != null) {
            return stack;
        }
        if (stack != null) {
            stack.close();
        }
        receiver = OtlpReceiver.start(router, clock);
        EmbeddedStack observed =
                start(log, Optional.of(new EmbeddedStack.Telemetry(layout.agent(), receiver.endpoint())));
        hostMetrics = HostMetrics.start(router, clock, () -> targets(observed));
        return observed;
    }

    /** Make what watches, after the load of a window, whether its signals have arrived; the stack must be observed. */
    public synchronized Arrival arrival() {
        if (stack == null || receiver == null) {
            throw new IllegalStateException("the stack is not observed");
        }
        return new Arrival(stack, receiver, http, clock);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            return; // the JVM ends and the hook is at work
        }
        closeParts();
    }

    private EmbeddedStack start(Consumer<String> log, Optional<EmbeddedStack.Telemetry> telemetry) {
        if (stackFailure != null) {
            throw stackFailure;
        }
        try {
            StackDefinition definition = StackDefinition.read(layout.stackDefinition());
            var parts = new EmbeddedStack.Parts(definition, layout.programs(), telemetry);
            EmbeddedStack started = EmbeddedStack.start(parts, processes, router, http, log);
            stack = started;
            return started;
        } catch (StackException e) {
            stackFailure = e;
            throw e;
        }
    }

    private static List<HostMetrics.Target> targets(EmbeddedStack stack) {
        Map<String, String> jobs =
                stack.services().stream().collect(Collectors.toMap(Service::container, Service::serviceName));
        return stack.processIds().entrySet().stream()
                .map(process -> new HostMetrics.Target(
                        jobs.getOrDefault(process.getKey(), process.getKey()), process.getKey(), process.getValue()))
                .toList();
    }

    private synchronized void closeParts() {
        if (hostMetrics != null) {
            hostMetrics.close();
        }
        if (stack != null) {
            stack.close();
        }
        if (receiver != null) {
            receiver.close();
        }
        processes.close();
    }
}
