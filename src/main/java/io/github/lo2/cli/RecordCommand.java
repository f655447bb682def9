package io.github.lo2.cli;

import io.github.lo2.junit.RunLauncher;
import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Option(
            names = "--campaign",
            paramLabel = "FILE",
            description = "a campaign: its task is recorded, or the rest of it, or nothing when that is complete")
    private @Nullable Path campaign;

    @Option(names = "--task", paramLabel = "NUMBER", description = "which run of the campaign, from 0")
    private @Nullable Integer task;

    @Option(names = "--quick", description = "a small, checked data set in a few minutes")
    private boolean quick;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    RecordCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Collection<Parameter<?>> parameters() {
        // A campaign's name and task are not given one by one: --campaign and --task are the command's own.
        return Parameters.ALL.stream()
                .filter(parameter ->
                        !List.of(Parameters.CAMPAIGN, Parameters.TASK).contains(parameter))
                .toList();
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
        if (campaign == null && task == null) {
            return record(given);
        }
        if (campaign == null || task == null) {
            throw new CommandException("--campaign and --task belong together; expected both, or neither");
        }
        CampaignRecording.Rest rest = new CampaignRecording(campaign, task, terminal).rest(given);
        return rest.parameters().isPresent() ? record(rest.parameters().get()) : engine.status(rest.passed());
    }

    private int record(Map<String, String> given) throws IOException {
        Path reports = Installation.work(given)
                .resolve("reports")
                .resolve("%s-%s"
                        .formatted(
                                EpochClock.system().nanos() / 1_000_000_000,
                                ProcessHandle.current().pid()));
        RunLauncher.Outcome outcome = RunLauncher.record(given, Installation.testClasses(), reports, terminal);
        terminal.println("Reports of the tests: " + reports);
        return switch (outcome) {
            case PASSED -> engine.status(true);
            case FAILED -> engine.status(false);
            case INCOMPLETE -> ExitStatus.FAILED;
            case UNFINISHED -> ExitStatus.UNFINISHED;
            case REFUSED -> ExitStatus.REFUSED;
        };
    }
}
