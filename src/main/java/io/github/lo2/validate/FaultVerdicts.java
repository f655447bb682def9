package io.github.lo2.validate;

import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.plan.Phase;
import io.github.lo2.table.RequestTruth;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges whether a fault of the stack was there, met requests, and is gone. */
final class FaultVerdicts {
    /** How many of the requests that were chosen and answered may not have been hit, or the other way round. */
    private static final double TOLERATED = 0.001;

    private static final String CHOSEN_AND_ANSWERED = "(chosen AND (status > 0 OR hit))";
    private static final String MISSED = "(%s AND NOT hit)".formatted(CHOSEN_AND_ANSWERED);
    private static final String UNCHOSEN = "(hit AND NOT chosen)";

    private FaultVerdicts() {}

    private record Hits(long requests, long chosen, long answered, long hit, long exposed, long missed, long unchosen) {
        long differing() {
            return missed + unchosen;
        }
    }

    static Verdict injected(FaultFacts fault, JudgedScenario scenario) {
        ToolWord word = fault.injected();
        var times = new FaultTimes(fault, scenario);
        List<Evidence> astray = times.astray();
        List<Evidence> rows = new ArrayList<>(said(word));
        rows.addAll(astray);
        boolean confirmed = word != null && word.confirmed();
        var figures = new Figures();
        times.late().ifPresent(late -> figures.add("late", Figure.seconds(late)));
        times.longer().ifPresent(longer -> figures.add("longer", Figure.seconds(longer)));
        return Verdict.of(VerdictKind.INJECTED, confirmed && astray.isEmpty(), figures.byName(), rows);
    }

    static Verdict hit(FaultFacts fault, JudgedScenario scenario, TableViews views) {
        Hits found = views.askOne(
                """
                SELECT count(*), count(*) FILTER (chosen), count(*) FILTER (%s), count(*) FILTER (hit),
                  count(*) FILTER (exposed), count(*) FILTER (%s), count(*) FILTER (%s)
                FROM requests WHERE scenario = ?\
                """.formatted(CHOSEN_AND_ANSWERED, MISSED, UNCHOSEN),
                row -> new Hits(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7)),
                scenario.tag());
        if (!fault.hitting()) {
            return Verdict.of(
                    VerdictKind.HIT,
                    found.exposed() > 0,
                    new Figures()
                            .add("requests", found.requests(), Unit.REQUESTS)
                            .add("exposed", found.exposed(), Unit.REQUESTS)
                            .byName(),
                    List.of());
        }
        return new Verdict(
                VerdictKind.HIT,
                found.hit() > 0 && found.differing() <= TOLERATED * found.answered(),
                new Figures()
                        .add("requests", found.requests(), Unit.REQUESTS)
                        .add("chosen", found.chosen(), Unit.REQUESTS)
                        .add("answered", found.answered(), Unit.REQUESTS)
                        .add("hit", found.hit(), Unit.REQUESTS)
                        .add("missed", found.missed(), Unit.REQUESTS)
                        .add("unchosen", found.unchosen(), Unit.REQUESTS)
                        .byName(),
                views.ask(
                        AnswerVerdicts.ROWS.formatted("(%s OR %s)".formatted(MISSED, UNCHOSEN)),
                        AnswerVerdicts::answer,
                        scenario.tag()),
                found.differing());
    }

    static Verdict recovered(FaultFacts fault, JudgedScenario scenario, TableViews views) {
        ToolWord word = fault.recovered();
        boolean gone = word != null && word.confirmed();
        long since = word == null || word.time() == 0 ? scenario.endNanos() : word.time();
        long last = views.askOne("""
            SELECT coalesce(max(epoch_ns(time) + duration), 0) FROM requests
            WHERE scenario = ? AND NOT %s AND epoch_ns(time) >= ?\
            """.formatted(RequestTruth.AS_EXPECTED), row -> row.getLong(1), scenario.tag(), since);
        long asked = views.askOne(
                "SELECT count(*) FROM requests WHERE scenario = ? AND epoch_ns(time) >= ?",
                row -> row.getLong(1),
                scenario.tag(),
                since);
        boolean told = asked > 0 || scenario.phaseNanos(Phase.Kind.RECOVERY) == 0;
        List<Evidence> said = new ArrayList<>(said(word));
        String repaired = fault.repaired();
        if (repaired != null) {
            said.add(new Evidence.ToolSaid(since, repaired));
        }
        return Verdict.of(
                VerdictKind.RECOVERED,
                gone && repaired == null && told,
                new Figures()
                        .add("asked", asked, Unit.REQUESTS)
                        .add("recovery", Figure.seconds(Math.max(0, last - since)))
                        .byName(),
                said);
    }

    private static List<Evidence> said(@Nullable ToolWord word) {
        return word == null ? List.of() : List.of(new Evidence.ToolSaid(word.time(), word.says()));
    }
}
