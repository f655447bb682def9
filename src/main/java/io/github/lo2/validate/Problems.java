package io.github.lo2.validate;

import io.github.lo2.dataset.Checksums;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Evidence.FileProblem;
import io.github.lo2.verdict.Evidence.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Gathers what is wrong with the files of a run, a line each: what they say first, then which were changed. */
final class Problems {
    /** How many files of one folder are named that are all missing, all changed or all additional. */
    private static final int NAMED = 3;

    private final List<FileProblem> statements = new ArrayList<>();
    private final List<FileProblem> differences = new ArrayList<>();

    /**
     * Add what is wrong with what a file says.
     *
     * @param path the file, relative to the run's folder
     */
    void add(String path, String expected, String found) {
        statements.add(new FileProblem(path, FileState.OTHERWISE, expected, firstLine(found)));
    }

    /** Add a file that is not what its checksum says; it is named once, however many lists name it. */
    void add(Checksums.Difference difference) {
        if (differences.stream().noneMatch(other -> other.path().equals(difference.path()))) {
            differences.add(problem(difference));
        }
    }

    /** Tell whether anything is wrong with a file. */
    boolean concern(String path) {
        return Stream.concat(statements.stream(), differences.stream())
                .anyMatch(problem -> problem.path().equals(path));
    }

    /** Count the files and statements that are wrong. */
    int count() {
        return statements.size() + differences.size();
    }

    /** List them; where many files are wrong in the same way, in one folder or in each, only the first are named. */
    List<Evidence> rows() {
        return Stream.concat(
                        grouped(statements, Problems::groupOfStatement).stream(),
                        grouped(differences, Problems::groupOfDifference).stream())
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

    private static FileProblem problem(Checksums.Difference difference) {
        FileState state = difference.found().isEmpty()
                ? FileState.MISSING
                : difference.expected().isEmpty() ? FileState.ADDITIONAL : FileState.CHANGED;
        return new FileProblem(
                difference.path(),
                state,
                difference.expected().orElse(null),
                difference.found().orElse(null));
    }

    private static List<Evidence> grouped(List<FileProblem> all, Function<FileProblem, String> group) {
        var groups = new LinkedHashMap<String, List<FileProblem>>();
        all.forEach(each -> groups.computeIfAbsent(group.apply(each), name -> new ArrayList<>())
                .add(each));
        var rows = new ArrayList<Evidence>();
        groups.forEach((name, members) -> {
            members.stream().limit(NAMED).forEach(rows::add);
            if (members.size() > NAMED) {
                rows.add(new Evidence.MoreFiles(name, members.size() - NAMED));
            }
        });
        return rows;
    }

    /** Name what a statement has in common with the same of other folders. */
    private static String groupOfStatement(FileProblem problem) {
        String path = problem.path();
        return "%s: expected %s, found %s"
                .formatted(
                        path.contains("/") ? "*" + path.substring(path.indexOf('/')) : path,
                        problem.expected(),
                        problem.found());
    }

    private static String groupOfDifference(FileProblem problem) {
        String path = problem.path();
        return "%s, %s"
                .formatted(
                        path.contains("/") ? path.substring(0, path.indexOf('/')) : "the run's folder",
                        problem.state().name().toLowerCase(Locale.ROOT));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
