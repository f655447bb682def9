package io.github.lo2.stack;

import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What is done to the processes of an embedded stack: signals, a control group for the processor's time,
 * and what stands between them and the database.
 *
 * <p>A process that is stopped ends with the others after {@code kill -9} of the suite: by force, since it does not hear of a
 * polite end. The reaper removes control groups.
 */
final class EmbeddedControl implements ServiceControl, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Processes stack;
    private final ChildProcesses processes;
    private final Path work;
    private final Supplier<List<Path>> groups;
    private final Path toxiproxy;
    private final Map<String, Limited> limited = new ConcurrentHashMap<>();

    /** What the stack knows and does. */
    interface Processes {
        /** Look the process of a service up; it may have ended. */
        ChildProcess process(String service);

        /** Start a service and wait until it answers. */
        void start(String service);

        /** Ask a service whether it is ready. */
        boolean isReady(String service);

        /** Get what stands between services and the database; empty: nothing does. */
        Optional<Toxiproxy> proxy();
    }

    /**
     * A process with a limit.
     *
     * @param quota its group
     * @param pid which process
     * @param before the group that it was in before
     */
    private record Limited(ProcessorQuota quota, long pid, Path before) {}

    /**
     * @param work a folder to run commands in
     * @param groups in which folders control groups are made
     * @param toxiproxy the folder in which Toxiproxy is looked for before the {@code PATH}
     */
    EmbeddedControl(Processes stack, ChildProcesses processes, Path work, Supplier<List<Path>> groups, Path toxiproxy) {
        this.stack = stack;
        this.processes = processes;
        this.work = work;
        this.groups = groups;
        this.toxiproxy = toxiproxy;
    }

    /**
     * Say, in a line, why this machine cannot do something to processes; empty when it can.
     *
     * @param groups in which folders control groups are made
     * @param toxiproxy the folder in which Toxiproxy is looked for before the {@code PATH}
     */
    static Optional<String> obstacle(Deed deed, List<Path> groups, Path toxiproxy) {
        return switch (deed) {
            case PAUSE, KILL -> Optional.empty();
            case IMPAIR_NETWORK ->
                Toxiproxy.find(toxiproxy).isPresent() ? Optional.empty() : Optional.of(Toxiproxy.missing(toxiproxy));
            case LIMIT_PROCESSOR -> {
                Optional<ProcessorQuota> tried = ProcessorQuota.make(
                        groups, "lo2-try-" + ProcessHandle.current().pid());
                try {
                    if (tried.isPresent()) {
                        tried.get().remove();
                    }
                } catch (IOException e) {
                    throw new StackException(
                            "control group %s cannot be removed: %s"
                                    .formatted(tried.get().folder(), e.getMessage()),
                            e);
                }
                yield tried.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                "this user may not limit the processor's time here: no control group with a limit can be made in %s; run as root, or have one delegated"
                                        .formatted(groups));
            }
        };
    }

    @Override
    public Optional<String> obstacle(Deed deed) {
        return obstacle(deed, groups.get(), toxiproxy);
    }

    @Override
    public String pause(String service) {
        long pid = stack.process(service).pid();
        signal(service, pid, "STOP");
        return awaitState(service, pid, "stopped", state -> state.startsWith("T"));
    }

    @Override
    public String resume(String service) {
        long pid = stack.process(service).pid();
        signal(service, pid, "CONT");
        return awaitState(service, pid, "going on", state -> !state.startsWith("T"));
    }

    @Override
    public String kill(String service) {
        ChildProcess process = stack.process(service);
        process.kill();
        if (process.isAlive()) {
            throw new StackException("%s (pid %s) lives after SIGKILL; expected it to end; end it by hand"
                    .formatted(service, process.pid()));
        }
        return "process %s of %s was ended by SIGKILL".formatted(process.pid(), service);
    }

    @Override
    public String start(String service) {
        if (!stack.process(service).isAlive()) {
            stack.start(service);
        }
        return "process %s of %s answers".formatted(stack.process(service).pid(), service);
    }

    @Override
    public String limitProcessor(String service, double cores) {
        long pid = stack.process(service).pid();
        String name = "lo2-%s-%s".formatted(ProcessHandle.current().pid(), pid);
        ProcessorQuota quota = ProcessorQuota.make(groups.get(), name)
                .orElseThrow(() -> new StackException(
                        obstacle(Deed.LIMIT_PROCESSOR).orElse("no control group can be made for " + service)));
        processes.runAtEnd(quota.removal());
        try {
            limited.put(service, new Limited(quota, pid, quota.groupOf(pid)));
            quota.limit(cores);
            ProcessorQuota.move(pid, quota.folder());
            return "process %s of %s is in %s, which has %s of a core".formatted(pid, service, quota.folder(), cores);
        } catch (IOException e) {
            throw new StackException(
                    "%s (pid %s) cannot be put into control group %s: %s"
                            .formatted(service, pid, quota.folder(), e.getMessage()),
                    e);
        }
    }

    @Override
    public String freeProcessor(String service) {
        Limited was = limited.remove(service);
        if (was == null) {
            return service + " has no limit of the processor";
        }
        try {
            if (stack.process(service).pid() == was.pid()
                    && stack.process(service).isAlive()) {
                ProcessorQuota.move(was.pid(), was.before());
            }
            was.quota().remove();
            return "process %s of %s is in %s again, and its limit is removed"
                    .formatted(was.pid(), service, was.before());
        } catch (IOException e) {
            throw new StackException(
                    "control group %s of %s cannot be removed: %s"
                            .formatted(was.quota().folder(), service, e.getMessage()),
                    e);
        }
    }

    @Override
    public long throttled(String service) {
        Limited with = limited.get(service);
        if (with == null) {
            return 0;
        }
        try {
            return with.quota().throttled();
        } catch (IOException e) {
            throw new StackException(
                    "control group %s cannot be read: %s".formatted(with.quota().folder(), e.getMessage()), e);
        }
    }

    @Override
    public String impairNetwork(String service, Impairment impairment) {
        return proxy(service).toxics().impair(service, impairment);
    }

    @Override
    public String freeNetwork(String service) {
        return proxy(service).toxics().free(service);
    }

    @Override
    public boolean answers(String service) {
        return Readiness.comes(ANSWER, () -> stack.isReady(service));
    }

    /** Free what is limited: its processes end now. */
    @Override
    public void close() {
        List.copyOf(limited.keySet()).forEach(this::freeProcessor);
    }

    private Toxiproxy proxy(String service) {
        return stack.proxy()
                .filter(proxy -> proxy.port(service).isPresent())
                .orElseThrow(() -> new StackException(
                        "nothing stands between %s and the database: the stack was started without it; start a new run"
                                .formatted(service)));
    }

    private void signal(String service, long pid, String signal) {
        processes.run(
                new ChildCommand(
                        ChildKind.SERVICE,
                        "SIG%s to %s".formatted(signal, service),
                        List.of("sh", "-c", "kill -%s %s".formatted(signal, pid)),
                        work,
                        Map.of()),
                PATIENCE);
    }

    private static String awaitState(String service, long pid, String wanted, Function<String, Boolean> is) {
        try {
            return "process %s of %s is %s"
                    .formatted(
                            pid,
                            service,
                            Awaitility.await()
                                    .atMost(PATIENCE)
                                    .pollDelay(Duration.ZERO)
                                    .pollInterval(Duration.ofMillis(1))
                                    .pollInSameThread()
                                    .until(() -> state(pid), is::apply));
        } catch (ConditionTimeoutException e) {
            throw new StackException(
                    "%s (pid %s) is '%s' %s s after it was told; expected it to be %s"
                            .formatted(service, pid, state(pid), PATIENCE.toSeconds(), wanted),
                    e);
        }
    }

    /** Ask the system for the state of a process: {@code T (stopped)}; of its main thread, which stops last. */
    private static String state(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("State:"))
                    .map(line -> line.substring("State:".length()).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "gone";
        }
    }
}
