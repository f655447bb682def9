package io.github.lo2.stack;

import io.github.lo2.stack.ContainerState.Condition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What is done to the containers of a stack: the engine pauses, kills and limits them.
 *
 * <p>What is left of it after {@code kill -9} of the suite ends with the containers, which the reaper removes, paused or not.
 */
final class ComposeControl implements ServiceControl {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Engine engine;
    private final Containers stack;
    private final Supplier<String> toxiproxy;
    /** How often each container that is limited had had to wait before. */
    private final Map<String, Long> throttledBefore = new ConcurrentHashMap<>();

    /** What the stack knows and does. */
    interface Containers {
        /** Look the engine's id of a service's container up. */
        String id(String service);

        /** Take note of a container that was started again on purpose: its log goes on, and nothing is wrong with it. */
        void startedAgain(String service, ContainerState state);

        /** Ask a service whether it is ready. */
        boolean isReady(String service);

        /** Get what stands between a service and the database; empty: nothing does. */
        Optional<Toxics> toxics(String service);
    }

    ComposeControl(Engine engine, Containers stack, Supplier<String> toxiproxy) {
        this.engine = engine;
        this.toxiproxy = toxiproxy;
        this.stack = stack;
    }

    /**
     * Say, in a line, why an engine cannot do something to containers; empty when it can.
     *
     * @param engine is asked only where not every engine can do it
     * @param toxiproxy the image of what can stand between a service and the database
     */
    static Optional<String> obstacle(Deed deed, Supplier<Engine> engine, Supplier<String> toxiproxy) {
        return switch (deed) {
            case PAUSE, KILL -> Optional.empty();
            case IMPAIR_NETWORK ->
                engine.get().hasImage(toxiproxy.get())
                        ? Optional.empty()
                        : Optional.of(
                                "the engine has no image %s; compose/setup.sh gets it".formatted(toxiproxy.get()));
            case LIMIT_PROCESSOR ->
                engine.get().limitsProcessor()
                        ? Optional.empty()
                        : Optional.of("the Docker engine cannot limit the processor's time (CpuCfsQuota is false); a"
                                + " rootless one needs control groups of version 2, with cpu delegated to its"
                                + " user");
        };
    }

    @Override
    public Optional<String> obstacle(Deed deed) {
        return obstacle(deed, () -> engine, toxiproxy);
    }

    @Override
    public String pause(String service) {
        String id = stack.id(service);
        engine.pause(id);
        return said(service, id, await(service, id, Condition.PAUSED));
    }

    @Override
    public String resume(String service) {
        String id = stack.id(service);
        ContainerState state = engine.state(id);
        if (state.condition() == Condition.PAUSED) {
            engine.startAgain(id, state);
        }
        return said(service, id, await(service, id, Condition.RUNNING));
    }

    @Override
    public String kill(String service) {
        String id = stack.id(service);
        if (engine.state(id).condition() != Condition.ENDED) {
            engine.kill(id);
        }
        return said(service, id, await(service, id, Condition.ENDED));
    }

    @Override
    public String start(String service) {
        String id = stack.id(service);
        ContainerState state = engine.state(id);
        if (!state.isRunning()) {
            engine.startAgain(id, state);
        }
        stack.startedAgain(service, await(service, id, Condition.RUNNING));
        if (!answers(service)) {
            throw new StackException("%s does not answer %s s after its container was started; its last lines: %s"
                    .formatted(service, ANSWER.toSeconds(), engine.lastLines(id)));
        }
        return said(service, id, await(service, id, Condition.RUNNING));
    }

    @Override
    public String limitProcessor(String service, double cores) {
        String id = stack.id(service);
        throttledBefore.put(service, engine.throttled(id));
        engine.limitProcessor(id, cores);
        return "container %s of %s has %s of a core".formatted(shortened(id), service, cores);
    }

    @Override
    public String freeProcessor(String service) {
        if (throttledBefore.remove(service) == null) {
            return service + " has no limit of the processor";
        }
        String id = stack.id(service);
        engine.freeProcessor(id);
        return "container %s of %s has no limit of the processor any more".formatted(shortened(id), service);
    }

    @Override
    public long throttled(String service) {
        Long before = throttledBefore.get(service);
        return before == null ? 0 : engine.throttled(stack.id(service)) - before;
    }

    @Override
    public String impairNetwork(String service, Impairment impairment) {
        return toxics(service).impair(service, impairment);
    }

    @Override
    public String freeNetwork(String service) {
        return toxics(service).free(service);
    }

    private Toxics toxics(String service) {
        return stack.toxics(service)
                .orElseThrow(() -> new StackException(
                        "nothing stands between %s and the database: the stack was started without it; start a new run"
                                .formatted(service)));
    }

    @Override
    public boolean answers(String service) {
        return Readiness.comes(ANSWER, () -> stack.isReady(service));
    }

    private ContainerState await(String service, String id, Condition wanted) {
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .pollInSameThread()
                    .until(() -> engine.state(id), found -> found.condition() == wanted);
        } catch (ConditionTimeoutException e) {
            throw new StackException(
                    "container %s of %s is %s %s s after the engine was told; expected %s"
                            .formatted(
                                    shortened(id),
                                    service,
                                    engine.state(id).word(),
                                    PATIENCE.toSeconds(),
                                    wanted.word()),
                    e);
        }
    }

    private static String said(String service, String id, ContainerState state) {
        return "the Docker engine says that container %s of %s is %s, and was started at %s"
                .formatted(shortened(id), service, state.word(), state.startedAt());
    }

    /** Write an id as the engine's own client does. */
    private static String shortened(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }
}
