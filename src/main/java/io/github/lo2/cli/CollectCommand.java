package io.github.lo2.cli;

import io.github.lo2.collect.CollectedRun;
import io.github.lo2.collect.CollectedRun.State;
import io.github.lo2.collect.Collection;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gathers runs into one data set. */
@Command(
        name = "collect",
        description =
                "Gather runs into one data set: each is validated, its tables linked, and the index says what is there.",
        mixinStandardHelpOptions = true)
final class CollectCommand implements Callable<Integer> {
    private final PrintStream terminal;

    @Parameters(paramLabel = "RESULTS", description = "the folder of the runs, such as that of a campaign in results/")
    private Path results = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "FOLDER", description = "the folder of the data set")
    private Path to = Path.of("");

    @Option(
            names = "--compact",
            description = "for publication: few files below 2 GB a table, in the place of one a run")
    private boolean compact;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "what the splits are drawn from where there is no campaign; by default ${DEFAULT-VALUE}")
    private long seed;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    CollectCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path runs = results.toAbsolutePath().normalize();
        Path dataset = to.toAbsolutePath().normalize();
        if (dataset.startsWith(runs)) {
            throw new CommandException(
                    "--to is %s, within the runs; expected a folder outside of them: readers take each folder there for a run"
                            .formatted(dataset));
        }
        List<CollectedRun> index = Collection.of(runs, dataset, compact, seed, terminal::println);
        terminal.printf("%s: %s%n", dataset, Collection.summary(index));
        return engine.status(index.stream().allMatch(run -> run.state() == State.COMPLETE));
    }
}
