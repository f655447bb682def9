package io.github.lo2.stack;

import io.github.lo2.failure.Precondition;
import io.github.lo2.plan.PortRule;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.ComposeDefinition.ComposeService;
import io.github.lo2.system.SystemDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a Compose stack needs before it can be started: engine, images, what is mounted, ports. */
public final class ComposeRequirements {

    /**
     * What containers are started from.
     *
     * @param images the images, with their digests, by the containers' names
     * @param mounted files and folders of this machine that are mounted into them
     */
    public record Sources(SortedMap<String, String> images, List<Path> mounted) {}

    private ComposeRequirements() {}

    /**
     * Say why Compose files cannot be started on this machine; empty when an engine answers and all images are there.
     *
     * @throws StackException when a file is no Compose file
     */
    public static Optional<String> unusable(SystemDefinition system, List<Path> files, ChildProcesses processes) {
        Optional<String> noEngine = Engine.unusable();
        if (noEngine.isPresent()) {
            return noEngine;
        }
        try {
            return missingImages(ComposeDefinition.read(system, files, processes), Engine.connect());
        } catch (StackException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /**
     * Look up what containers would be started from now.
     *
     * @throws StackException when a file is no Compose file, or the engine has not all images
     */
    public static Sources sources(SystemDefinition system, List<Path> files, ChildProcesses processes) {
        ComposeDefinition definition = ComposeDefinition.read(system, files, processes);
        return new Sources(
                images(definition, Engine.connect()),
                definition.services().stream()
                        .flatMap(service -> service.sources().stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    /**
     * Check what can be known before the start: engine, images, what is mounted, ports.
     *
     * @param log is told what of an earlier run is removed
     * @throws StackException when something is missing or a port is taken
     */
    public static void requireStartable(
            SystemDefinition system, List<Path> files, PortRule ports, ChildProcesses processes, Consumer<String> log) {
        var unused = require(system, files, ports, processes, log);
    }

    /** Check the same, and say what would be started. */
    static ComposeDefinition require(
            SystemDefinition system, List<Path> files, PortRule ports, ChildProcesses processes, Consumer<String> log) {
        Engine engine = Engine.connect();
        ComposeDefinition written = ComposeDefinition.read(system, files, processes);
        ComposeDefinition definition = ports == PortRule.FREE ? written.atFreePorts() : written;
        missingImages(definition, engine).ifPresent(missing -> {
            throw new StackException(missing + "; nothing was started");
        });
        requireSources(definition);
        var leftovers = new Leftovers(engine);
        leftovers.removeAbandoned(log);
        leftovers.requireNone();
        requirePortsFree(definition);
        return definition;
    }

    /** Name the digests of the images that the engine has, by container. */
    static SortedMap<String, String> images(ComposeDefinition definition, Engine engine) {
        var images = new TreeMap<String, String>();
        definition.services().forEach(service -> images.put(service.container(), engine.digest(service.image())));
        return images;
    }

    private static Optional<String> missingImages(ComposeDefinition definition, Engine engine) {
        String missing = definition.services().stream()
                .map(ComposeService::image)
                .distinct()
                .filter(image -> !isBuilt(image, definition) && !engine.hasImage(image))
                .collect(Collectors.joining(", "));
        return missing.isEmpty() ? Optional.empty() : Optional.of(Precondition.IMAGES.line(missing));
    }

    private static boolean isBuilt(String image, ComposeDefinition definition) {
        return definition.services().stream()
                .anyMatch(service -> service.built() && service.image().equals(image));
    }

    private static void requireSources(ComposeDefinition definition) {
        definition.services().stream()
                .flatMap(service -> service.sources().stream())
                .filter(source -> !Files.exists(source))
                .findFirst()
                .ifPresent(source -> {
                    throw new StackException(Precondition.BUILD.line(source));
                });
    }

    private static void requirePortsFree(ComposeDefinition definition) {
        for (ComposeService service : definition.services()) {
            service.ports().values().forEach(port -> Ports.requireFree(port, service.name()));
        }
    }
}
