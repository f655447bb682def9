package io.github.lo2.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The SHA-256 sums of the files below a folder; in a file {@value #FILE_NAME} of the form that {@code sha256sum -c} reads.
 *
 * <p>Paths are relative to the folder, with {@code /} between names, and sorted.
 */
public final class Checksums {
    /** The file in a folder that holds the sums of its files, and not its own. */
    public static final String FILE_NAME = "SHA256SUMS";

    private static final int BUFFER_BYTES = 1 << 16;
    /** A backslash in front of the sum says that the path is escaped. */
    private static final Pattern LINE = Pattern.compile("(\\\\?)([0-9a-f]{64}) [ *](.+)");

    private final SortedMap<String, String> sums;

    private Checksums(SortedMap<String, String> sums) {
        this.sums = Collections.unmodifiableSortedMap(sums);
    }

    /**
     * What is different between the sums that are written down and those of the files.
     *
     * @param path the file, relative to the folder
     * @param expected the sum written down; empty: the file is additional
     * @param found the sum of the file; empty: the file is missing
     */
    public record Difference(String path, Optional<String> expected, Optional<String> found) {
        /** Say it in one line. */
        @Override
        public String toString() {
            if (found.isEmpty()) {
                return path + ": missing; expected as listed in " + FILE_NAME;
            }
            return expected.map(sum ->
                            "%s: changed; expected sha256 %s, found %s".formatted(path, sum, found.orElseThrow()))
                    .orElseGet(
                            () -> "%s: additional; expected no file that %s does not list".formatted(path, FILE_NAME));
        }
    }

    /**
     * Compute the sums of all files below a folder, except hidden ones and {@value #FILE_NAME} in the folder itself. The
     * folder may be a symbolic link to one; folders that links within it lead to are left out.
     *
     * @param without paths of other files that are left out
     * @throws DatasetException when a file cannot be read
     */
    public static Checksums of(Path folder, Set<String> without) {
        return of(folder, without, false);
    }

    /**
     * Compute the same with all cores: where nothing is being recorded.
     *
     * @param without paths of other files that are left out
     * @throws DatasetException when a file cannot be read
     */
    public static Checksums ofAtRest(Path folder, Set<String> without) {
        return of(folder, without, true);
    }

    private static Checksums of(Path folder, Set<String> without, boolean allCores) {
        try {
            return ofFilesBelow(folder.toRealPath(), without, allCores);
        } catch (IOException e) {
            throw new DatasetException("the files in %s cannot be read: %s".formatted(folder, e), e);
        }
    }

    /**
     * Compute the sums of a run's files: those of its sealed folders as written down when they were sealed.
     *
     * @param without paths of files that are left out
     * @throws DatasetException when a file cannot be read
     */
    static Checksums ofRun(Path run, Set<String> without) {
        var sums = new TreeMap<String, String>();
        try (Stream<Path> entries = Files.list(run)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = relative(run, entry);
                if (Files.exists(entry.resolve(FILE_NAME)) && !isHidden(name)) {
                    read(entry).sums.forEach((path, sum) -> sums.put(name + "/" + path, sum));
                    sums.put(name + "/" + FILE_NAME, sha256(entry.resolve(FILE_NAME)));
                } else if (Files.isDirectory(entry) && !isHidden(name)) {
                    ofFilesBelow(entry, Set.of(), false).sums.forEach((path, sum) -> sums.put(name + "/" + path, sum));
                } else if (!name.equals(FILE_NAME) && !without.contains(name) && !isHidden(name)) {
                    sums.put(name, sha256(entry));
                }
            }
        } catch (IOException e) {
            throw new DatasetException("the files in %s cannot be read: %s".formatted(run, e), e);
        }
        return new Checksums(sums);
    }

    /**
     * Compute the sum of one file.
     *
     * @return 64 hexadecimal digits
     * @throws DatasetException when it cannot be read
     */
    public static String sha256(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            MessageDigest digest = DigestUtils.getSha256Digest();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                digest.update(buffer, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    /**
     * Read the sums that are written down in a folder.
     *
     * @throws DatasetException when the file is not there, cannot be read or has another form
     */
    public static Checksums read(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        var sums = new TreeMap<String, String>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                Matcher matcher = LINE.matcher(line);
                if (!matcher.matches()) {
                    throw new DatasetException(
                            "%s: line %s has another form; expected a sha256 sum, two blanks, a path"
                                    .formatted(file, number),
                            null);
                }
                String path = matcher.group(1).isEmpty() ? matcher.group(3) : unescaped(matcher.group(3));
                sums.put(path, matcher.group(2));
            }
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(file, e), e);
        }
        return new Checksums(sums);
    }

    /**
     * Write them down in a folder.
     *
     * @throws DatasetException when the file cannot be written
     */
    public void write(Path folder) {
        var lines = new StringBuilder();
        sums.forEach((path, sum) -> {
            String escaped = escaped(path);
            lines.append(escaped.equals(path) ? "" : "\\")
                    .append(sum)
                    .append("  ")
                    .append(escaped)
                    .append('\n');
        });
        WholeFile.write(
                folder.resolve(FILE_NAME),
                output -> output.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Take sums that are known, by path. */
    public static Checksums listed(SortedMap<String, String> sums) {
        return new Checksums(new TreeMap<>(sums));
    }

    /** Show the sums, by path. */
    public SortedMap<String, String> sums() {
        return sums;
    }

    /** List the paths, sorted. */
    public Set<String> paths() {
        return sums.keySet();
    }

    /** Take those below a folder, with paths relative to it and without its own {@value #FILE_NAME}. */
    public Checksums below(String folder) {
        String prefix = folder + "/";
        var below = new TreeMap<String, String>();
        sums.tailMap(prefix).forEach((path, sum) -> {
            if (path.startsWith(prefix) && !path.equals(prefix + FILE_NAME)) {
                below.put(path.substring(prefix.length()), sum);
            }
        });
        return new Checksums(below);
    }

    /** List what is different in the sums found, sorted by path. */
    public List<Difference> differences(Checksums found) {
        var paths = new TreeMap<>(sums);
        paths.putAll(found.sums);
        var differences = new ArrayList<Difference>();
        for (String path : paths.keySet()) {
            Optional<String> expected = Optional.ofNullable(sums.get(path));
            Optional<String> actual = Optional.ofNullable(found.sums.get(path));
            if (!expected.equals(actual)) {
                differences.add(new Difference(path, expected, actual));
            }
        }
        return differences;
    }

    private static Checksums ofFilesBelow(Path folder, Set<String> without, boolean allCores) throws IOException {
        List<Path> listed;
        try (Stream<Path> files = Files.walk(folder)) {
            listed = files.filter(Files::isRegularFile)
                    .filter(file -> {
                        String path = relative(folder, file);
                        return !path.equals(FILE_NAME) && !without.contains(path) && !isHidden(path);
                    })
                    .toList();
        }
        return new Checksums((allCores ? listed.parallelStream() : listed.stream())
                .collect(Collectors.toMap(
                        file -> relative(folder, file), Checksums::sha256, (one, other) -> one, TreeMap::new)));
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    /** Hidden is what is under way, or was put aside. */
    private static boolean isHidden(String path) {
        return path.startsWith(".") || path.contains("/.");
    }

    private static String escaped(String path) {
        return path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescaped(String path) {
        var text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' && i + 1 < path.length()) {
                i++;
                text.append(
                        switch (path.charAt(i)) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> path.charAt(i);
                        });
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
