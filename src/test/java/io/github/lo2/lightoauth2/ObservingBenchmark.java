package io.github.lo2.lightoauth2;

import io.github.lo2.http.SelfSignedTls;
import io.github.lo2.json.Json;
import io.github.lo2.load.Load;
import io.github.lo2.load.LoadProgress;
import io.github.lo2.load.LoadShape;
import io.github.lo2.load.Loads;
import io.github.lo2.plan.Arrival;
import io.github.lo2.plan.PortRule;
import io.github.lo2.plan.Scenario;
import io.github.lo2.plan.StackKind;
import io.github.lo2.recording.RunRecording;
import io.github.lo2.recording.RunRequest;
import io.github.lo2.signal.Request;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.StackChoice;
import io.github.lo2.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.io.file.PathUtils;
import org.awaitility.Awaitility;

/**
 * Measures what observing costs: the same load on the embedded stack without agents, with them, recorded, and recorded with rules of
 * faults that are never switched on; each saturated and paced. Prints a table in Markdown.
 *
 * <p>Nothing else should run on the machine meanwhile.
 */
public final class ObservingBenchmark {
    private static final int USERS = 14;
    private static final double RATE = 60;
    /** Enough for a stack that is warm to take another rate. */
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Duration warmUp;
    private final Duration measured;

    /** How the stack is observed. */
    private enum Observed {
        NOT("bare"),
        BY_AGENTS("with agents"),
        RECORDED("recorded"),
        RECORDED_WITH_RULES("recorded, rules loaded");

        private final String words;

        Observed(String words) {
            this.words = words;
        }

        /** List what a run is to record: rules are loaded where it has a fault, which is then not recorded. */
        String scenarios() {
            return this == RECORDED_WITH_RULES ? "correct,user_jvm_latency" : "correct";
        }
    }

    /** What was measured of one load. */
    private record Measurement(List<Request> requests, Duration duration, Processors used) {}

    /** Time of the processors in s. */
    private record Processors(double services, double database, double suite) {
        static Processors now(Stack stack) {
            double services = 0;
            double database = 0;
            Set<String> serving =
                    Set.copyOf(stack.services().stream().map(Service::container).toList());
            for (Map.Entry<String, Long> process :
                    ((EmbeddedStack) stack).processIds().entrySet()) {
                double seconds = ProcessHandle.of(process.getValue())
                        .map(Processors::seconds)
                        .orElse(0.0);
                if (serving.contains(process.getKey())) {
                    services += seconds;
                } else {
                    database += seconds;
                }
            }
            return new Processors(services, database, seconds(ProcessHandle.current()));
        }

        Processors since(Processors before) {
            return new Processors(services - before.services, database - before.database, suite - before.suite);
        }

        private static double seconds(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
        }
    }

    private ObservingBenchmark(Duration warmUp, Duration measured) {
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /**
     * Measure all.
     *
     * @param arguments how many seconds each load is measured, 60 when not said, and how many a stack is warmed up, 50
     */
    public static void main(String[] arguments) throws Throwable {
        Duration measured = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 60);
        Duration warmUp = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 50);
        SelfSignedTls.context(); // in the suite's time, not in that of the first load
        new ObservingBenchmark(warmUp, measured).run();
    }

    private void run() throws Throwable {
        System.out.println(
                "| Stack | load | requests/s | p50 ms | p99 ms | not as expected | processors: services | database |"
                        + " suite |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Observed observed : Observed.values()) {
            Path results = Files.createTempDirectory("lo2-observing-");
            try (Suite suite = Suite.open(Layout.current(
                    Path.of("light-oauth2"),
                    Optional.ofNullable(System.getProperty("lo2.work")).map(Path::of)))) {
                print(observed, "saturated", measure(suite, observed, OptionalDouble.empty(), warmUp, results));
                print(
                        observed,
                        String.format(Locale.ROOT, "%.0f/s", RATE),
                        measure(suite, observed, OptionalDouble.of(RATE), BETWEEN, results));
            } finally {
                PathUtils.deleteDirectory(results);
            }
        }
    }

    private Measurement measure(Suite suite, Observed observed, OptionalDouble rate, Duration before, Path results)
            throws Throwable {
        return switch (observed) {
            case NOT -> measure(suite, suite.stacks().any(choice(), System.err::println), rate, before);
            case BY_AGENTS ->
                measure(
                        suite,
                        suite.stacks().observed(choice(), System.err::println).stack(),
                        rate,
                        before);
            case RECORDED, RECORDED_WITH_RULES -> record(suite, observed, rate, before, results);
        };
    }

    private static StackChoice choice() {
        return new StackChoice(StackKind.EMBEDDED, List.of(), PortRule.DEFINITION);
    }

    private Measurement measure(Suite suite, Stack stack, OptionalDouble rate, Duration before) {
        send(suite, stack, rate, before);
        return send(suite, stack, rate, measured);
    }

    /** Put the services under load; each one has a seed of its own, as what it registers stays. */
    private static Measurement send(Suite suite, Stack stack, OptionalDouble rate, Duration duration) {
        var requests = new ArrayList<Request>();
        var loads = new Loads(
                new LoadShape(System.nanoTime(), USERS, rate, Arrival.POISSON, 0),
                stack.services().stream().collect(Collectors.toMap(Service::serviceName, Service::uri)),
                suite.locust(System.err::println),
                suite.processes(),
                suite.clock(),
                scenario -> Map.of());
        try (Load load = loads.armUnrecorded(duration, requests::add)) {
            load.awaitArmed();
            Processors atStart = Processors.now(stack);
            load.start(LoadProgress.NOBODY);
            Awaitility.await("the end of the load")
                    .atMost(duration.plus(PATIENCE))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> load.poll().isPresent());
            Processors used = Processors.now(stack).since(atStart);
            load.finish().ifPresent(System.err::println);
            return new Measurement(requests, duration, used);
        }
    }

    private Measurement record(Suite suite, Observed observed, OptionalDouble rate, Duration before, Path results)
            throws Throwable {
        var given = new HashMap<>(Map.of(
                "lo2.stack", "embedded",
                "lo2.scenarios", observed.scenarios(),
                "lo2.duration", Long.toString(measured.toSeconds()),
                "lo2.warmup", Long.toString(before.toSeconds()),
                "lo2.users", Integer.toString(USERS),
                "lo2.results", results.toString()));
        rate.ifPresent(requests -> given.put("lo2.rate", Double.toString(requests)));
        RunRecording recording = RunRecording.begin(new RunRequest(given, Set.of(), System::nanoTime), suite);
        try {
            Scenario correct = recording.plan().scenarios().stream()
                    .filter(scenario -> scenario.tag().equals(Scenario.CORRECT))
                    .findFirst()
                    .orElseThrow();
            Stack stack = suite.stacks().observed(choice(), System.err::println).stack();
            var used = new ArrayList<Processors>();
            recording.record(correct, scenario -> {
                Processors atStart = Processors.now(stack);
                scenario.awaitLoad();
                used.add(Processors.now(stack).since(atStart));
            });
            return new Measurement(
                    requests(recording.path().resolve(Scenario.CORRECT).resolve("requests.jsonl")),
                    measured,
                    used.get(0));
        } finally {
            recording.close();
        }
    }

    private static List<Request> requests(Path file) throws IOException {
        try (var requests = Json.MAPPER.readerFor(Request.class).<Request>readValues(file.toFile())) {
            return requests.readAll();
        }
    }

    private static void print(Observed observed, String load, Measurement measurement) {
        double[] latencies = measurement.requests().stream()
                .mapToDouble(request -> latency(request) / 1e6)
                .sorted()
                .toArray();
        double seconds = measurement.duration().toNanos() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f | %.1f | %.1f | %d | %.2f | %.2f | %.2f |%n",
                observed.words,
                load,
                latencies.length / seconds,
                latencies[latencies.length / 2],
                latencies[Math.min(latencies.length - 1, latencies.length * 99 / 100)],
                measurement.requests().stream()
                        .filter(request -> !request.succeeded())
                        .count(),
                measurement.used().services() / seconds,
                measurement.used().database() / seconds,
                measurement.used().suite() / seconds);
    }

    /** Take what its sender saw: from when it was due, where it had to be late. */
    private static long latency(Request request) {
        Long due = request.due();
        return request.duration() + (due == null ? 0 : request.time() - due);
    }
}
