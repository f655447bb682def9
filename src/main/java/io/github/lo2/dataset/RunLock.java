package io.github.lo2.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run's folder for the one process that records into it: a lock on a hidden file there.
 *
 * <p>The operating system takes it back when the process ends, in whatever way; what counts is the lock, not the file.
 */
final class RunLock implements AutoCloseable {
    /** The file in a run's folder; a complete run has none. */
    static final String FILE_NAME = ".lock";

    private final Path file;
    private final FileLock lock;

    private RunLock(Path file, FileLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Take the lock of a run.
     *
     * @throws DatasetException when another has it, in this JVM or in another process, or there can be none
     */
    static RunLock take(Path run) {
        Path file = run.resolve(FILE_NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new DatasetException(
                        "%s is being recorded by another process; wait until that has ended, or end it, and resume the run then; nothing was started"
                                .formatted(run),
                        null);
            }
            return new RunLock(file, lock);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be locked: %s; expected a file on a disk that can be written".formatted(file, e), e);
        }
    }

    /** Delete the file and give the lock back: the run is complete. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be deleted: %s; delete it by hand".formatted(file, e), e);
        } finally {
            close();
        }
    }

    /** Give the lock back; twice is once. */
    @Override
    public void close() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new DatasetException("%s cannot be given back: %s".formatted(file, e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very JVM has it
        }
    }
}
