package io.github.lo2.recording;

import io.github.lo2.plan.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Records scenarios, one after the other; see {@link ScenarioWay} for the way of one.
 *
 * <p>Whatever ends a scenario, a line in the run log says so, and the next one begins after the wait that was drawn. Its load
 * begins when it is due: if this one is still being sealed then, both go on side by side.
 */
final class ScenarioRecorder {
    private final WayParts parts;
    /** What scenarios cost beyond their durations and waits so far, ns. */
    private long beyondNanos;

    ScenarioRecorder(WayParts parts) {
        this.parts = parts;
    }

    /**
     * Record a scenario.
     *
     * @throws Throwable what kept it from being recorded; or, when it is sealed, what its body says against it
     */
    void record(Scenario scenario, ScenarioBody body) throws Throwable {
        List<Throwable> objections = sealed(scenario, body);
        if (objections.size() == 1) {
            throw objections.get(0);
        }
        if (!objections.isEmpty()) {
            var all = new AssertionError(
                    objections.stream().map(ScenarioRecorder::words).collect(Collectors.joining("\n")));
            objections.forEach(all::addSuppressed);
            throw all;
        }
    }

    /** Say what the scenarios cost beyond their durations and waits, ns. */
    long beyondNanos() {
        return beyondNanos;
    }

    /** Record and seal a scenario; gives what its body says against it. */
    private List<Throwable> sealed(Scenario scenario, ScenarioBody body) {
        OptionalLong end = OptionalLong.empty();
        try (Turn turn = parts.turns().take(scenario)) {
            Turn.Begun begun = turn.awaitBegun();
            parts.end().begun(scenario, begun.window().startNanos());
            List<Throwable> objections = new ScenarioWay(scenario, begun, parts).follow(body);
            beyondNanos += begun.beyondNanos();
            end = OptionalLong.of(begun.window().endNanos());
            return new ArrayList<>(objections);
        } catch (RuntimeException | Error e) {
            parts.lines().notKept(scenario, e);
            throw e;
        } finally {
            parts.end().ended();
            parts.turns().prepareAfter(scenario);
            parts.turns()
                    .beginNext(end.orElseGet(parts.clock()::nanos)
                            + scenario.pause().toNanos());
        }
    }

    private static String words(Throwable objection) {
        return objection.getMessage() == null ? objection.toString() : objection.getMessage();
    }
}
