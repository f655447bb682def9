package io.github.lo2.cli;

import io.github.lo2.junit.RunLauncher;
import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records a run. */
@Command(
        name = "record",
        description = "Record a run, as mvn verify does.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RecordCommand implements Callable<Integer>, RunOptions.Taker {
    private final PrintStream terminal;

    private final RunOptions options = new RunOptions();

    @Option(names = "--quick", description = "a small, checked data set in a few minutes")
    private boolean quick;

    RecordCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Collection<Parameter<?>> parameters() {
        return Parameters.ALL;
    }

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> given = new TreeMap<>(Installation.withDefaults(options.given()));
        if (quick) {
            Installation.quick(given).forEach(given::putIfAbsent);
        }
        Path reports = Installation.work(given)
                .resolve("reports")
                .resolve("%s-%s"
                        .formatted(
                                EpochClock.system().nanos() / 1_000_000_000,
                                ProcessHandle.current().pid()));
        RunLauncher.Outcome outcome = RunLauncher.record(given, Installation.testClasses(), reports, terminal);
        terminal.println("Reports of the tests: " + reports);
        return switch (outcome) {
            case PASSED -> ExitStatus.PASSED;
            case FAILED -> ExitStatus.FAILED;
            case REFUSED -> ExitStatus.REFUSED;
        };
    }
}
