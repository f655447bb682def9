package io.github.lo2.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The list of the metrics that are recorded from a Prometheus, {@code prometheus_metrics.txt} beside the Compose file: a
 * name a line; blank lines and lines that begin with {@code #} do not count. People may edit it.
 */
public final class MetricList {
    private MetricList() {}

    /** Name the list that belongs to a Compose file. */
    public static Path beside(Path composeFile) {
        return composeFile.resolveSibling("prometheus_metrics.txt");
    }

    /**
     * Read a list.
     *
     * @return the names in it; empty when there is no such file, or no name in it
     * @throws LayoutException when it cannot be read
     */
    static Optional<List<String>> read(Path list) {
        if (!Files.exists(list)) {
            return Optional.empty();
        }
        try {
            List<String> names = Files.readAllLines(list).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            return names.isEmpty() ? Optional.empty() : Optional.of(names);
        } catch (IOException e) {
            throw new LayoutException("%s cannot be read: %s".formatted(list, e.getMessage()), e);
        }
    }

    /**
     * Write a list in place of the old one.
     *
     * @throws LayoutException when it cannot be written
     */
    public static void write(Path list, List<String> names) {
        try {
            Files.write(list, names);
        } catch (IOException e) {
            throw new LayoutException("%s cannot be written: %s".formatted(list, e.getMessage()), e);
        }
    }
}
