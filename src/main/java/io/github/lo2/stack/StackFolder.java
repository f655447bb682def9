package io.github.lo2.stack;

import io.github.lo2.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/** A folder that lives as long as a stack. */
final class StackFolder {
    private StackFolder() {}

    /** Make one that is deleted even when this JVM is killed. */
    static Path create(ChildProcesses processes) {
        try {
            // Short: a socket's path may have no more than 107 bytes.
            Path folder = Files.createTempDirectory("lo2-stack-");
            processes.deleteWhenKilled(folder);
            return folder;
        } catch (IOException e) {
            throw new StackException(
                    "no temporary folder can be made in %s: %s; name another one with -Djava.io.tmpdir=…"
                            .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
                    e);
        }
    }

    /** Delete it with all that is in it; when the suite is told to end, the reaper does so at the same time. */
    static void delete(Path folder) {
        try {
            while (Files.exists(folder)) {
                deleteWhatIsLeft(folder);
            }
        } catch (IOException e) {
            throw new StackException(
                    "%s cannot be deleted: %s; delete it by hand".formatted(folder, e.getMessage()), e);
        }
    }

    private static void deleteWhatIsLeft(Path folder) throws IOException {
        try {
            PathUtils.deleteDirectory(folder);
        } catch (NoSuchFileException e) {
            // Somebody else was quicker with that file.
        }
    }
}
