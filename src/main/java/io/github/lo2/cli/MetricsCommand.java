package io.github.lo2.cli;

import io.github.lo2.capture.PrometheusMetrics;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.MetricList;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Writes the list of metrics anew, with the names that a running Prometheus has. */
public final class MetricsCommand {
    private static final String PROMETHEUS = "prometheus";

    private MetricsCommand() {}

    /** Run the command; it takes {@code -Dprometheus=http://host:port}, by default that of the Compose stack. */
    public static void main(String[] arguments) {
        URI prometheus = URI.create(System.getProperty(PROMETHEUS, "http://localhost:9090"));
        Path composeFile = Layout.current().composeFiles().get(0);
        List<String> names = PrometheusMetrics.names(new HttpsClient(), prometheus);
        MetricList.write(MetricList.beside(composeFile), names);
        System.out.printf("%d names in %s%n", names.size(), MetricList.beside(composeFile));
    }
}
