package io.github.lo2.collect;

import io.github.lo2.collect.CollectedRun.State;
import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunSummary;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.failure.SuiteException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.table.Table;
import io.github.lo2.validate.RunValidation;
import io.github.lo2.validate.RunVerdicts;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at a run: validates it, and keeps of it what an index says. */
final class RunLook {
    private final Path run;

    private RunLook(Path run) {
        this.run = run;
    }

    /** Look at a run; whatever is wrong with it is what is said of it. */
    static CollectedRun at(Path run) {
        return new RunLook(run).look();
    }

    private CollectedRun look() {
        if (!Files.exists(run.resolve(Manifest.FILE_NAME))) {
            return row(null, State.UNFINISHED, 0, "it has no manifest: it broke off, or is being recorded");
        }
        Manifest manifest;
        RunVerdicts verdicts;
        try {
            manifest = Manifest.of(run);
            verdicts = RunValidation.of(run);
        } catch (SuiteException e) {
            return row(null, State.DAMAGED, 0, e.getMessage());
        }
        int passed = Math.toIntExact(verdicts.scenarios().stream()
                .filter(scenario -> scenario.verdicts().stream().allMatch(Verdict::passed))
                .count());
        String why = sentences(verdicts.damage());
        if (!why.isEmpty()) {
            return row(manifest, State.DAMAGED, passed, why);
        }
        if (verdicts.passed()) {
            return tables(row(manifest, State.COMPLETE, passed, null), summary(manifest, verdicts));
        }
        Stream<String> ofRun = verdicts.failures().stream().map(verdict -> "the run: " + VerdictText.sentence(verdict));
        Stream<String> ofScenarios = verdicts.scenarios().stream()
                .filter(scenario -> scenario.verdicts().stream().anyMatch(verdict -> !verdict.passed()))
                .map(scenario -> scenario.tag() + ": " + sentences(scenario.verdicts()));
        String failed = Stream.concat(ofRun, ofScenarios).collect(Collectors.joining(" | "));
        return tables(row(manifest, State.FAILED, passed, failed), summary(manifest, verdicts));
    }

    /** Add the tables with the sums that the run lists, which have just been compared with the files. */
    private CollectedRun tables(CollectedRun row, RunSummary summary) {
        Map<String, String> listed = Checksums.read(run).sums();
        SortedMap<String, String> sums = new TreeMap<>();
        SortedMap<String, Long> sizes = new TreeMap<>();
        try {
            for (Table table : Table.values()) {
                String sum = listed.get(RunTables.FOLDER + "/" + table.fileName());
                if (sum != null) {
                    sums.put(table.tableName(), sum);
                    sizes.put(table.tableName(), Files.size(RunTables.file(run, table)));
                }
            }
        } catch (IOException e) {
            throw new CollectException("%s cannot be read: %s".formatted(run, e), e);
        }
        return row.with(sums, sizes, summary);
    }

    private static RunSummary summary(Manifest manifest, RunVerdicts verdicts) {
        var failed = new TreeMap<String, List<VerdictKind>>();
        verdicts.scenarios()
                .forEach(scenario -> failed.put(
                        scenario.tag(),
                        scenario.verdicts().stream()
                                .filter(verdict -> !verdict.passed())
                                .map(Verdict::kind)
                                .toList()));
        return RunSummary.of(manifest, verdicts.hardness().orElse(null), failed);
    }

    private CollectedRun row(@Nullable Manifest manifest, State state, int passed, @Nullable String why) {
        Map<String, String> parameters = parameters(manifest);
        List<String> tags = manifest == null
                ? List.of()
                : manifest.scenarios().stream().map(ScenarioFacts::tag).sorted().toList();
        return new CollectedRun(
                parameters.get(Parameters.CAMPAIGN.name()),
                Optional.ofNullable(parameters.get(Parameters.TASK.name()))
                        .map(Integer::valueOf)
                        .orElse(null),
                String.valueOf(run.getFileName()),
                manifest == null ? null : manifest.id().toString(),
                state,
                tags.size(),
                passed,
                manifest == null ? null : manifest.host().name(),
                manifest == null ? null : manifest.started(),
                manifest == null ? null : manifest.ended(),
                manifest == null
                        ? null
                        : UUID.nameUUIDFromBytes(String.join(" ", tags).getBytes(StandardCharsets.UTF_8))
                                .toString()
                                .substring(0, 8),
                why,
                manifest == null ? null : Checksums.sha256(run.resolve(Manifest.FILE_NAME)),
                new TreeMap<>(),
                new TreeMap<>(),
                null);
    }

    /** Read what the run was given: its campaign and its task. */
    private Map<String, String> parameters(@Nullable Manifest manifest) {
        if (manifest != null) {
            return manifest.plan().parameters();
        }
        try {
            return PlanFile.read(run.resolve(PlanFile.FILE_NAME)).parameters();
        } catch (DatasetException e) {
            return Map.of(); // then it is a run of no task
        }
    }

    private static String sentences(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> !verdict.passed())
                .map(VerdictText::sentence)
                .collect(Collectors.joining("; "));
    }
}
