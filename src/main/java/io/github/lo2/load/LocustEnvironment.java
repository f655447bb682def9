package io.github.lo2.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildProcessException;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.python.PythonEnvironment;
import io.github.lo2.python.PythonException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Locust files, and a Python virtual environment with the pinned Locust. */
public final class LocustEnvironment {
    private final PythonEnvironment python;
    private final Path files;
    private final Path shared;

    private LocustEnvironment(PythonEnvironment python, Path files, Path shared) {
        this.python = python;
        this.files = files;
        this.shared = shared;
    }

    /**
     * Make or reuse the environment.
     *
     * @param files the folder of a system's Locust files
     * @param shared the folder of what every load shares: {@code requirements.txt} and {@code lo2}
     * @param environment the folder of the virtual environment
     * @param log is told when it is made, and why
     * @throws PythonException when there is no Python of at least 3.10, or the requirements cannot be installed
     */
    public static LocustEnvironment prepare(
            Path files, Path shared, Path environment, ChildProcesses processes, Consumer<String> log) {
        var python =
                PythonEnvironment.prepare("Locust", shared.resolve("requirements.txt"), environment, processes, log);
        return new LocustEnvironment(python, files.toAbsolutePath(), shared.toAbsolutePath());
    }

    /**
     * List the scenarios that the Locust files know.
     *
     * @throws LocustException when they cannot be loaded
     */
    public Catalogue catalogue(ChildProcesses processes) {
        var command = command("the Locust catalogue", List.of("-m", "lo2.catalogue", files.toString()), Map.of());
        try {
            String json = String.join("\n", processes.run(command, Duration.ofMinutes(1)));
            List<CatalogueEntry> entries = Arrays.asList(Json.MAPPER.readValue(json, CatalogueEntry[].class));
            long userClasses = entries.stream()
                    .flatMap(entry -> entry.tasks().stream())
                    .map(Task::user)
                    .distinct()
                    .count();
            return new Catalogue(
                    entries.stream().map(entry -> entry.scenario(files)).toList(), Math.toIntExact(userClasses));
        } catch (ChildProcessException | JsonProcessingException e) {
            throw new LocustException(
                    "the Locust files in %s cannot be loaded: %s".formatted(files, e.getMessage()), e);
        }
    }

    /**
     * Describe a call of this environment's Python.
     *
     * @param arguments what Python is given
     */
    public ChildCommand command(String name, List<String> arguments, Map<String, String> variables) {
        var withModules = new HashMap<>(variables);
        withModules.put("PYTHONPATH", shared.toString());
        // Locust would take what its command line does not say from ~/.locust.conf, or from files where it runs.
        withModules.put("HOME", python.folder().toString());
        return python.command(name, arguments, shared, withModules);
    }

    /** Name the folder of the Locust files. */
    public Path files() {
        return files;
    }

    /** What {@code lo2.catalogue} prints for a tag. */
    private record CatalogueEntry(
            String tag,
            @Nullable Integer expectedStatus,
            @Nullable String expectedCode,
            double share,
            List<Task> tasks) {

        Catalogue.Entry scenario(Path files) {
            Task first = tasks.get(0);
            return new Catalogue.Entry(
                    tag, URI.create(files.resolve(first.file()).toUri() + "?line=" + first.line()), share, false);
        }
    }

    /** A task of a tag: where it stands and whose it is. */
    private record Task(String file, int line, String user, String task) {}
}
