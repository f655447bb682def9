package io.github.lo2.cli;

import io.github.lo2.export.DatapackExport;
import io.github.lo2.export.ExportException;
import io.github.lo2.export.ReferenceExport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a recorded run in the layout of other tools. */
public final class ExportCommand {
    private ExportCommand() {}

    /**
     * Run the command; it takes {@code -Drun=<the run's folder>}, {@code -Dto=lo2|datapack} and {@code -Dout=<folder>}, by
     * default the run's name with the layout's, beside it.
     *
     * @throws ExportException when one of these is wrong or the run cannot be exported
     */
    public static void main(String[] arguments) {
        String to = System.getProperty("to", "");
        if (!List.of("lo2", "datapack").contains(to)) {
            throw new ExportException("-Dto is '%s'; expected lo2 or datapack; give one of them".formatted(to));
        }
        Path run = run();
        String name = run.getFileName().toString();
        String given = System.getProperty("out", "");
        Path out = given.isEmpty()
                ? run.resolveSibling(name + "-" + to)
                : Path.of(given).toAbsolutePath().normalize();
        if (Files.exists(out)) {
            throw new ExportException(
                    "%s is there already; expected a folder to make; delete it or choose another with -Dout=…"
                            .formatted(out));
        }
        List<Path> written =
                to.equals("lo2") ? new ReferenceExport(run, out).write() : new DatapackExport(run, out, name).write();
        System.out.printf("%d scenarios in %s%n", written.size(), out);
    }

    private static Path run() {
        String given = System.getProperty("run", "");
        Path run = Path.of(given).toAbsolutePath().normalize();
        if (given.isEmpty() || !Files.isDirectory(run)) {
            throw new ExportException(
                    "-Drun is '%s'; expected the folder of a run; give one such as -Drun=results/LO2_run_1795504280"
                            .formatted(given));
        }
        return run;
    }
}
