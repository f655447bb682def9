package io.github.lo2.suite;

import io.github.lo2.failure.Precondition;
import io.github.lo2.failure.PreconditionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What this machine lets the suite itself do. */
final class Machine {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    /** Places in a line of mountinfo, see proc(5). */
    private static final int MOUNT_POINT = 4;

    private static final int OPTIONS = 5;

    private Machine() {}

    /**
     * Check that native libraries can be loaded: DuckDB and JNA unpack theirs into the folder for temporary files.
     *
     * @throws PreconditionException when nothing may be run from there
     */
    static void requireNatives() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            if (Files.exists(MOUNTS) && isNoexec(folder.toRealPath(), Files.readAllLines(MOUNTS))) {
                throw new PreconditionException(List.of(Precondition.NATIVES.line(folder)));
            }
        } catch (IOException e) {
            // Who makes a temporary file says so.
        }
    }

    /**
     * Tell whether a folder is on a mount from which no program may be run.
     *
     * @param mounts lines of {@code /proc/self/mountinfo}; of two mounts on one place the later counts
     */
    static boolean isNoexec(Path folder, List<String> mounts) {
        Optional<String[]> mount = mounts.stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > OPTIONS && folder.startsWith(path(fields[MOUNT_POINT])))
                .reduce((first, second) -> length().compare(first, second) > 0 ? first : second);
        return mount.filter(fields -> Arrays.asList(fields[OPTIONS].split(",")).contains("noexec"))
                .isPresent();
    }

    private static Comparator<String[]> length() {
        return Comparator.comparingInt(fields -> path(fields[MOUNT_POINT]).getNameCount());
    }

    /** Read a path in which a blank is written as octal digits. */
    private static Path path(String written) {
        return Path.of(written.replace("\\040", " "));
    }
}
