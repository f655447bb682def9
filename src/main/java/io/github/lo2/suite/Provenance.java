package io.github.lo2.suite;

import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.Manifest.HostFacts;
import io.github.lo2.dataset.Manifest.KeptFacts;
import io.github.lo2.dataset.Manifest.StackFacts;
import io.github.lo2.dataset.Manifest.SuiteFacts;
import io.github.lo2.plan.Parameters;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/** Tells what records a run, and where. */
public final class Provenance {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path root;
    private final ChildProcesses processes;

    Provenance(Layout layout, ChildProcesses processes) {
        this.root = layout.root();
        this.processes = processes;
    }

    /** Tell the version of the suite. */
    public static String version() {
        return fact("version");
    }

    /** Look at the project: its version, its commit, the command that records. */
    public SuiteFacts suite() {
        boolean isRepository = isRepository();
        Optional<List<String>> changes = isRepository ? git("status", "--porcelain") : Optional.empty();
        return new SuiteFacts(
                version(),
                isRepository ? firstOf(git("rev-parse", "HEAD")) : archived(fact("commit")),
                changes.map(List::isEmpty).orElse(null),
                command(System.getenv(), System.getProperties()),
                "%s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.runtime.version")));
    }

    /** Look at this machine. */
    public HostFacts host() {
        var system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        return new HostFacts(
                system.getOperatingSystem().getNetworkParams().getHostName(),
                "%s; %s %s"
                        .formatted(
                                system.getOperatingSystem(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version")),
                hardware.getProcessor().getProcessorIdentifier().getName(),
                hardware.getProcessor().getLogicalProcessorCount(),
                hardware.getMemory().getTotal());
    }

    /** Look at what is recorded. */
    public StackFacts stack(Stack stack) {
        SortedMap<String, String> parts = new TreeMap<>(stack.parts());
        stack.programs().forEach(file -> parts.put(file.getFileName().toString(), "sha256:" + Checksums.sha256(file)));
        SortedMap<String, @Nullable String> containers = new TreeMap<>();
        stack.containers().forEach(container -> containers.put(container, null));
        stack.services().forEach(service -> containers.put(service.container(), service.serviceName()));
        return new StackFacts(
                stack.kind(),
                parts,
                containers,
                stack.kept()
                        .map(kept -> new KeptFacts(kept.since(), kept.recordings()))
                        .orElse(null));
    }

    private static @Nullable String firstOf(Optional<List<String>> lines) {
        return lines.filter(found -> !found.isEmpty())
                .map(found -> found.get(0))
                .orElse(null);
    }

    /**
     * Tell how {@code lo2} or Maven was called, whose scripts leave that in the environment; without it, which parameters were
     * given.
     */
    static String command(Map<String, String> environment, Properties properties) {
        String own = environment.getOrDefault("LO2_CMD_LINE_ARGS", "").strip();
        if (!own.isEmpty()) {
            return "lo2 " + own;
        }
        String arguments = environment.getOrDefault("MAVEN_CMD_LINE_ARGS", "").strip();
        if (!arguments.isEmpty()) {
            return "mvn " + arguments;
        }
        return properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(Parameters.PREFIX))
                .filter(name -> !properties.getProperty(name).isBlank())
                .sorted()
                .map(name -> "-D%s=%s".formatted(name, properties.getProperty(name)))
                .collect(Collectors.joining(" "));
    }

    /** Tell whether the project is a work tree itself: one around it has commits of other things. */
    private boolean isRepository() {
        String tree = firstOf(git("rev-parse", "--show-toplevel"));
        try {
            return tree != null && Path.of(tree).toRealPath().equals(root.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Read the commit that {@code git archive} has written into an archive of the sources.
     *
     * @param text what stands there; elsewhere the form that git would fill in
     */
    static @Nullable String archived(String text) {
        return text.matches("[0-9a-f]{40,64}") ? text : null;
    }

    /** Read what the build, or git's archive, has written down of the project. */
    private static String fact(String name) {
        var properties = new Properties();
        try (InputStream input = Objects.requireNonNull(Provenance.class.getResourceAsStream("suite.properties"))) {
            properties.load(input);
        } catch (IOException e) {
            throw new UncheckedIOException("suite.properties cannot be read; build the suite anew", e);
        }
        return properties.getProperty(name, "");
    }

    private Optional<List<String>> git(String... arguments) {
        var command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        try {
            return Optional.of(processes.run(new ChildCommand(ChildKind.GIT, "git", command, root, Map.of()), LIMIT));
        } catch (RuntimeException e) {
            return Optional.empty(); // no git, or no repository
        }
    }
}
