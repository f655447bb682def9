package io.github.lo2.cli;

import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.StackChoice;
import io.github.lo2.suite.Suite;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Starts the stack alone, says where everything answers, and keeps it up until Ctrl-C. */
@Command(
        name = "stack",
        description = "Start the stack alone, say where everything answers, and keep it up until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class StackCommand implements Callable<Integer>, RunOptions.Taker {
    private final PrintStream terminal;

    private final RunOptions options = new RunOptions();

    StackCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Collection<Parameter<?>> parameters() {
        return List.of(Parameters.SYSTEM, Parameters.STACK, Parameters.COMPOSE, Parameters.PORTS, Parameters.WORK);
    }

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        Map<String, String> given = Installation.withDefaults(options.given());
        Parameters parameters = Parameters.from(given);
        try (Suite suite = Suite.open(Installation.layout(given))) {
            Stack stack = suite.observedStack(StackChoice.of(parameters), terminal::println)
                    .stack();
            stack.services().forEach(service -> terminal.printf("%-24s %s%n", service.name(), service.uri()));
            terminal.println("The stack is up; end it with Ctrl-C.");
            new CountDownLatch(1).await();
            return ExitStatus.PASSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted; the stack ends", e);
        }
    }
}
