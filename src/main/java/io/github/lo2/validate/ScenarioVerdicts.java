package io.github.lo2.validate;

import io.github.lo2.fault.FaultFacts;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Judges a scenario by its rows: those of the parts just recorded, or those of the tables of a whole run. */
public final class ScenarioVerdicts {
    private ScenarioVerdicts() {}

    /**
     * Reach all verdicts about a scenario, in the order of their kinds.
     *
     * @param views the tables {@code requests}, {@code logs}, {@code spans}, {@code metrics} and {@code metrics_before}
     * @throws io.github.lo2.table.TableException when a table is not there or cannot be read
     */
    public static List<Verdict> of(JudgedScenario scenario, TableViews views) {
        return kinds(scenario).stream().map(kind -> of(kind, scenario, views)).toList();
    }

    /** List what is said of a scenario: of one with a fault of the stack, that too. */
    static Set<VerdictKind> kinds(JudgedScenario scenario) {
        return scenario.fault().isPresent() ? VerdictKind.ofFaultScenario() : VerdictKind.ofScenario();
    }

    /** List the tables that a verdict is read from. */
    static Set<Table> tables(VerdictKind kind) {
        return switch (kind) {
            case LABEL, PURITY, STEADY, HIT, IMPACT, RECOVERED -> EnumSet.of(Table.REQUESTS);
            case SPANS_JOINED, CLOCK -> EnumSet.of(Table.REQUESTS, Table.SPANS);
            case LOGS_JOINED -> EnumSet.of(Table.REQUESTS, Table.LOGS);
            case MECHANISM -> EnumSet.of(Table.REQUESTS, Table.SPANS, Table.METRICS, Table.METRICS_BEFORE);
            case COVERAGE -> EnumSet.of(Table.METRICS, Table.METRICS_BEFORE);
            case SIGNALS, TIMES, NO_LEAK ->
                EnumSet.of(Table.REQUESTS, Table.LOGS, Table.SPANS, Table.METRICS, Table.METRICS_BEFORE);
            case KEYS -> EnumSet.of(Table.REQUESTS, Table.LOGS, Table.SPANS, Table.METRICS);
            case APPLIED, INJECTED, FILES, PLAN -> EnumSet.noneOf(Table.class);
        };
    }

    /** Reach one verdict; only the tables that it is read from must be there. */
    static Verdict of(VerdictKind kind, JudgedScenario scenario, TableViews views) {
        return switch (kind) {
            case APPLIED -> AppliedVerdict.of(scenario);
            case LABEL -> AnswerVerdicts.label(scenario, views);
            case PURITY -> AnswerVerdicts.purity(scenario, views);
            case INJECTED -> FaultVerdicts.injected(fault(kind, scenario), scenario);
            case HIT -> FaultVerdicts.hit(fault(kind, scenario), scenario, views);
            case IMPACT -> ImpactVerdict.of(fault(kind, scenario), scenario, views);
            case MECHANISM -> MechanismVerdict.of(fault(kind, scenario), scenario, views);
            case RECOVERED -> FaultVerdicts.recovered(fault(kind, scenario), scenario, views);
            case NO_LEAK -> NoLeakVerdict.of(fault(kind, scenario), scenario, views);
            case SPANS_JOINED -> JoinVerdict.spans(scenario.system()).judge(scenario, views);
            case LOGS_JOINED -> JoinVerdict.logs(scenario.system()).judge(scenario, views);
            case COVERAGE -> CoverageVerdict.of(scenario, views);
            case SIGNALS -> SignalsVerdict.of(scenario, views);
            case CLOCK -> ClockVerdict.of(scenario, views);
            case TIMES -> TimesVerdict.of(scenario, views);
            case KEYS -> KeysVerdict.of(scenario, views);
            case STEADY -> SteadyVerdict.of(scenario, views);
            case FILES, PLAN -> throw new IllegalArgumentException(kind + " is said of a run, not of a scenario");
        };
    }

    private static FaultFacts fault(VerdictKind kind, JudgedScenario scenario) {
        return scenario.fault()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s is said of a scenario with a fault, '%s' has none".formatted(kind, scenario.tag())));
    }
}
