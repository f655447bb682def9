package io.github.lo2.cli;

import io.github.lo2.export.DatapackExport;
import io.github.lo2.export.ReferenceExport;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a recorded run in the layout of other tools. */
@Command(
        name = "export",
        description = "Write a recorded run in the layout of other tools.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private final PrintStream terminal;

    @Parameters(paramLabel = "RUN", description = "the folder of the run, such as one in results/")
    private Path given = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "LAYOUT",
            description = "one of: ${COMPLETION-CANDIDATES}. lo2: that of the published runs; datapack: RCABench's")
    private ExportLayout to = ExportLayout.lo2;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "a folder to make; by default <folder of the runs>-exports/<layout>/<name of the run>")
    private @Nullable Path out;

    /** A layout, named as it is given. */
    @SuppressWarnings("MemberName") // picocli shows and reads the names as they are
    enum ExportLayout {
        lo2,
        datapack
    }

    ExportCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path run = given.toAbsolutePath().normalize();
        Path folder = out == null ? place(run, to.name()) : out.toAbsolutePath().normalize();
        if (Files.exists(folder)) {
            throw new CommandException(
                    "%s is there already; expected a folder to make; delete it or choose another with --out"
                            .formatted(folder));
        }
        List<Path> scenarios = to == ExportLayout.lo2
                ? new ReferenceExport(run, folder).write()
                : new DatapackExport(run, folder, run.getFileName().toString()).write();
        terminal.printf("%s scenarios in %s%n", scenarios.size(), folder);
        return ExitStatus.PASSED;
    }

    /**
     * Choose where an export goes: not among the runs, since readers of these take each folder for a run, and under the run's
     * own name, since they take the time of day from its end.
     */
    private static Path place(Path run, String to) {
        Path runs = run.getParent();
        if (runs == null || runs.getFileName() == null) {
            throw new CommandException(
                    "%s lies in no folder beside which an export could be made; say where it goes with --out"
                            .formatted(run));
        }
        return runs.resolveSibling(runs.getFileName() + "-exports").resolve(to).resolve(run.getFileName());
    }
}
