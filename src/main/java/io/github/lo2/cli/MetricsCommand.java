package io.github.lo2.cli;

import io.github.lo2.capture.PrometheusMetrics;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import io.github.lo2.suite.MetricList;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the list of metrics anew, with the names that a running Prometheus has. */
@Command(
        name = "metrics",
        description = "Write the list of metrics of a Compose stack anew, with the names that its Prometheus has.",
        mixinStandardHelpOptions = true)
final class MetricsCommand implements Callable<Integer>, RunOptions.Taker {
    private final PrintStream terminal;

    private final RunOptions options = new RunOptions();

    @Option(
            names = "--prometheus",
            paramLabel = "ADDRESS",
            defaultValue = "http://localhost:9090",
            description = "where it answers; by default ${DEFAULT-VALUE}")
    private URI prometheus = URI.create("http://localhost:9090");

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "the file to write; by default prometheus_metrics.txt beside the system's Compose file")
    private @Nullable Path to;

    MetricsCommand(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public Collection<Parameter<?>> parameters() {
        return List.of(Parameters.SYSTEM);
    }

    @Override
    public RunOptions options() {
        return options;
    }

    @Override
    public Integer call() {
        Path list = to == null ? ofTheSystem() : to;
        List<String> names = PrometheusMetrics.names(new HttpsClient(), prometheus);
        MetricList.write(list, names);
        terminal.printf("%s names in %s%n", names.size(), list);
        return ExitStatus.PASSED;
    }

    private Path ofTheSystem() {
        return Installation.layout(options.given()).composeFiles().stream()
                .findFirst()
                .map(MetricList::beside)
                .orElseThrow(() -> new CommandException(
                        "the system has no Compose file that the list belongs to; name a file with --to"));
    }
}
