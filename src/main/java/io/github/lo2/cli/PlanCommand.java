package io.github.lo2.cli;

import io.github.lo2.campaign.Campaign;
import io.github.lo2.campaign.Task;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.suite.Suite;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the plans of a campaign, and the time they take. */
@Command(
        name = "plan",
        description = "Show the plans of a campaign's tasks, and the time they take; starts nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer>, RunOptions.Taker {
    private final PrintStream terminal;

    private final RunOptions options = new RunOptions();

    @Option(names = "--campaign", required = true, paramLabel = "FILE", description = "the campaign, campaign.yaml")
    private Path file = Path.of(Campaign.FILE_NAME);

    @Option(names = "--task", paramLabel = "NUMBER", description = "one task, scenario by scenario")
    private @Nullable Integer number;

    PlanCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Collection<Parameter<?>> parameters() {
        return List.of(Parameters.WORK);
    }

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        Campaign campaign = Campaign.read(file);
        Map<String, String> given = new TreeMap<>(Installation.withDefaults(options.given()));
        given.put(Parameters.SYSTEM.name(), campaign.system());
        try (Suite suite = Suite.open(Installation.layout(given))) {
            Catalogue catalogue = suite.locust(terminal::println).catalogue(suite.processes());
            if (number != null) {
                Task task = campaign.task(number);
                Plan plan = plan(task, catalogue);
                line(campaign, task, plan);
                plan.scenarios()
                        .forEach(scenario -> terminal.printf(
                                "  %3s %s, %s s, then %s s%n",
                                scenario.ordinal(),
                                scenario.tag(),
                                scenario.duration().toSeconds(),
                                scenario.pause().toSeconds()));
                return ExitStatus.PASSED;
            }
            Duration whole = Duration.ZERO;
            for (Task task : campaign.tasks()) {
                Plan plan = plan(task, catalogue);
                line(campaign, task, plan);
                whole = whole.plus(plan.length());
            }
            terminal.printf(
                    "%s runs of %s: at least %s of load and waits, one after the other; a run's start and end come to it%n",
                    campaign.runs(), campaign.name(), words(whole));
        }
        return ExitStatus.PASSED;
    }

    private void line(Campaign campaign, Task task, Plan plan) {
        String varied = campaign.vary().keySet().stream()
                .map(name -> "%s=%s".formatted(name, task.parameters().get(Parameters.PREFIX + name)))
                .collect(Collectors.joining(" "));
        terminal.printf(
                "task %s: seed %s, %s scenarios, %s%s%n",
                task.number(),
                plan.seed(),
                plan.scenarios().size(),
                words(plan.length()),
                varied.isEmpty() ? "" : "; " + varied);
    }

    private static Plan plan(Task task, Catalogue catalogue) {
        Parameters parameters = Parameters.from(task.parameters());
        return Plan.draw(parameters.seed().orElseThrow(), catalogue, parameters);
    }

    private static String words(Duration duration) {
        return "%s h %s min %s s".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
