package io.github.lo2.stack;

import com.github.dockerjava.api.model.Container;
import io.github.lo2.plan.PortRule;
import io.github.lo2.stack.ComposeDefinition.ComposeService;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerLaunchException;

/** The containers of a stack, which Compose starts and ends together; all carry the label of the run. */
final class ComposeProject {
    private static final String SERVICE_LABEL = "com.docker.compose.service";
    /** Containers get 10 s each to end. */
    private static final Duration DOWN_LIMIT = Duration.ofMinutes(2);
    /** Images may be built first. */
    private static final Duration UP_LIMIT = Duration.ofMinutes(10);

    private static final String HOST_FROM_CONTAINERS = "host.docker.internal";

    private final ComposeDefinition definition;
    /** Those that are still there when the stack is gone. */
    private final List<Path> files;

    private final Engine engine;
    private final RunLabel label;
    private final ComposeContainer compose;

    /**
     * @param containerd where the engine's listens
     * @param label whose containers they will be
     * @param work a folder for what Compose reads besides the files
     */
    ComposeProject(
            ComposeStack.Parts parts,
            Path containerd,
            ComposeDefinition definition,
            Engine engine,
            RunLabel label,
            Path work) {
        this.definition = definition;
        this.files =
                parts.files().stream().filter(file -> !file.startsWith(work)).toList();
        this.engine = engine;
        this.label = label;
        Stream<Path> own = parts.ports() == PortRule.FREE
                ? Stream.of(ComposeShell.override(definition, work), ComposeShell.published(definition, work))
                : Stream.of(ComposeShell.override(definition, work));
        Stream<Path> overridden = Stream.concat(parts.files().stream(), own);
        this.compose = new ComposeContainer("lo2", overridden.map(Path::toFile).toArray(File[]::new))
                .withPull(false)
                .withEnv(ComposeShell.environment(System.getenv()))
                .withEnv("LO2_RUN", label.toString())
                .withEnv("LO2_OTLP_ENDPOINT", seenFromContainers(parts.otlp()))
                .withEnv("LO2_CONTAINERD", containerd.toString());
    }

    /**
     * Create and start each container that does not run; those that run stay as they are.
     *
     * @throws StackException when Compose cannot, with the last lines of the containers that ended, or has not in 10 min
     */
    void up() {
        engine.letCompose("the start of the stack", UP_LIMIT, this::start);
    }

    /**
     * End and remove all containers and the network.
     *
     * @throws StackException when Compose or the engine cannot, or has not in 2 min; what is left then is removed by the reaper
     *     or by a later run
     */
    void down() {
        try {
            engine.letCompose("the end of the stack", DOWN_LIMIT, this::stop);
        } finally {
            // What Compose did not know of, after a start that broke off.
            engine.removeAllWith(ComposeDefinition.RUN_LABEL, label.toString());
        }
    }

    /**
     * Name the engine's containers, by the names that they have in a data set.
     *
     * @throws StackException when a service of the files has none
     */
    Map<String, String> containerIds() {
        Map<String, String> idsOfServices =
                containers().stream().collect(Collectors.toMap(ComposeProject::serviceOf, Container::getId));
        var ids = new LinkedHashMap<String, String>();
        for (ComposeService service : definition.services()) {
            String id = idsOfServices.get(service.name());
            if (id == null) {
                throw new StackException("Compose started no container of %s".formatted(service.name()));
            }
            ids.put(service.container(), id);
        }
        return ids;
    }

    /** Say which services have ended, with their last lines; empty when none has. */
    Optional<String> ended() {
        return containers().stream()
                .filter(container -> container.getState().equals("exited")
                        || container.getState().equals("dead"))
                .map(container ->
                        "%s (last lines: %s)".formatted(serviceOf(container), engine.lastLines(container.getId())))
                .reduce((left, right) -> left + "; " + right);
    }

    /** Show the last lines of a service, by its name in the files. */
    String lastLines(String service) {
        return containers().stream()
                .filter(container -> serviceOf(container).equals(service))
                .map(container -> engine.lastLines(container.getId()))
                .collect(Collectors.joining());
    }

    private void start() {
        try {
            compose.start();
        } catch (ContainerLaunchException e) {
            throw new StackException(
                    "Compose did not start the stack: %s%s; to see why, run 'docker compose -f %s up'"
                            .formatted(
                                    e.getMessage(),
                                    ended().map(text -> "; " + text).orElse(""),
                                    files.stream().map(Path::toString).collect(Collectors.joining(" -f "))),
                    e);
        }
    }

    private void stop() {
        try {
            compose.stop();
        } catch (ContainerLaunchException e) {
            throw new StackException("Compose did not end the stack: " + e.getMessage(), e);
        }
    }

    private List<Container> containers() {
        return engine.containersWith(ComposeDefinition.RUN_LABEL, label.toString());
    }

    private static String serviceOf(Container container) {
        return String.valueOf(container.getLabels().get(SERVICE_LABEL));
    }

    private static String seenFromContainers(URI otlp) {
        return "http://%s:%s%s".formatted(HOST_FROM_CONTAINERS, otlp.getPort(), otlp.getPath());
    }
}
