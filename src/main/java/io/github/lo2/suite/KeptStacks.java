package io.github.lo2.suite;

import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.plan.StackKind;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.KeptStack;
import io.github.lo2.stack.StackException;
import io.github.lo2.stack.StackKeeper;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Finds the stack of a system that another process keeps up, takes it and ends it; writes down one that this process keeps up.
 */
final class KeptStacks {
    private final StackStart start;
    private final HttpsClient http;
    /** By Compose files; without any, that of the embedded stack. */
    private final Map<List<Path>, String> builds = new HashMap<>();

    /**
     * @param start says what would be started in its place
     * @param http asks it whether it is healthy
     */
    KeptStacks(StackStart start, HttpsClient http) {
        this.start = start;
        this.http = http;
    }

    /**
     * Find one, whatever it was started from.
     *
     * @param log is told what is left of one that has ended
     */
    Optional<KeptRecord> find(Consumer<String> log) {
        return KeptRecord.find(layout().system(), log);
    }

    /**
     * Find one that is what would be started.
     *
     * @param log is told of one that is not
     */
    Optional<KeptRecord> fitting(StackChoice choice, Consumer<String> log) {
        if (!choice.kept()) {
            return Optional.empty();
        }
        return find(log).filter(kept -> {
            StackKind kind = StackKind.valueOf(kept.kind().toUpperCase(Locale.ROOT));
            if (choice.kind() != StackKind.AUTO && choice.kind() != kind) {
                return false;
            }
            boolean same =
                    build(kind == StackKind.COMPOSE, start.composeFiles(choice)).equals(kept.build());
            if (!same) {
                log.accept("The stack that process %s keeps up was started from another build or configuration"
                                .formatted(kept.pid())
                        + "; it is not taken; lo2 stack --stop ends it");
            }
            return same;
        });
    }

    /** Take one, bring it to where a fresh one begins, and see that it is whole. */
    KeptStack take(KeptRecord record, SignalRouter router, OtlpReceiver handedOver, Consumer<String> log) {
        KeptStack kept = KeptStack.take(record.port(), record.secret(), start.system(), router::log, handedOver);
        try {
            kept.trouble().ifPresent(what -> {
                throw new StackException("the kept stack is broken: %s; %s".formatted(what, record.end()));
            });
            String data = restore(kept, record);
            requireHealthy(kept, record);
            log.accept("Stack: %s, kept up by process %s since %s; %s; it stays up (lo2 stack --stop ends it)"
                    .formatted(kept.kind(), record.pid(), record.since(), data));
            return kept;
        } catch (RuntimeException | Error e) {
            try (kept) { // what goes wrong with giving it back is added to why it was not taken
                throw e;
            }
        }
    }

    /** Write down a stack that this process keeps up; returns the folder that says so. */
    Path write(StackKeeper keeper, StackChoice choice, boolean compose) {
        return new KeptRecord(
                        ProcessHandle.current().pid(),
                        keeper.port(),
                        keeper.secret(),
                        compose ? "compose" : "embedded",
                        build(compose, start.composeFiles(choice)),
                        EpochClock.toInstant(start.clock().nanos()).toString())
                .write(layout().system(), processes());
    }

    /**
     * End the one that is kept up, and wait until its process has ended.
     *
     * @return what was ended; empty when none is kept up
     * @throws StackException when a recording has it
     */
    Optional<String> stop(Consumer<String> log) {
        return find(log).map(kept -> {
            KeptStack.stop(kept.port(), kept.secret());
            ProcessHandle.of(kept.pid()).map(ProcessHandle::onExit).ifPresent(CompletableFuture::join);
            return "The kept stack has ended: process %s, %s, up since %s"
                    .formatted(kept.pid(), kept.kind(), kept.since());
        });
    }

    private static String restore(KeptStack kept, KeptRecord record) {
        Optional<String> obstacle = kept.restoreObstacle();
        if (obstacle.isEmpty()) {
            kept.restoreData();
            return "the seed data is back";
        }
        if (kept.database().isPresent()) {
            throw new StackException("the kept stack has the data of those before: %s; %s"
                    .formatted(obstacle.orElseThrow(), record.end()));
        }
        return "it has no data";
    }

    private void requireHealthy(KeptStack kept, KeptRecord record) {
        List<String> silent = kept.silent(http);
        if (!silent.isEmpty()) {
            throw new StackException("the kept stack is not healthy: %s does not answer; %s"
                    .formatted(String.join(", ", silent), record.end()));
        }
    }

    /** Sum up what a stack is started from, once: it is asked for before the start and at it. */
    private String build(boolean compose, List<Path> composeFiles) {
        return builds.computeIfAbsent(
                compose ? composeFiles : List.of(),
                files -> compose
                        ? StackBuild.compose(layout(), start.system(), files, processes())
                        : StackBuild.embedded(layout()));
    }

    private Layout layout() {
        return start.layout();
    }

    private ChildProcesses processes() {
        return start.processes();
    }
}
