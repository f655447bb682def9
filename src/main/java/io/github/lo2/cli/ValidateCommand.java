package io.github.lo2.cli;

import io.github.lo2.validate.RunValidation;
import io.github.lo2.validate.RunVerdicts;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Validates a run and says what speaks against it. */
@Command(
        name = "validate",
        description =
                "Judge a recorded run again: a line a scenario, and what speaks against it with the rows that prove it.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    private final PrintStream terminal;

    @Parameters(paramLabel = "RUN", description = "the folder of the run, such as one in results/")
    private Path run = Path.of("");

    ValidateCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RunVerdicts verdicts = RunValidation.of(run.toAbsolutePath().normalize());
        verdicts.lines().forEach(terminal::println);
        return ExitStatus.of(verdicts.passed());
    }
}
