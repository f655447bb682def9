package io.github.lo2.validate;

import io.github.lo2.dataset.Checksums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gathers what is wrong with the files of a run, a line each: what they say first, then which were changed. */
final class Problems {
    /** How many files of one folder are named that are all missing, all changed or all additional. */
    private static final int NAMED = 3;

    private final List<String> lines = new ArrayList<>();
    private final List<Checksums.Difference> differences = new ArrayList<>();

    /**
     * Add what is wrong with a file.
     *
     * @param path the file, relative to the run's folder
     */
    void add(String path, String expected, String found) {
        lines.add("%s: expected %s, found %s".formatted(path, expected, firstLine(found)));
    }

    /** Add a file that is not what its checksum says; it is named once, however many lists name it. */
    void add(Checksums.Difference difference) {
        if (differences.stream().noneMatch(other -> other.path().equals(difference.path()))) {
            differences.add(difference);
        }
    }

    /** Tell whether anything is wrong with a file. */
    boolean concern(String path) {
        return lines.stream().anyMatch(line -> line.startsWith(path + ":"))
                || differences.stream().anyMatch(difference -> difference.path().equals(path));
    }

    /** Count the files and statements that are wrong. */
    int count() {
        return lines.size() + differences.size();
    }

    /** Say it; of a folder with many files that are wrong in the same way only the first are named. */
    List<String> lines() {
        var groups = new LinkedHashMap<String, List<Checksums.Difference>>();
        for (Checksums.Difference difference : differences) {
            groups.computeIfAbsent(group(difference), group -> new ArrayList<>())
                    .add(difference);
        }
        return Stream.concat(lines.stream(), groups.entrySet().stream().flatMap(Problems::lines))
                .toList();
    }

    /** Tell what is wrong in one line: a message may have more, with its place. */
    static String reason(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return firstLine(String.valueOf(cause.getMessage()));
    }

    private static Stream<String> lines(Map.Entry<String, List<Checksums.Difference>> group) {
        List<Checksums.Difference> files = group.getValue();
        Stream<String> named = files.stream().limit(NAMED).map(Checksums.Difference::toString);
        return files.size() <= NAMED
                ? named
                : Stream.concat(named, Stream.of("%s: %d more files".formatted(group.getKey(), files.size() - NAMED)));
    }

    private static String group(Checksums.Difference difference) {
        String folder = difference.path().contains("/")
                ? difference.path().substring(0, difference.path().indexOf('/'))
                : "the run's folder";
        String kind =
                difference.found().isEmpty() ? "missing" : difference.expected().isEmpty() ? "additional" : "changed";
        return folder + ", " + kind;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
