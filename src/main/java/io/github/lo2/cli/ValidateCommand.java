package io.github.lo2.cli;

import io.github.lo2.validate.RunValidation;
import io.github.lo2.validate.RunVerdicts;
import java.io.PrintStream;

/** Validates a run and says what speaks against it. */
public final class ValidateCommand {
    private ValidateCommand() {}

    /** Run the command; it takes {@code -Drun=<folder>} and exits with status 1 when anything fails. */
    public static void main(String[] arguments) {
        Command.main(ValidateCommand::validate);
    }

    static boolean validate(Given given, PrintStream terminal) {
        RunVerdicts verdicts = RunValidation.of(given.run());
        verdicts.lines().forEach(terminal::println);
        return verdicts.passed();
    }
}
