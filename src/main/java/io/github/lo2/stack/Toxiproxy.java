package io.github.lo2.stack;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectReader TOXICS =
            Json.MAPPER.readerFor(Toxic.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final ChildProcess process;
    private final HttpsClient http;
    private final URI api;
    private final Map<String, Integer> ports;

    /** A proxy, in the form in which Toxiproxy reads it. */
    private record Proxy(String name, String listen, String upstream, boolean enabled) {}

    private Toxiproxy(ChildProcess process, HttpsClient http, URI api, Map<String, Integer> ports) {
        this.process = process;
        this.http = http;
        this.api = api;
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
        List<Proxy> proxies = ports.entrySet().stream()
                .map(each -> new Proxy(each.getKey(), HOST + ":" + each.getValue(), HOST + ":" + database, true))
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
        var started = new Toxiproxy(process, http, URI.create("http://%s:%s/".formatted(HOST, port)), ports);
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

    /**
     * Impair the network between a service and the database.
     *
     * @return what Toxiproxy lists then
     * @throws StackException when it does not list it
     */
    String impair(String service, Impairment impairment) {
        List<Toxic> wanted = Toxic.of(impairment);
        try {
            for (Toxic toxic : wanted) {
                http.post(toxics(service), Json.MAPPER.writeValueAsString(toxic))
                        .close();
            }
            List<Toxic> listed = listed(service);
            if (!listed.containsAll(wanted)) {
                throw new StackException(
                        "Toxiproxy lists %s for %s; expected %s".formatted(words(listed), service, words(wanted)));
            }
            return "Toxiproxy lists for %s: %s".formatted(service, words(listed));
        } catch (IOException e) {
            throw failed(service, e);
        }
    }

    /**
     * Let all pass again between a service and the database.
     *
     * @return what Toxiproxy lists then
     * @throws StackException when it still lists something
     */
    String free(String service) {
        try {
            for (Toxic toxic : listed(service)) {
                http.delete(toxics(service).resolve("toxics/" + toxic.name()));
            }
            List<Toxic> left = listed(service);
            if (!left.isEmpty()) {
                throw new StackException(
                        "Toxiproxy still lists %s for %s; expected nothing".formatted(words(left), service));
            }
            return "Toxiproxy lists nothing for " + service;
        } catch (IOException e) {
            throw failed(service, e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private List<Toxic> listed(String service) throws IOException {
        try (InputStream answer = http.open(api.resolve("proxies"))) {
            var toxics = new ArrayList<Toxic>();
            for (JsonNode toxic : Json.MAPPER.readTree(answer).path(service).path("toxics")) {
                toxics.add(TOXICS.readValue(toxic));
            }
            return toxics;
        }
    }

    private URI toxics(String service) {
        return api.resolve("proxies/%s/toxics".formatted(service));
    }

    private static String words(List<Toxic> toxics) {
        return toxics.isEmpty() ? "nothing" : toxics.stream().map(Toxic::words).collect(Collectors.joining(", "));
    }

    private void awaitReady() {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("it ended", () -> !process.isAlive())
                    .until(() -> http.get(api.resolve("version"), Map.of()).equals(OptionalInt.of(OK)));
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new StackException(
                    "%s does not answer at %s within %s s; expected it to; its last lines: %s"
                            .formatted(PROGRAM, api, PATIENCE.toSeconds(), String.join(" | ", process.lastLines())),
                    e);
        }
    }

    private StackException failed(String service, IOException e) {
        return new StackException(
                "Toxiproxy at %s does not do what it was told for %s: %s; its last lines: %s"
                        .formatted(api, service, e.getMessage(), String.join(" | ", process.lastLines())),
                e);
    }
}
