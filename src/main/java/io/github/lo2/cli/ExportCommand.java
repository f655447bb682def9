package io.github.lo2.cli;

import io.github.lo2.export.DatapackExport;
import io.github.lo2.export.ReferenceExport;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a recorded run in the layout of other tools. */
public final class ExportCommand {
    private static final String REFERENCE = "lo2";
    private static final String DATAPACK = "datapack";

    private ExportCommand() {}

    /**
     * Run the command; it takes {@code -Drun=<folder>}, {@code -Dto=lo2|datapack} and {@code -Dout=<folder>}, by default
     * {@code <folder of the runs>-exports/<layout>/<name of the run>}. It exits with status 2 when one of these is
     * wrong or the run cannot be exported.
     */
    public static void main(String[] arguments) {
        Command.main(ExportCommand::export);
    }

    static boolean export(Given given, PrintStream terminal) {
        terminal.println(export(given.run(), given.text("to", ""), given.text("out", "")));
        return true;
    }

    private static String export(Path run, String to, String given) {
        if (!List.of(REFERENCE, DATAPACK).contains(to)) {
            throw new CommandException(
                    "-Dto is '%s'; expected %s or %s; give one of them".formatted(to, REFERENCE, DATAPACK));
        }
        String name = run.getFileName().toString();
        Path out = given.isEmpty()
                ? place(run, to)
                : Path.of(given).toAbsolutePath().normalize();
        if (Files.exists(out)) {
            throw new CommandException(
                    "%s is there already; expected a folder to make; delete it or choose another with -Dout=…"
                            .formatted(out));
        }
        List<Path> scenarios = to.equals(REFERENCE)
                ? new ReferenceExport(run, out).write()
                : new DatapackExport(run, out, name).write();
        return "%s scenarios in %s".formatted(scenarios.size(), out);
    }

    /**
     * Choose where an export goes: not among the runs, since readers of these take each folder for a run, and under the run's
     * own name, since they take the time of day from its end.
     */
    private static Path place(Path run, String to) {
        Path runs = run.getParent();
        if (runs == null || runs.getFileName() == null) {
            throw new CommandException(
                    "%s lies in no folder beside which an export could be made; say where it goes with -Dout=…"
                            .formatted(run));
        }
        return runs.resolveSibling(runs.getFileName() + "-exports").resolve(to).resolve(run.getFileName());
    }
}
