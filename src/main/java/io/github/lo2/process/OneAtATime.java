package io.github.lo2.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Lets one at a time, of all threads and processes, make something that all use: the others wait and find it made. */
public final class OneAtATime {
    private OneAtATime() {}

    /**
     * Make something, or look that it is there.
     *
     * @param lock a file beside it that is made for this; what counts is the lock, which ends with its process
     * @throws ChildProcessException when the file cannot be locked
     */
    public static void make(Path lock, Runnable making) {
        // The lock is between processes; within this one a second try would fail instead of waiting.
        synchronized (OneAtATime.class) {
            try {
                Files.createDirectories(
                        Objects.requireNonNull(lock.toAbsolutePath().getParent(), "folder of the lock"));
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    assert held.isValid();
                    making.run();
                }
            } catch (IOException e) {
                throw new ChildProcessException(
                        "%s cannot be locked: %s; expected a file on a disk that can be written"
                                .formatted(lock, e.getMessage()),
                        e);
            }
        }
    }
}
