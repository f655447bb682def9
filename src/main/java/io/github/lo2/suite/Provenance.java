package io.github.lo2.suite;

import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.Manifest.HostFacts;
import io.github.lo2.dataset.Manifest.StackFacts;
import io.github.lo2.dataset.Manifest.SuiteFacts;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** Look at the project: its version, its commit, the command of this process. */
    public SuiteFacts suite() {
        Optional<List<String>> head = git("rev-parse", "HEAD");
        Optional<List<String>> changes = git("status", "--porcelain");
        return new SuiteFacts(
                Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
                        .orElse("not packaged"),
                firstOf(head),
                changes.map(List::isEmpty).orElse(null),
                command(),
                "%s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.runtime.version")));
    }

    /** Look at this machine. */
    public HostFacts host() {
        var system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        return new HostFacts(
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
        return new StackFacts(stack.kind(), parts, containers);
    }

    private static @Nullable String firstOf(Optional<List<String>> lines) {
        return lines.filter(found -> !found.isEmpty())
                .map(found -> found.get(0))
                .orElse(null);
    }

    /** Show the parameters that were given: how it was started is known to Maven or an IDE alone. */
    private static String command() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("lo2."))
                .filter(name -> !System.getProperty(name).isBlank())
                .sorted()
                .map(name -> "-D%s=%s".formatted(name, System.getProperty(name)))
                .reduce(System.getProperty("sun.java.command", "java").split(" ", 2)[0], "%s %s"::formatted);
    }

    private Optional<List<String>> git(String... arguments) {
        var command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        try {
            return Optional.of(processes.run(new ChildCommand("git", command, root, Map.of()), LIMIT));
        } catch (RuntimeException e) {
            return Optional.empty(); // no git, or no repository
        }
    }
}
