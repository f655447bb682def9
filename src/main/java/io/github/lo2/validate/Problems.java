package io.github.lo2.validate;

import io.github.lo2.dataset.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Gathers what is wrong with the files of a run, a line each: what they say first, then which were changed. */
final class Problems {
    /** How many files of one folder are named that are all missing, all changed or all additional. */
    private static final int NAMED = 3;

    private final List<Statement> statements = new ArrayList<>();
    private final List<Checksums.Difference> differences = new ArrayList<>();

    /** What is wrong with what a file says. */
    private record Statement(String path, String expected, String found) {
        /** Name what it has in common with the same of other folders. */
        String group() {
            return path.contains("/")
                    ? "*%s: expected %s, found %s".formatted(path.substring(path.indexOf('/')), expected, found)
                    : line();
        }

        String line() {
            return "%s: expected %s, found %s".formatted(path, expected, found);
        }
    }

    /**
     * Add what is wrong with a file.
     *
     * @param path the file, relative to the run's folder
     */
    void add(String path, String expected, String found) {
        statements.add(new Statement(path, expected, firstLine(found)));
    }

    /** Add a file that is not what its checksum says; it is named once, however many lists name it. */
    void add(Checksums.Difference difference) {
        if (differences.stream().noneMatch(other -> other.path().equals(difference.path()))) {
            differences.add(difference);
        }
    }

    /** Tell whether anything is wrong with a file. */
    boolean concern(String path) {
        return statements.stream().anyMatch(statement -> statement.path().equals(path))
                || differences.stream().anyMatch(difference -> difference.path().equals(path));
    }

    /** Count the files and statements that are wrong. */
    int count() {
        return statements.size() + differences.size();
    }

    /** Say it; where many files are wrong in the same way, in one folder or in each, only the first are named. */
    List<String> lines() {
        return Stream.concat(
                        grouped(statements, Statement::group, Statement::line).stream(),
                        grouped(differences, Problems::group, Checksums.Difference::toString).stream())
                .toList();
    }

    /** Tell in one line why a file cannot be read. */
    static String reason(Path file, IOException error) {
        return Files.exists(file) ? firstLine(String.valueOf(error.getMessage())) : "no file";
    }

    /** Tell what is wrong in one line: a message may have more, with its place. */
    static String reason(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return firstLine(String.valueOf(cause.getMessage()));
    }

    private static <T> List<String> grouped(List<T> all, Function<T, String> group, Function<T, String> line) {
        var groups = new LinkedHashMap<String, List<T>>();
        all.forEach(each -> groups.computeIfAbsent(group.apply(each), name -> new ArrayList<>())
                .add(each));
        var lines = new ArrayList<String>();
        groups.forEach((name, members) -> {
            members.stream().limit(NAMED).map(line).forEach(lines::add);
            if (members.size() > NAMED) {
                lines.add("%s: %s more files".formatted(name, members.size() - NAMED));
            }
        });
        return lines;
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
