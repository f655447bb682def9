package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.SeriesType;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The host's metrics")
@Timeout(30)
class HostMetricsTest {
    private static final Map<String, String> HOST =
            Map.of("job", "node", "group", "production", "instance", "localhost");
    private static final Map<String, String> THIS = Map.of("job", "the-tests", "instance", "this-jvm");
    private static final Map<String, String> NOBODY = Map.of("job", "nobody", "instance", "nowhere");

    @Test
    @DisplayName("are sampled every second under node_exporter's names, processes under those of client libraries")
    void areSampled() throws Exception {
        EpochClock clock = EpochClock.system();
        var signals = new RecordedSignals();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        var targets = List.of(
                new HostMetrics.Target(
                        "the-tests", "this-jvm", ProcessHandle.current().pid()),
                new HostMetrics.Target("nobody", "nowhere", ended.pid()));
        long before = clock.nanos();
        HostMetrics sampling = HostMetrics.start(signals, clock, () -> targets);
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> values(signals, "up", NOBODY).size() >= 2);
        } finally {
            sampling.close();
        }

        assertThat(values(signals, "node_load1", HOST))
                .isNotEmpty()
                .allSatisfy(load -> assertThat(load).isNotNegative());
        assertThat(values(signals, "node_memory_MemTotal_bytes", HOST))
                .isNotEmpty()
                .allSatisfy(total -> assertThat(total).isGreaterThan(64 << 20));
        assertThat(modesByCpu(signals))
                .as("modes of node_cpu_seconds_total by cpu")
                .containsKey("0")
                .allSatisfy(
                        (cpu, modes) -> assertThat(modes).isEqualTo("idle iowait irq nice softirq steal system user"));
        assertThat(values(signals, "up", THIS)).isNotEmpty().containsOnly(1.0);
        assertThat(values(signals, "up", NOBODY)).containsOnly(0.0);
        assertThat(values(signals, "process_resident_memory_bytes", THIS))
                .isNotEmpty()
                .allSatisfy(bytes -> assertThat(bytes).isBetween(10.0 * (1 << 20), 1e12));
        assertThat(signals.sample("process_resident_memory_bytes", NOBODY)).isEmpty();
        assertThat(signals.samples())
                .extracting(
                        sample -> sample.series().metric(),
                        sample -> sample.series().type())
                .contains(
                        tuple("node_load1", SeriesType.GAUGE),
                        tuple("node_netstat_Tcp_CurrEstab", SeriesType.GAUGE),
                        tuple("node_netstat_Tcp_InSegs", SeriesType.COUNTER),
                        tuple("node_vmstat_pswpin", SeriesType.COUNTER),
                        tuple("process_cpu_seconds_total", SeriesType.COUNTER))
                .as("series of no type")
                .noneMatch(metric -> metric.toList().contains(SeriesType.UNKNOWN));

        List<Long> times =
                signals.samples().stream().map(Sample::epochNanos).distinct().toList();
        assertThat(times)
                .hasSizeGreaterThanOrEqualTo(2)
                .isSorted()
                .allSatisfy(time -> assertThat(time).isBetween(before, clock.nanos()));
    }

    private static List<Double> values(RecordedSignals signals, String metric, Map<String, String> labels) {
        return signals.samples().stream()
                .filter(sample -> sample.series().metric().equals(metric))
                .filter(sample -> sample.series().labels().equals(labels))
                .map(Sample::value)
                .toList();
    }

    private static Map<String, String> modesByCpu(RecordedSignals signals) {
        return signals.samples().stream()
                .map(Sample::series)
                .filter(series -> series.metric().equals("node_cpu_seconds_total"))
                .distinct()
                .collect(Collectors.groupingBy(
                        series -> label(series.labels(), "cpu"),
                        Collectors.mapping(
                                series -> label(series.labels(), "mode"),
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        modes -> modes.stream().sorted().collect(Collectors.joining(" "))))));
    }

    private static String label(Map<String, String> labels, String name) {
        return labels.getOrDefault(name, "none");
    }
}
