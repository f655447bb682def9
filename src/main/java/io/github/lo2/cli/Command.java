package io.github.lo2.cli;

import io.github.lo2.failure.SuiteException;
import java.io.PrintStream;

/** What a command does. */
@FunctionalInterface
interface Command {
    /** The command did what it was asked for, and nothing speaks against what it looked at. */
    int PASSED = 0;

    /** It did what it was asked for, and something does. */
    int FAILED = 1;

    /** It could not do what it was asked for; the last line says why. */
    int REFUSED = 2;

    /**
     * Do it.
     *
     * @param given what was given as {@code -Dname=value}
     * @param terminal where to say what came of it
     * @return whether nothing speaks against what it looked at
     */
    boolean passes(Given given, PrintStream terminal);

    /** Run a command as the program, which ends with its exit status when that is not {@link #PASSED}. */
    static void main(Command command) {
        int status = status(command, new Given(System.getProperties()), System.out);
        if (status != PASSED) {
            System.exit(status);
        }
    }

    /** Run a command, and make a line and an exit status of how it ends. */
    static int status(Command command, Given given, PrintStream terminal) {
        try {
            return command.passes(given, terminal) ? PASSED : FAILED;
        } catch (SuiteException e) {
            terminal.println(e.getMessage());
            return REFUSED;
        }
    }
}
