package io.github.lo2.validate;

import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableDatabase;
import io.github.lo2.table.TableException;
import io.github.lo2.table.TableViews;
import io.github.lo2.validate.RunVerdicts.ScenarioResult;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Validates a run on disk, also one that broke off, was copied, cut or changed.
 *
 * <p>What its own files say of it is compared with each other and with what is there: plan, manifest, checksums, the facts
 * of each scenario, the requests, the tables and their numbers of rows. Then each scenario is judged by its rows. What was said of
 * the run as a whole when it was recorded, such as that a clock was set, no row tells again: it is taken from the manifest.
 */
public final class RunValidation {
    private static final Missing UNKNOWN_WINDOW =
            new Missing(Signal.REQUESTS, "its window is not known; taken is the time of its requests");

    private final Path run;
    private final RunRows.Opener opener;
    private final Problems problems = new Problems();

    private RunValidation(Path run, RunRows.Opener opener) {
        this.run = run;
        this.opener = opener;
    }

    /**
     * Validate a run.
     *
     * @param run its folder
     * @throws DatasetException when there is no such folder, or it holds a run of another format
     */
    public static RunVerdicts of(Path run) {
        try (TableDatabase database = TableDatabase.open(run)) {
            return of(run, database::views);
        }
    }

    static RunVerdicts of(Path run, RunRows.Opener opener) {
        if (!Files.isDirectory(run)) {
            throw new DatasetException(
                    "%s is no folder; expected that of a run, such as one in results/".formatted(run), null);
        }
        return new RunValidation(run, opener).validate();
    }

    private RunVerdicts validate() {
        RunDescription described = RunDescription.read(run, problems);
        checkSums(described);
        try (RunRows rows = RunRows.open(run, described, problems, opener)) {
            var judged = new ArrayList<JudgedScenario>();
            var results = new ArrayList<ScenarioResult>();
            for (String tag : described.tags()) {
                if (rows.has(tag)) {
                    try (RunRows.OfScenario own = rows.open(tag)) {
                        JudgedScenario scenario = scenario(tag, described, own);
                        judged.add(scenario);
                        results.add(judge(
                                scenario, Optional.ofNullable(described.facts().get(tag)), own));
                    }
                }
            }
            Optional<Hardness> hardness = rows.hardness(judged);
            var verdicts = new ArrayList<>(List.of(plan(described, rows), files()));
            verdicts.addAll(described.verdicts());
            return new RunVerdicts(verdicts, results, hardness);
        }
    }

    /** Compare the files with the checksums of the run, or, while it has none, with those of its scenarios. */
    private void checkSums(RunDescription described) {
        try {
            Checksums found = Checksums.ofAtRest(run, Set.of(Manifest.FILE_NAME));
            if (Files.exists(run.resolve(Checksums.FILE_NAME))) {
                Checksums.read(run).differences(found).forEach(problems::add);
            } else if (described.finished() && !problems.concern(Checksums.FILE_NAME)) {
                problems.add(Checksums.FILE_NAME, "the checksums of a complete run", "no file");
            }
            for (String folder : RunDescription.foldersOf(run)) {
                checkSums(folder, found.below(folder));
            }
        } catch (DatasetException e) {
            problems.add(Checksums.FILE_NAME, "checksums and files that can be read", String.valueOf(e.getMessage()));
        }
    }

    private void checkSums(String folder, Checksums found) {
        String list = folder + "/" + Checksums.FILE_NAME;
        if (!Files.exists(run.resolve(list))) {
            if (!problems.concern(list)) {
                problems.add(list, "the checksums of the scenario", "no file");
            }
            return;
        }
        for (Checksums.Difference difference :
                Checksums.read(run.resolve(folder)).differences(found)) {
            problems.add(new Checksums.Difference(
                    folder + "/" + difference.path(), difference.expected(), difference.found()));
        }
    }

    private JudgedScenario scenario(String tag, RunDescription described, RunRows.OfScenario rows) {
        ScenarioFacts facts = described.facts().get(tag);
        if (facts != null) {
            return JudgedScenario.of(described.system(), tag, facts);
        }
        JudgedScenario unknown = withoutFacts(described, tag, 0, 0);
        Optional<TableViews> requests = rows.views(Set.of(Table.REQUESTS));
        if (requests.isEmpty()) {
            return unknown;
        }
        try {
            return requests.get().askOne("""
                SELECT coalesce(min(epoch_ns(time)), 0), coalesce(max(epoch_ns(time) + duration), 0)
                FROM requests WHERE scenario = ?\
                """, row -> withoutFacts(described, tag, row.getLong(1), row.getLong(2)), tag);
        } catch (TableException e) {
            problems.add(tag, "requests that tell its window", Problems.reason(e));
            return unknown;
        }
    }

    /** Say of a scenario what is known without its facts: at the most its window. */
    private static JudgedScenario withoutFacts(RunDescription described, String tag, long startNanos, long endNanos) {
        return new JudgedScenario(
                described.system(),
                "",
                tag,
                0,
                0,
                startNanos,
                endNanos,
                Optional.empty(),
                OptionalDouble.empty(),
                List.of(),
                0,
                List.of(UNKNOWN_WINDOW),
                Optional.empty());
    }

    private ScenarioResult judge(JudgedScenario scenario, Optional<ScenarioFacts> facts, RunRows.OfScenario rows) {
        var verdicts = new ArrayList<Verdict>();
        var unjudged = new ArrayList<VerdictKind>();
        var reasons = new TreeSet<String>();
        for (VerdictKind kind : ScenarioVerdicts.kinds(scenario)) {
            Set<Table> tables = ScenarioVerdicts.tables(kind);
            Optional<TableViews> views = rows.views(tables);
            try {
                if (views.isPresent()) {
                    verdicts.add(ScenarioVerdicts.of(kind, scenario, views.get()));
                    continue;
                }
                tables.stream()
                        .filter(table -> rows.views(Set.of(table)).isEmpty())
                        .forEach(table -> reasons.add("no readable " + table.tableName()));
            } catch (TableException e) {
                reasons.add(Problems.reason(e));
                problems.add(scenario.tag(), "rows that %s can be judged by".formatted(kind), Problems.reason(e));
            }
            // What spoke against it when it was recorded does so still.
            facts.stream()
                    .flatMap(known -> known.objections().stream())
                    .filter(verdict -> verdict.kind() == kind)
                    .forEach(verdicts::add);
            unjudged.add(kind);
        }
        return new ScenarioResult(scenario.tag(), facts, verdicts, unjudged, String.join(", ", reasons));
    }

    private Verdict plan(RunDescription described, RunRows rows) {
        var objections = new ArrayList<Evidence>();
        long there = described.tags().stream().filter(rows::has).count();
        if (!described.finished()) {
            objections.add(objection(
                    Manifest.FILE_NAME,
                    "it in a complete run",
                    "none: the run is unfinished; go on with -Dlo2.resume=%s".formatted(run)));
        }
        Set<String> folders = RunDescription.foldersOf(run);
        for (String tag : described.tags()) {
            if (!folders.contains(tag) && (described.folders() || !rows.has(tag))) {
                objections.add(objection(tag, "the folder of a planned scenario", "none"));
            }
        }
        folders.stream()
                .filter(folder -> !described.tags().contains(folder))
                .forEach(folder -> objections.add(objection(folder, "only folders of planned scenarios", "this one")));
        if (described.tags().isEmpty()) {
            objections.add(objection(PlanFile.FILE_NAME, "planned scenarios", "none"));
        }
        return Verdict.of(
                VerdictKind.PLAN,
                objections.isEmpty(),
                new Figures()
                        .add("planned", described.tags().size(), Unit.SCENARIOS)
                        .add("recorded", there, Unit.SCENARIOS)
                        .add("manifests", described.finished() ? 1 : 0, Unit.FILES)
                        .byName(),
                objections);
    }

    private static Evidence objection(String path, String expected, String found) {
        return new Evidence.FileProblem(path, Evidence.FileState.OTHERWISE, expected, found);
    }

    private Verdict files() {
        List<Evidence> rows = problems.rows();
        return Verdict.of(
                VerdictKind.FILES,
                rows.isEmpty(),
                new Figures().add("problems", problems.count(), Unit.OBJECTIONS).byName(),
                rows);
    }
}
