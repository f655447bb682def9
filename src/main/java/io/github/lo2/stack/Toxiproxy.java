package io.github.lo2.stack;

import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A <a href="https://github.com/Shopify/toxiproxy">Toxiproxy</a> between services and the database: each service has a port of its
 * own there, in place of the database's. It passes on what comes, unless it was told otherwise for that service. It ends with its
 * process, and what it does with it.
 */
final class Toxiproxy implements AutoCloseable {
    private static final String PROGRAM = "toxiproxy-server";
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ChildProcess process;
    private final Toxics toxics;
    private final Map<String, Integer> ports;

    private Toxiproxy(ChildProcess process, Toxics toxics, Map<String, Integer> ports) {
        this.process = process;
        this.toxics = toxics;
        this.ports = Map.copyOf(ports);
    }

    /** Find the program in a folder, or else on the {@code PATH}. */
    static Optional<Path> find(Path folder) {
        return program(folder, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /**
     * Find the program.
     *
     * @param folder where it is looked for first
     * @param path the folders of programs, as {@code PATH} has them
     */
    static Optional<Path> program(Path folder, String path) {
        return Stream.concat(
                        Stream.of(folder),
                        Stream.of(path.split(File.pathSeparator))
                                .filter(entry -> !entry.isEmpty())
                                .map(Path::of))
                .map(entry -> entry.resolve(PROGRAM).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Say, in a line, that there is no program. */
    static String missing(Path folder) {
        return "there is no program %s in %s or on the PATH; docs/faults.md says how to get it"
                .formatted(PROGRAM, folder);
    }

    /**
     * Start one and wait until it answers.
     *
     * @param folder where the program is looked for before the {@code PATH}
     * @param services which services get a port
     * @param database the port of the loopback interface on which the database listens
     * @param work a folder to run in and to write to
     * @throws StackException when it does not get ready
     */
    static Toxiproxy start(
            Path folder, Set<String> services, int database, ChildProcesses processes, HttpsClient http, Path work) {
        Path program = find(folder).orElseThrow(() -> new StackException(missing(folder)));
        List<String> names = services.stream().sorted().toList();
        Map<Integer, Integer> free =
                Ports.freeFor(IntStream.rangeClosed(0, names.size()).boxed().toList());
        var ports = new TreeMap<String, Integer>();
        names.forEach(name -> ports.put(name, free.get(ports.size() + 1)));
        int port = free.getOrDefault(0, 0);
        Path file = work.resolve("toxiproxy.json");
        List<Toxics.Proxy> proxies = ports.entrySet().stream()
                .map(each -> new Toxics.Proxy(each.getKey(), HOST + ":" + each.getValue(), HOST + ":" + database, true))
                .toList();
        try {
            Json.MAPPER.writeValue(file.toFile(), proxies);
        } catch (IOException e) {
            throw new StackException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
        ChildProcess process = processes.startGathering(
                new ChildCommand(
                        ChildKind.SERVICE,
                        PROGRAM,
                        List.of(
                                program.toString(),
                                "-host",
                                HOST,
                                "-port",
                                Integer.toString(port),
                                "-config",
                                file.toString()),
                        work,
                        Map.of("LOG_LEVEL", "warn")),
                line -> {});
        var toxics = new Toxics(
                http, URI.create("http://%s:%s/".formatted(HOST, port)), () -> String.join(" | ", process.lastLines()));
        var started = new Toxiproxy(process, toxics, ports);
        try {
            started.awaitReady();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** Say at which port of the loopback interface a service finds the database; empty: at the database's own. */
    Optional<Integer> port(String service) {
        return Optional.ofNullable(ports.get(service));
    }

    ChildProcess process() {
        return process;
    }

    /** Get what it is told by. */
    Toxics toxics() {
        return toxics;
    }

    @Override
    public void close() {
        process.close();
    }

    private void awaitReady() {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("it ended", () -> !process.isAlive())
                    .until(toxics::answers);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new StackException(
                    "%s does not answer at %s within %s s; expected it to; its last lines: %s"
                            .formatted(
                                    PROGRAM,
                                    toxics.api(),
                                    PATIENCE.toSeconds(),
                                    String.join(" | ", process.lastLines())),
                    e);
        }
    }
}
