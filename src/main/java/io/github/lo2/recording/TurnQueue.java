package io.github.lo2.recording;

import io.github.lo2.dataset.RunLog;
import io.github.lo2.plan.Scenario;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The turns that come next, prepared two ahead between two loads, so that no load waits for Python's start.
 *
 * <p>Nothing that fails here reaches the scenario that is being recorded.
 */
final class TurnQueue implements AutoCloseable {
    /** How many scenarios are prepared ahead. */
    private static final int AHEAD = 2;

    private final List<Scenario> scenarios;
    private final Function<Scenario, Turn.Prepared> preparation;
    private final Beginning beginning;
    private final TimeLeft time;
    private final RunLog log;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "turns"));
    /** In the order of the plan. */
    private final Deque<Turn> prepared = new ArrayDeque<>();
    /** When the next load is due, ns since the epoch (UTC); empty: at once. */
    private OptionalLong due = OptionalLong.empty();

    /** Begins a turn when it is due, ns since the epoch (UTC); at once when nothing was before it. */
    @FunctionalInterface
    interface Beginning {
        Turn.Begun begin(Turn turn, Turn.Prepared prepared, OptionalLong dueNanos);
    }

    /**
     * @param scenarios those that are to be recorded, in their order
     * @param preparation prepares the turn of a scenario
     * @param time no turn begins whose scenario could not end in it
     */
    TurnQueue(
            List<Scenario> scenarios,
            Function<Scenario, Turn.Prepared> preparation,
            Beginning beginning,
            TimeLeft time,
            RunLog log) {
        this.scenarios = List.copyOf(scenarios);
        this.preparation = preparation;
        this.beginning = beginning;
        this.time = time;
        this.log = log;
    }

    /** Prepare the first scenarios. */
    void prepareFirst() {
        prepareFrom(0);
    }

    /**
     * Take the turn of a scenario out of the queue; it begins when it is due, or at once when nothing was before it, unless it has begun.
     *
     * @throws DeadlineException when it has not begun, and there is no time for it; or when this process was told to end
     */
    Turn take(Scenario scenario) {
        Turn next = prepared.peek();
        boolean begun = next != null && next.scenario().equals(scenario) && next.isBeginning();
        if (time.isOver() || (!begun && !time.isEnoughFor(scenario, due))) {
            discardPrepared();
            throw time.tooLateFor(scenario);
        }
        if (next == null || !next.scenario().equals(scenario)) {
            discardPrepared();
            prepared.add(prepare(scenario));
        }
        Turn turn = prepared.remove();
        if (!turn.isBeginning()) {
            begin(turn, due);
        }
        due = OptionalLong.empty();
        return turn;
    }

    /** Prepare the scenarios after one, as far as they are not prepared yet. */
    void prepareAfter(Scenario scenario) {
        prepareFrom(scenarios.indexOf(scenario) + 1);
    }

    /** Let the next load begin when it is due, ns since the epoch (UTC), if there is time for it, whatever is still to be done for the one before. */
    void beginNext(long dueNanos) {
        Turn next = prepared.peek();
        if (next != null && !next.isBeginning()) {
            due = OptionalLong.of(dueNanos);
            if (time.isEnoughFor(next.scenario(), due)) {
                begin(next, due);
            }
        }
    }

    /** End what was prepared and not used. */
    @Override
    public void close() {
        discardPrepared();
        thread.shutdownNow();
    }

    private void prepareFrom(int place) {
        scenarios.stream()
                .skip(place)
                .limit(AHEAD)
                .skip(prepared.size())
                .map(this::prepare)
                .forEach(prepared::add);
    }

    private Turn prepare(Scenario scenario) {
        return Turn.prepare(scenario, () -> preparation.apply(scenario));
    }

    private void begin(Turn turn, OptionalLong dueNanos) {
        turn.begin(thread, ready -> beginning.begin(turn, ready, dueNanos));
    }

    private void discardPrepared() {
        prepared.forEach(turn -> {
            try {
                turn.discard();
            } catch (RuntimeException e) {
                log.say("What was prepared for '%s' is not undone: %s"
                        .formatted(turn.scenario().tag(), e.getMessage()));
            }
        });
        prepared.clear();
    }
}
