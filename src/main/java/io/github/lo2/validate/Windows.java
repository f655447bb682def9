package io.github.lo2.validate;

import io.github.lo2.dataset.ScenarioFacts.PhaseFacts;
import io.github.lo2.plan.Phase;
import io.github.lo2.table.TableViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Scenarios cut into whole windows of 5 s from their starts; a shorter scenario is one window. They are numbered through, from 0
 * on.
 */
final class Windows {
    private static final long LENGTH_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What begins each question: the scenarios, with the number of their first window. */
    private static final String CUT = "WITH cut (label, start, length, first, windows) AS (VALUES %s) ";

    /** SQL of the number of the window that a row belongs to by its {@code time}, in a join with {@code cut}. */
    private static final String NUMBER = "first + (epoch_ns(time) - start) // length";

    /** The rows of a table in the windows; another CTE follows. */
    private static final String OF_WINDOW = """
            , of_window AS (
              SELECT %1$s AS number, %2$s.* FROM %2$s JOIN cut ON cut.label = scenario
              WHERE epoch_ns(time) >= start AND epoch_ns(time) < start + windows * length),
            """;

    /** How one scenario is cut. */
    private record Cut(JudgedScenario scenario, long length, int first, int windows) {
        static Cut of(JudgedScenario scenario, int first) {
            long duration = Math.max(0, scenario.endNanos() - scenario.startNanos());
            if (duration < LENGTH_NANOS) {
                return new Cut(scenario, Math.max(1, duration), first, duration > 0 ? 1 : 0);
            }
            return new Cut(scenario, LENGTH_NANOS, first, (int) (duration / LENGTH_NANOS));
        }

        /** Tell whether the middle of a window lies in the phase that is the scenario's fault. */
        boolean isInFault(int window) {
            if (scenario.phases().isEmpty()) {
                return !scenario.isCorrect();
            }
            long middle = scenario.startNanos() + window * length + length / 2;
            return scenario.phases().stream()
                    .filter(phase -> phase.startTime() <= middle && middle < phase.endTime())
                    .map(PhaseFacts::phase)
                    .anyMatch(Phase.Kind.FAULT.word()::equals);
        }
    }

    private final List<Cut> cuts;
    private final int number;

    private Windows(List<Cut> cuts, int number) {
        this.cuts = cuts;
        this.number = number;
    }

    static Windows of(List<JudgedScenario> scenarios) {
        var cuts = new ArrayList<Cut>();
        int number = 0;
        for (JudgedScenario scenario : scenarios) {
            Cut cut = Cut.of(scenario, number);
            cuts.add(cut);
            number += cut.windows();
        }
        return new Windows(cuts, number);
    }

    /** Count them. */
    int number() {
        return number;
    }

    /** Count those that are shorter than the others. */
    long shorter() {
        return cuts.stream()
                .filter(cut -> cut.windows() > 0 && cut.length() < LENGTH_NANOS)
                .count();
    }

    /** Tell the place of each window's scenario. */
    int[] scenarios() {
        int[] scenarios = new int[number];
        for (int place = 0; place < cuts.size(); place++) {
            Cut cut = cuts.get(place);
            Arrays.fill(scenarios, cut.first(), cut.first() + cut.windows(), place);
        }
        return scenarios;
    }

    /** Tell of each window whether it lies in the phase that is its scenario's fault. */
    boolean[] inFault() {
        boolean[] inFault = new boolean[number];
        for (Cut cut : cuts) {
            for (int window = 0; window < cut.windows(); window++) {
                inFault[cut.first() + window] = cut.isInFault(window);
            }
        }
        return inFault;
    }

    /**
     * Ask for figures of windows; one without a row has 0.
     *
     * @param table the table whose rows are asked for
     * @param sql the question: what stands behind {@code WITH …,} with a row for each window, its number first. It asks the rows
     *     of windows, {@code of_window}: those of the table, with the column {@code number}
     * @param figures how many there are
     */
    List<double[]> ask(TableViews views, String table, String sql, int figures) {
        var answer = new ArrayList<double[]>();
        for (int i = 0; i < figures; i++) {
            answer.add(new double[number]);
        }
        if (number == 0) {
            return answer;
        }
        var parameters = new ArrayList<Object>();
        for (Cut cut : cuts) {
            Collections.addAll(
                    parameters,
                    cut.scenario().tag(),
                    cut.scenario().startNanos(),
                    cut.length(),
                    cut.first(),
                    cut.windows());
        }
        String values = String.join(", ", Collections.nCopies(cuts.size(), "(?, ?, ?, ?, ?)"));
        views.ask(
                CUT.formatted(values) + OF_WINDOW.formatted(NUMBER, table) + sql,
                row -> {
                    for (int i = 0; i < figures; i++) {
                        answer.get(i)[row.getInt(1)] = row.getDouble(2 + i);
                    }
                    return row.getInt(1);
                },
                parameters.toArray());
        return answer;
    }
}
