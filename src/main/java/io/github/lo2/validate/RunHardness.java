package io.github.lo2.validate;

import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Hardness.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures how hard a run is, see {@link Hardness}. */
public final class RunHardness {
    /** The tables that it is read from. */
    static final Set<Table> TABLES = Set.of(Table.REQUESTS, Table.LOGS, Table.SPANS, Table.METRICS);

    private RunHardness() {}

    /**
     * Measure it.
     *
     * @param scenarios its scenarios
     * @param views the table {@code requests}; {@code logs}, {@code spans} and {@code metrics} as far as they are there
     * @throws io.github.lo2.table.TableException when one cannot be read
     */
    public static Hardness of(List<JudgedScenario> scenarios, TableViews views) {
        Windows windows = Windows.of(scenarios);
        var byPhase = new HeldOutScenarios(windows.scenarios(), windows.inFault());
        var byRequest = new HeldOutScenarios(windows.scenarios(), WindowMeasures.faulty(windows, views));
        var thresholds = new ArrayList<Threshold>();
        for (WindowMeasures measures : WindowMeasures.ALL) {
            if (views.has(measures.table())) {
                // What takes longest is not asked for where nothing can be made of it.
                List<double[]> values =
                        byPhase.canBeJudged() || byRequest.canBeJudged() ? measures.of(windows, views) : List.of();
                for (int i = 0; i < measures.measures().size(); i++) {
                    thresholds.add(new Threshold(
                            measures.measures().get(i), accuracy(byPhase, values, i), accuracy(byRequest, values, i)));
                }
            }
        }
        return Hardness.of(windows.number(), windows.shorter(), byPhase.classes(), byRequest.classes(), thresholds);
    }

    private static @Nullable Double accuracy(HeldOutScenarios scenarios, List<double[]> values, int measure) {
        return scenarios.canBeJudged() ? (Double) scenarios.balancedAccuracy(values.get(measure)) : null;
    }
}
