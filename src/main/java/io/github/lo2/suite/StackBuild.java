package io.github.lo2.suite;

import io.github.lo2.dataset.Checksums;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.ComposeRequirements;
import io.github.lo2.stack.StackException;
import io.github.lo2.stack.StackKeeper;
import io.github.lo2.system.SystemDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stack is started from, by name, with a checksum each: definitions, programs, configuration, images. Two that are equal
 * start the same stack, wherever their files are.
 */
final class StackBuild {
    private static final String FOLDER = "${folder}/";
    /** What a definition names in its own folder, in a list such as a class path or alone. */
    private static final Pattern NAMED = Pattern.compile("\\$\\{folder}/([^\":,\\s]+)");

    private StackBuild() {}

    /** Sum up what the embedded stack of a system is started from. */
    static String embedded(Layout layout) {
        Path definition = layout.stackDefinition();
        SortedMap<String, String> parts = common(layout);
        parts.put("java", System.getProperty("java.runtime.version"));
        parts.put("definition", Checksums.sha256(definition));
        Path folder = definition.resolveSibling("").toAbsolutePath();
        Matcher named = NAMED.matcher(text(definition));
        while (named.find()) {
            String name = named.group(1).replaceFirst("/\\*$", "");
            add(parts, FOLDER + name, folder.resolve(name).normalize());
        }
        return parts.toString();
    }

    /** Sum up what the containers of a system are started from. */
    static String compose(Layout layout, SystemDefinition system, List<Path> files, ChildProcesses processes) {
        SortedMap<String, String> parts = common(layout);
        files.forEach(file -> add(parts, file.getFileName().toString(), file));
        ComposeRequirements.Sources sources = ComposeRequirements.sources(system, files, processes);
        parts.putAll(sources.images());
        // What is of this machine, and not of the project, is only looked at by exporters.
        Path root = layout.systems().toAbsolutePath().normalize();
        sources.mounted().stream()
                .filter(source -> source.startsWith(root))
                .forEach(source -> add(parts, root.relativize(source).toString(), source));
        return parts.toString();
    }

    private static SortedMap<String, String> common(Layout layout) {
        var parts = new TreeMap<String, String>();
        parts.put("suite", Provenance.version() + " " + StackKeeper.FORM);
        parts.put("system", Checksums.sha256(layout.systemDefinition()));
        return parts;
    }

    private static void add(SortedMap<String, String> parts, String name, Path path) {
        if (Files.isDirectory(path)) {
            Checksums.ofAtRest(path, Set.of()).sums().forEach((file, sum) -> parts.put(name + "/" + file, sum));
        } else if (Files.exists(path)) {
            parts.put(name, Checksums.sha256(path));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StackException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
