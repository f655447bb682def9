package io.github.lo2.suite;

import io.github.lo2.failure.Precondition;
import io.github.lo2.system.SystemException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Where the parts are of a project, or of a packaged suite, that records data sets.
 *
 * <p>Nothing is written below {@code root} and {@code systems} when the folder for work is another one: many may use these at
 * once, of many machines, and need no right to write there.
 *
 * @param root the folder that holds the project's {@code pom.xml}, or the packaged suite
 * @param systems the folder that holds {@code compose/<system>} and {@code locust/<system>}: most often the same
 * @param system the name of the system under test
 * @param work the folder of what is made once and kept; empty: the project's own places
 */
public record Layout(Path root, Path systems, String system, Optional<Path> work) {
    /** The system property by which a packaged suite says where it is. */
    private static final String HOME = "io.github.lo2.home";

    /** The file that says of a folder in {@code compose/} that it is a system's. */
    private static final String DEFINITION = "system.json";

    /** What a JVM puts in the place of bytes that are no text in its encoding. */
    private static final char UNREADABLE = '\uFFFD';

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    /**
     * Take the folder that the tests run in, which Maven and IDEs set to the project's.
     *
     * @param system the system as {@code lo2.system} names it: its name; before it the folder that holds it, where that is
     *     not the project's
     * @throws SystemException when there is no such system
     */
    public static Layout current(Path system) {
        return current(system, Optional.empty());
    }

    /**
     * Take the packaged suite that this JVM was started from, or else the folder that it runs in.
     *
     * @param system as with {@link #current(Path)}
     * @param work as {@code lo2.work} names it
     * @throws SystemException when there is no such system
     */
    public static Layout current(Path system, Optional<Path> work) {
        Path root = home();
        Path systems = Optional.ofNullable(system.getParent())
                .map(Path.of("").toAbsolutePath()::resolve)
                .orElse(root);
        if (systems.toString().indexOf(UNREADABLE) >= 0) {
            throw new SystemException("the project's folder is %s; expected %s; nothing was started"
                    .formatted(systems, Precondition.ENCODING.line(System.getProperty("sun.jnu.encoding"))));
        }
        String name = String.valueOf(system.getFileName());
        var layout = new Layout(root, systems, name, work.map(Path::toAbsolutePath));
        if (!NAME.matcher(name).matches() || !Files.isRegularFile(layout.systemDefinition())) {
            throw new SystemException("lo2.system=%s is no system: there is no compose/%s/%s in %s; expected one of: %s"
                    .formatted(system, name, DEFINITION, systems, String.join(", ", layout.names())));
        }
        return layout;
    }

    /** Name the folder of the packaged suite that this JVM was started from; that of the project, where it was not. */
    public static Path home() {
        return Path.of(System.getProperty(HOME, "")).toAbsolutePath();
    }

    Path systemDefinition() {
        return definitions().resolve(DEFINITION);
    }

    Path stackDefinition() {
        return definitions().resolve("embedded.json");
    }

    /**
     * Name the Compose file of the system, the first {@code compose/<system>/docker-compose*.yml} by name: others there
     * override it.
     */
    public List<Path> composeFiles() {
        Path folder = definitions();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "docker-compose*.yml")) {
            return StreamSupport.stream(files.spliterator(), false)
                    .sorted()
                    .limit(1)
                    .toList();
        } catch (IOException e) {
            throw new LayoutException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    Path logFormats() {
        return definitions().resolve("log_formats.json");
    }

    /** Read the parameters of a quick run, by name; empty where the system has none. */
    public Map<String, String> quick() {
        Path file = quickParameters();
        if (!Files.exists(file)) {
            return Map.of();
        }
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new LayoutException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        var values = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    /** Name the file of the parameters of a quick run; it need not be there. */
    public Path quickParameters() {
        return definitions().resolve("quick.properties");
    }

    Path faults() {
        return definitions().resolve("faults.yaml");
    }

    Path locustFiles() {
        return systems.resolve("locust").resolve(system);
    }

    /** Name the folder of what every load shares. */
    Path sharedLocustFiles() {
        return root.resolve("locust");
    }

    Path virtualEnvironment() {
        return work.map(folder -> folder.resolve("venv")).orElse(root.resolve(".venv"));
    }

    Path programs() {
        return work.orElse(root.resolve("target")).resolve("programs").resolve("mariadb");
    }

    /** Name the folder in which Toxiproxy is looked for before the {@code PATH}; it need not be there. */
    Path toxiproxy() {
        return work.orElse(root.resolve("target")).resolve("toxiproxy");
    }

    private Path definitions() {
        return systems.resolve("compose").resolve(system);
    }

    private List<String> names() {
        Path compose = systems.resolve("compose");
        if (!Files.isDirectory(compose)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(compose)) {
            return folders.filter(folder -> Files.exists(folder.resolve(DEFINITION)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new LayoutException("%s cannot be read: %s".formatted(compose, e.getMessage()), e);
        }
    }
}
