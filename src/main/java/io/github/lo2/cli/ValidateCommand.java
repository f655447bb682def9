package io.github.lo2.cli;

import io.github.lo2.dataset.DatasetException;
import io.github.lo2.validate.RunValidation;
import io.github.lo2.validate.RunVerdicts;
import java.io.PrintStream;

/** Validates a run and says what speaks against it. */
public final class ValidateCommand {
    private ValidateCommand() {}

    /** Run the command; it takes {@code -Drun=<folder>} and exits with status 1 when anything fails. */
    public static void main(String[] arguments) {
        if (!isValid(RunProperty.given(), System.out)) {
            System.exit(1);
        }
    }

    /** Validate a run; tells whether nothing speaks against it. */
    static boolean isValid(String run, PrintStream terminal) {
        try {
            RunVerdicts verdicts = RunValidation.of(RunProperty.folder(run));
            verdicts.lines().forEach(terminal::println);
            return verdicts.passed();
        } catch (DatasetException | IllegalArgumentException e) {
            terminal.println(e.getMessage());
            return false;
        }
    }
}
