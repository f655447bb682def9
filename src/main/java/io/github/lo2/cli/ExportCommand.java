package io.github.lo2.cli;

import io.github.lo2.dataset.DatasetException;
import io.github.lo2.export.DatapackExport;
import io.github.lo2.export.ExportException;
import io.github.lo2.export.ReferenceExport;
import io.github.lo2.table.TableException;
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
     * Run the command; it takes {@code -Drun=<folder>}, {@code -Dto=lo2|datapack} and {@code -Dout=<folder>}, by default the
     * run's name with the layout's, beside it. It exits with status 1 when one of these is wrong or the run cannot be
     * exported.
     */
    public static void main(String[] arguments) {
        if (!isExported(RunProperty.given(), System.getProperty("to", ""), System.getProperty("out", ""), System.out)) {
            System.exit(1);
        }
    }

    /** Export a run; tells whether it could be. */
    static boolean isExported(String run, String to, String out, PrintStream terminal) {
        try {
            terminal.println(export(RunProperty.folder(run), to, out));
            return true;
        } catch (DatasetException | ExportException | TableException | IllegalArgumentException e) {
            terminal.println(e.getMessage());
            return false;
        }
    }

    private static String export(Path run, String to, String given) {
        if (!List.of(REFERENCE, DATAPACK).contains(to)) {
            throw new IllegalArgumentException(
                    "-Dto is '%s'; expected %s or %s; give one of them".formatted(to, REFERENCE, DATAPACK));
        }
        String name = run.getFileName().toString();
        Path out = given.isEmpty()
                ? run.resolveSibling(name + "-" + to)
                : Path.of(given).toAbsolutePath().normalize();
        if (Files.exists(out)) {
            throw new IllegalArgumentException(
                    "%s is there already; expected a folder to make; delete it or choose another with -Dout=…"
                            .formatted(out));
        }
        List<Path> scenarios = to.equals(REFERENCE)
                ? new ReferenceExport(run, out).write()
                : new DatapackExport(run, out, name).write();
        return "%d scenarios in %s".formatted(scenarios.size(), out);
    }
}
