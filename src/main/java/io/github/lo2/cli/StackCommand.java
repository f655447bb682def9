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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps the stack up, for one recording after the other, until Ctrl-C or until it is told to end. */
@Command(
        name = "stack",
        description = {
            "Start the stack, say where everything answers, and keep it up until Ctrl-C, or lo2 stack --stop.",
            "A recording of the same kind, build and configuration takes it, and leaves it up."
        },
        mixinStandardHelpOptions = true)
final class StackCommand implements Callable<Integer>, RunOptions.Taker {
    private final PrintStream terminal;

    private final RunOptions options = new RunOptions();

    @Option(names = "--stop", description = "end the stack of the system that is kept up, unless a recording has it")
    private boolean stop;

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
            if (stop) {
                terminal.println(suite.stacks().stopKept(terminal::println).orElse("No stack is kept up."));
                return ExitStatus.PASSED;
            }
            Stack stack = suite.stacks().keep(StackChoice.of(parameters), terminal::println);
            stack.services().forEach(service -> terminal.printf("%-24s %s%n", service.name(), service.uri()));
            terminal.println("The stack is up; end it with Ctrl-C, or lo2 stack --stop.");
            suite.stacks().awaitStop();
            return ExitStatus.PASSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted; the stack ends", e);
        }
    }
}
