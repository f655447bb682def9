package io.github.lo2.cli;

import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.WholeFile;
import io.github.lo2.report.ReportedRun;
import io.github.lo2.report.RunCharts;
import io.github.lo2.report.RunComparison;
import io.github.lo2.report.RunFigures;
import io.github.lo2.report.RunReport;
import io.github.lo2.table.TableException;
import io.github.lo2.table.TableViews;
import io.github.lo2.validate.RunValidation;
import io.github.lo2.validate.RunVerdicts;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Validates a run and writes a report of it beside it, or compares it with another one: the runs themselves stay as their
 * checksums say.
 */
@Command(
        name = "report",
        description = {
            "Write a report of a recorded run with the verdicts of now, RUN.html, beside it.",
            "With a second run, compare both: RUN-and-OTHER.html, what differs first."
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    private final PrintStream terminal;

    @Parameters(index = "0", paramLabel = "RUN", description = "the folder of the run, such as one in results/")
    private Path given = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OTHER",
            description = "the folder of another run to compare it with")
    private @Nullable Path other;

    ReportCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path run = given.toAbsolutePath().normalize();
        if (other != null) {
            return compare(run, other.toAbsolutePath().normalize());
        }
        Path report = run.resolveSibling(run.getFileName() + ".html");
        RunVerdicts verdicts = RunValidation.of(run);
        ReportedRun reported = reported(run, verdicts);
        WholeFile.write(report, RunReport.html(reported, charts(run, reported)));
        terminal.printf("%s; %s%n", report, verdicts.passed() ? "the run passed" : "the run FAILED");
        return ExitStatus.PASSED;
    }

    private int compare(Path run, Path second) {
        ReportedRun reported = reported(run, RunValidation.of(run));
        ReportedRun another = reported(second, RunValidation.of(second));
        List<String> scenarios = RunComparison.common(reported, another);
        Path page = run.resolveSibling("%s-and-%s.html".formatted(run.getFileName(), second.getFileName()));
        WholeFile.write(
                page, RunComparison.html(figures(run, reported, scenarios), figures(second, another, scenarios)));
        terminal.printf("%s; %s scenarios compared%n", page, scenarios.size());
        return ExitStatus.PASSED;
    }

    private static RunFigures figures(Path run, ReportedRun reported, List<String> scenarios) {
        try {
            RunTables.require(run);
            try (TableViews tables = RunTables.of(run)) {
                return RunFigures.of(reported, scenarios, tables);
            }
        } catch (DatasetException | TableException e) {
            return RunFigures.without(reported, String.valueOf(e.getMessage()));
        }
    }

    private static RunCharts charts(Path run, ReportedRun reported) {
        try {
            RunTables.require(run);
            try (TableViews tables = RunTables.of(run)) {
                return RunCharts.of(reported.scenarios(), tables);
            }
        } catch (DatasetException | TableException e) {
            return RunCharts.none(String.valueOf(e.getMessage()));
        }
    }

    private static ReportedRun reported(Path run, RunVerdicts verdicts) {
        // The verdicts of now: those of then are in the run's own report.
        return new ReportedRun(
                String.valueOf(run.getFileName()),
                facts(run),
                verdicts.scenarios().stream()
                        .flatMap(scenario -> scenario.facts().stream().map(facts -> facts.judged(scenario.verdicts())))
                        .toList(),
                verdicts.verdicts(),
                verdicts.hardness(),
                sizes(run));
    }

    private static SortedMap<String, Long> sizes(Path run) {
        try {
            return Manifest.of(run).sizes();
        } catch (DatasetException e) {
            return new TreeMap<>();
        }
    }

    private static List<ReportedRun.Fact> facts(Path run) {
        try {
            return ReportedRun.of(Manifest.of(run)).facts();
        } catch (DatasetException e) {
            return List.of(new ReportedRun.Fact(Manifest.FILE_NAME, "none that can be read"));
        }
    }
}
