package io.github.lo2.recording;

import io.github.lo2.dataset.PreparedScenario;
import io.github.lo2.load.Load;
import io.github.lo2.plan.Scenario;
import java.nio.file.Path;
import java.util.function.Function;

/** Prepares the turn of a scenario: its folder, and its Locust, which then waits for the word. */
final class TurnPreparation {
    private final Function<Scenario, PreparedScenario> folders;
    private final Arming loads;

    /** Starts Locust for a scenario, up to the point where only the word is missing. */
    @FunctionalInterface
    interface Arming {
        Load arm(Scenario scenario, Path requests, Path locustLog);
    }

    /**
     * @param folders makes the folder of a scenario
     */
    TurnPreparation(Function<Scenario, PreparedScenario> folders, Arming loads) {
        this.folders = folders;
        this.loads = loads;
    }

    /**
     * Prepare a turn.
     *
     * @throws RuntimeException what kept it from that; nothing is left behind then
     */
    Turn.Prepared prepare(Scenario scenario) {
        PreparedScenario folder = folders.apply(scenario);
        try {
            return new Turn.Prepared(folder, loads.arm(scenario, folder.requests(), folder.locustLog()));
        } catch (RuntimeException | Error e) {
            discard(folder, e);
            throw e;
        }
    }

    private static void discard(PreparedScenario folder, Throwable failure) {
        try {
            folder.discard();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
