package io.github.lo2.stack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** Waits until all parts of a stack are ready: each is asked until it says so once. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Duration patience;
    private final Supplier<Optional<String>> broken;
    private final Function<String, String> lastLines;

    /**
     * @param broken says what makes further waiting useless; empty while there is hope
     * @param lastLines shows the last lines of a part, by its name
     */
    Readiness(Supplier<Optional<String>> broken, Function<String, String> lastLines) {
        this(PATIENCE, broken, lastLines);
    }

    Readiness(Duration patience, Supplier<Optional<String>> broken, Function<String, String> lastLines) {
        this.patience = patience;
        this.broken = broken;
        this.lastLines = lastLines;
    }

    /**
     * Wait until each part has said that it is ready.
     *
     * @param questions what each part is asked, by its name
     * @throws StackException at once when something is broken; after 3 min naming the parts that are not ready
     */
    void await(Map<String, BooleanSupplier> questions) {
        var waiting = new LinkedHashMap<>(questions);
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .pollInSameThread()
                    .failFast(this::requireWhole)
                    .until(() -> {
                        waiting.values().removeIf(BooleanSupplier::getAsBoolean);
                        return waiting.isEmpty();
                    });
        } catch (TerminalFailureException e) {
            // Awaitility wraps what its condition throws.
            throw e.getCause() instanceof StackException broken ? broken : e;
        } catch (ConditionTimeoutException e) {
            String silent = waiting.keySet().stream()
                    .map(name -> "%s (last lines: %s)".formatted(name, lastLines.apply(name)))
                    .collect(Collectors.joining("; "));
            throw new StackException("not ready after %s s: %s".formatted(patience.toSeconds(), silent), e);
        }
    }

    /** Wait until a part is ready, and tell whether it was in time. */
    static boolean comes(Duration limit, Callable<Boolean> isReady) {
        try {
            Awaitility.await()
                    .atMost(limit)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .pollInSameThread()
                    .until(isReady);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Tell whether a health request has been answered by a service that is ready: with 2xx. */
    static boolean isReady(OptionalInt status) {
        return status.isPresent() && status.getAsInt() / 100 == 2;
    }

    private void requireWhole() {
        broken.get().ifPresent(what -> {
            throw new StackException(what);
        });
    }
}
