package io.github.lo2.cli;

import io.github.lo2.plan.Parameters;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.StackChoice;
import io.github.lo2.suite.Suite;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Starts the stack alone, says where everything answers, and keeps it up until Ctrl-C. */
public final class StackCommand {
    private StackCommand() {}

    /** Run the command; it takes {@code -Dlo2.system}, {@code -Dlo2.stack} and {@code -Dlo2.compose} and ends with the JVM. */
    public static void main(String[] arguments) {
        Command.main(StackCommand::keepUp);
    }

    static boolean keepUp(Given given, PrintStream terminal) {
        var parameters = Parameters.from(Parameters.given(given.properties(), name -> Optional.empty()));
        try (Suite suite = Suite.open(Layout.current(parameters.system()))) {
            Stack stack = suite.observedStack(StackChoice.of(parameters), terminal::println)
                    .stack();
            stack.services().forEach(service -> terminal.printf("%-24s %s%n", service.name(), service.uri()));
            terminal.println("The stack is up; end it with Ctrl-C.");
            new CountDownLatch(1).await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted; the stack ends", e);
        }
    }
}
