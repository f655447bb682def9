package io.github.lo2.cli;

import io.github.lo2.capture.PrometheusMetrics;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.plan.Parameters;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.MetricList;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the list of metrics anew, with the names that a running Prometheus has. */
public final class MetricsCommand {
    private static final String PROMETHEUS = "prometheus";

    private MetricsCommand() {}

    /** Run the command; it takes {@code -Dprometheus=http://host:port}, by default that of the Compose stack. */
    public static void main(String[] arguments) {
        Command.main(MetricsCommand::list);
    }

    static boolean list(Given given, PrintStream terminal) {
        URI prometheus = prometheus(given.text(PROMETHEUS, "http://localhost:9090"));
        Path composeFile = Layout.current(
                        Parameters.SYSTEM.read(Parameters.given(given.properties(), name -> Optional.empty())))
                .composeFiles()
                .stream()
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        "there is no Compose file that the list belongs to; run from the folder that holds pom.xml"));
        List<String> names = PrometheusMetrics.names(new HttpsClient(), prometheus);
        MetricList.write(MetricList.beside(composeFile), names);
        terminal.printf("%s names in %s%n", names.size(), MetricList.beside(composeFile));
        return true;
    }

    private static URI prometheus(String given) {
        try {
            return new URI(given);
        } catch (URISyntaxException e) {
            throw new CommandException(
                    "-Dprometheus is '%s'; expected an address such as http://localhost:9090".formatted(given), e);
        }
    }
}
