package io.github.lo2.validate;

import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioFacts.PhaseFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.Missing;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.ClockCourse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must be known of a scenario to judge its rows.
 *
 * @param system what its run keeps of the system under test
 * @param stack the kind of stack that it was recorded on; empty where that is not known
 * @param tag its tag, by which its rows are found in the tables
 * @param plannedNanos how long its load was to go on, ns; 0 where that is not known
 * @param appliedNanos how long it went on until no more requests were sent, ns
 * @param startNanos start of its window, ns since the epoch (UTC)
 * @param endNanos end of its window, ns since the epoch (UTC)
 * @param clock what this machine's clocks said from the wait before it until it was judged; empty where that is not known
 * @param dose the share of tasks that were to be faulty during the fault; empty: the tasks' weights decided
 * @param phases when each of its phases was; empty where that is not known
 * @param repeats how many messages with spans came again while it was recorded, and were let go; 0 where that is not known
 * @param missing what did not arrive while it was recorded
 * @param fault its fault of the stack
 */
public record JudgedScenario(
        SystemFacts system,
        String stack,
        String tag,
        long plannedNanos,
        long appliedNanos,
        long startNanos,
        long endNanos,
        Optional<ClockCourse> clock,
        OptionalDouble dose,
        List<PhaseFacts> phases,
        long repeats,
        List<Missing> missing,
        Optional<FaultFacts> fault) {
    static final String CORRECT = Scenario.CORRECT;

    private static final String ROWS = Stream.of(Table.REQUESTS, Table.LOGS, Table.SPANS, Table.METRICS)
            .map(table -> "(SELECT count(*) FROM %s WHERE scenario = $1)".formatted(table.tableName()))
            .collect(Collectors.joining(" + ", "SELECT ", ""));

    public JudgedScenario {
        phases = List.copyOf(phases);
        missing = List.copyOf(missing);
    }

    /**
     * Take what a run knows of a scenario.
     *
     * @param tag by which its rows are found: its facts may be of another one, if someone changed them
     */
    public static JudgedScenario of(SystemFacts system, String tag, ScenarioFacts facts) {
        return new JudgedScenario(
                system,
                facts.stack(),
                tag,
                facts.plannedDuration(),
                facts.appliedDuration(),
                facts.startTime(),
                facts.endTime(),
                Optional.ofNullable(facts.clock()),
                facts.givenDose(),
                facts.phases(),
                facts.counts().repeats(),
                facts.missing(),
                Optional.ofNullable(facts.fault()));
    }

    /** Tell how long a phase of a kind went on, ns; 0 where there is none. */
    long phaseNanos(Phase.Kind kind) {
        return phases.stream()
                .filter(phase -> phase.phase().equals(kind.word()))
                .mapToLong(phase -> phase.endTime() - phase.startTime())
                .sum();
    }

    /** Look up when a phase was; empty where it has none of that kind, or that is not known. */
    Optional<PhaseFacts> phase(Phase.Kind kind) {
        return phases.stream()
                .filter(phase -> phase.phase().equals(kind.word()))
                .findFirst();
    }

    /** Count its rows in the tables. */
    long rows(TableViews views) {
        return views.askOne(ROWS, row -> row.getLong(1), tag);
    }

    boolean isCorrect() {
        return tag.equals(CORRECT);
    }

    double seconds() {
        return (endNanos - startNanos) / 1e9;
    }
}
