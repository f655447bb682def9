package io.github.lo2.cli;

import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import io.github.lo2.suite.Suite;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Makes what recordings make once and keep. */
@Command(
        name = "prepare",
        description = "Make what is made once, Locust's virtual environment and the embedded database server; starts"
                + " nothing.",
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer>, RunOptions.Taker {
    private final PrintStream terminal;

    private final RunOptions options = new RunOptions();

    PrepareCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Collection<Parameter<?>> parameters() {
        return List.of(Parameters.SYSTEM, Parameters.WORK);
    }

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        Map<String, String> given = Installation.withDefaults(options.given());
        Path work = Installation.work(given);
        try (Suite suite = Suite.open(Installation.layout(given))) {
            suite.prepare(terminal::println);
        }
        terminal.println("What is made once is in " + work);
        return ExitStatus.PASSED;
    }
}
