package io.github.lo2.load;

import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.signal.Request;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Starts the loads of a run. */
public final class Loads {
    /** How long running requests may take after the duration is over. */
    private static final int STOP_TIMEOUT_SECONDS = 10;

    private final LoadShape shape;
    private final URI host;
    private final String ports;
    private final LocustEnvironment environment;
    private final ChildProcesses processes;
    private final EpochClock clock;
    private final Function<Scenario, Map<String, String>> more;

    /**
     * @param shape what all loads have in common
     * @param services where the services under test answer, by their {@code service.name}; nothing else is ever sent a request
     * @param more what the load of a scenario must know besides, as variables of its environment
     * @throws IllegalArgumentException when they have no scheme and name in common
     */
    public Loads(
            LoadShape shape,
            Map<String, URI> services,
            LocustEnvironment environment,
            ChildProcesses processes,
            EpochClock clock,
            Function<Scenario, Map<String, String>> more) {
        this.shape = shape;
        this.host = host(services.values());
        this.ports = ports(services);
        this.environment = environment;
        this.processes = processes;
        this.clock = clock;
        this.more = more;
    }

    /**
     * Start Locust for a scenario, and let it wait until it is told to begin.
     *
     * @param requests where the ground truth goes
     * @param log where Locust's own log goes
     */
    public Load arm(Scenario scenario, Path requests, Path log) {
        Map<String, String> variables = variables(scenario.tag());
        variables.putAll(more.apply(scenario));
        variables.put("LO2_REQUESTS", requests.toAbsolutePath().toString());
        variables.put("LO2_PHASES", phases(scenario));
        scenario.dose().ifPresent(dose -> variables.put("LO2_DOSE", Double.toString(dose)));
        return Load.arm(scenario, command(scenario, log, variables), requests, processes, clock);
    }

    /**
     * Start Locust for a load of correct requests that leaves nothing behind.
     *
     * @param duration how long it lasts at the most
     * @param listener is told of each request when it is read
     */
    public Load armUnrecorded(Duration duration, Consumer<Request> listener) {
        try {
            Path folder = Files.createTempDirectory("lo2-warmup-");
            processes.deleteWhenKilled(folder);
            var scenario = new Scenario(1, Scenario.CORRECT, duration, Duration.ZERO);
            Path requests = folder.resolve("requests.jsonl");
            Map<String, String> variables = variables("warm-up");
            variables.put("LO2_REQUESTS", requests.toString());
            return Load.arm(
                    scenario,
                    command(scenario, folder.resolve("locust.log"), variables),
                    requests,
                    listener,
                    processes,
                    clock);
        } catch (IOException e) {
            throw new LocustException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    /** Say what each load is told; what is random in it has its stream by this name. */
    private Map<String, String> variables(String name) {
        var variables = new HashMap<>(shape.variables());
        variables.put("LO2_CONTROL", "stdio");
        variables.put("LO2_PORTS", ports);
        variables.put("LO2_SCENARIO", name);
        return variables;
    }

    /** Say what {@code --host} is: where the only service answers, or the scheme and the name that all have in common. */
    static URI host(Collection<URI> services) {
        List<URI> hosts = services.size() == 1
                ? List.copyOf(services)
                : services.stream()
                        .map(service -> URI.create(service.getScheme() + "://" + service.getHost()))
                        .distinct()
                        .toList();
        if (hosts.size() != 1) {
            throw new IllegalArgumentException(
                    "the services answer at %s; expected one scheme and name for all".formatted(services));
        }
        return hosts.get(0);
    }

    /** Write at which port each service answers. */
    private static String ports(Map<String, URI> services) {
        return new TreeMap<>(services)
                .entrySet().stream()
                        .map(service ->
                                service.getKey() + "=" + service.getValue().getPort())
                        .collect(Collectors.joining(","));
    }

    /** Write the phases with their lengths in ns; they follow one another from the start of the load. */
    private static String phases(Scenario scenario) {
        return scenario.phases().stream()
                .map(phase ->
                        "%s:%s".formatted(phase.kind().word(), phase.duration().toNanos()))
                .collect(Collectors.joining(","));
    }

    private ChildCommand command(Scenario scenario, Path log, Map<String, String> variables) {
        var arguments = new ArrayList<>(List.of(
                "-m",
                "locust",
                "-f",
                environment.files().toString(),
                "--headless",
                "--host",
                host.toString(),
                "--users",
                Integer.toString(shape.users()),
                "--spawn-rate",
                Integer.toString(shape.users()),
                "--run-time",
                scenario.duration().toSeconds() + "s",
                "--stop-timeout",
                Integer.toString(STOP_TIMEOUT_SECONDS),
                // Whether the requests went well is judged by the suite.
                "--exit-code-on-error",
                "0",
                "--logfile",
                log.toAbsolutePath().toString(),
                "--tags",
                Scenario.CORRECT));
        arguments.addAll(scenario.tags());
        return environment.command("locust " + scenario.tag(), arguments, variables);
    }
}
