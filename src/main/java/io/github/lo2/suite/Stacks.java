package io.github.lo2.suite;

import io.github.lo2.capture.OtlpListener;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.plan.StackKind;
import io.github.lo2.stack.ComposeStack;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.KeptStack;
import io.github.lo2.stack.ServiceControl;
import io.github.lo2.stack.Stack;
import io.github.lo2.stack.StackException;
import io.github.lo2.stack.StackKeeper;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one stack that a suite has at a time: started when it is first asked for, observed or not, or taken from another process that
 * keeps it up.
 */
public final class Stacks implements AutoCloseable {
    private final StackStart start;
    private final SignalRouter router;
    private final EpochClock clock;
    private final KeptStacks keptStacks;
    private final Parts parts = new Parts();
    private final Observation observation;
    private @Nullable Stack stack;
    private @Nullable ObservedStack observed;
    private @Nullable StackKeeper keeper;
    private @Nullable RuntimeException failure;

    Stacks(StackStart start, SignalRouter router, HttpsClient http, EpochClock clock) {
        this.start = start;
        this.router = router;
        this.clock = clock;
        this.keptStacks = new KeptStacks(start, http);
        this.observation = new Observation(router, http, clock, parts);
    }

    /**
     * Get the stack, observed or not; the first call starts it.
     *
     * @param choice which one; a later call gets what the first one chose
     * @param log is told what is being done
     * @throws StackException when it cannot be started; every later call throws the same
     */
    public synchronized Stack any(StackChoice choice, Consumer<String> log) {
        if (stack != null) {
            return stack;
        }
        return choice.kind() == StackKind.EMBEDDED
                ? started(() -> own(start.embedded(choice, Optional.empty(), router::log, log)))
                : observed(choice, log).stack();
    }

    /**
     * Get the stack with telemetry; the first call starts it, in place of one without.
     *
     * @param choice which one; a later call gets what the first one chose
     * @param log is told what is being done
     * @throws StackException when it cannot be started; every later call throws the same
     */
    public synchronized ObservedStack observed(StackChoice choice, Consumer<String> log) {
        if (observed == null) {
            endUnobserved();
            observed = started(() -> observe(choice, log));
        }
        return observed;
    }

    /** Get the stack when it is one that another process keeps up. */
    public synchronized Optional<KeptStack> kept() {
        return stack instanceof KeptStack kept ? Optional.of(kept) : Optional.empty();
    }

    /**
     * Start the stack with telemetry and keep it up, for recordings of other processes, until the suite is closed.
     *
     * @param choice which one
     * @param log is told what is being done, and who takes it
     * @throws StackException when it cannot be started, or one is kept up already
     */
    public synchronized Stack keep(StackChoice choice, Consumer<String> log) {
        keptStacks.find(log).ifPresent(other -> {
            throw new StackException(other.end() + "; nothing was started");
        });
        boolean compose = start.isCompose(choice, log);
        StackKeeper opened = StackKeeper.open(clock, log);
        keeper = opened;
        parts.add(opened::close);
        OtlpListener listener = OtlpListener.start(opened);
        parts.add(listener::close);
        if (compose) {
            ComposeStack.gateway().ifPresent(listener::listenAlsoOn);
            opened.keep(own(start.compose(choice, listener.endpoint(), opened::log, log)));
        } else {
            opened.keep(own(start.embedded(choice, Optional.of(listener.endpoint()), opened::log, log)));
        }
        // Once more: a recording hears that the keeper ends before the stack goes from under it.
        parts.add(opened::close);
        Path record = keptStacks.write(opened, choice, compose);
        parts.add(() -> KeptRecord.remove(record));
        return Objects.requireNonNull(stack);
    }

    /** Wait until the stack that is kept up is to end. */
    public void awaitStop() throws InterruptedException {
        StackKeeper waited;
        synchronized (this) {
            waited = Objects.requireNonNull(keeper, "no stack is kept up");
        }
        waited.awaitStop();
    }

    /**
     * End the stack of the system that another process keeps up, and wait until that process has ended.
     *
     * @return what was ended; empty when none is kept up
     * @throws StackException when a recording has it
     */
    public Optional<String> stopKept(Consumer<String> log) {
        return keptStacks.stop(log);
    }

    /** Say, in a line, why something cannot be done to a chosen stack on this machine; empty when it can. */
    Optional<String> obstacle(ServiceControl.Deed deed, StackChoice choice) {
        return start.obstacle(deed, choice);
    }

    /**
     * Check what can be known before the start.
     *
     * @throws StackException when something is missing, or a port is taken
     */
    synchronized void require(StackChoice choice, Consumer<String> log) {
        if (stack != null) {
            return; // it has started, and has its ports
        }
        Optional<KeptRecord> fitting = keptStacks.fitting(choice, log);
        if (fitting.isPresent()) {
            KeptStack.requireFree(fitting.get().port(), fitting.get().secret());
            return;
        }
        try {
            start.require(choice, log);
        } catch (StackException e) {
            throw keptStacks
                    .find(log)
                    .map(other -> new StackException(e.getMessage() + "; " + other.end(), e))
                    .orElse(e);
        }
    }

    @Override
    public synchronized void close() {
        parts.close();
    }

    private ObservedStack observe(StackChoice choice, Consumer<String> log) {
        List<Path> composeFiles = start.composeFiles(choice);
        Optional<KeptRecord> fitting = keptStacks.fitting(choice, log);
        if (fitting.isPresent()) {
            OtlpReceiver handedOver = own(OtlpReceiver.handedOver(router, clock));
            KeptStack taken = own(keptStacks.take(fitting.get(), router, handedOver, log));
            return observation.kept(taken, handedOver, composeFiles, log);
        }
        boolean compose = start.isCompose(choice, log);
        OtlpReceiver receiver = own(OtlpReceiver.start(router, clock));
        if (compose) {
            ComposeStack.gateway().ifPresent(receiver::listenAlsoOn);
            ComposeStack containers = own(start.compose(choice, receiver.endpoint(), router::log, log));
            return observation.compose(containers, receiver, composeFiles, log);
        }
        EmbeddedStack embedded = own(start.embedded(choice, Optional.of(receiver.endpoint()), router::log, log));
        return observation.embedded(embedded, receiver);
    }

    private void endUnobserved() {
        if (stack != null) {
            stack = null;
            parts.close();
        }
    }

    private OtlpReceiver own(OtlpReceiver receiver) {
        parts.add(receiver::close);
        return receiver;
    }

    private <S extends Stack> S own(S started) {
        stack = started;
        parts.add(started::close);
        return started;
    }

    /** Start something once: what failed is not tried again by each test that asks for it. */
    <T> T started(Supplier<T> first) {
        if (failure != null) {
            throw failure;
        }
        try {
            return first.get();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }
}
