package io.github.lo2.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a run's folder for the one process that records into it: a lock on a hidden file there.
 *
 * <p>The operating system takes it back when the process ends, in whatever way; what counts is the lock, not the file. It belongs
 * to the process: when any of its channels on the file is closed, the lock is gone. So no second one is opened in this JVM
 * while the first has it.
 */
final class RunLock implements AutoCloseable {
    /** The file in a run's folder; a complete run has none. */
    static final String FILE_NAME = ".lock";

    /** The folders whose lock this process has: what it is a state of is the process, as the lock is. */
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Path run;
    private final FileLock lock;

    private RunLock(Path file, Path run, FileLock lock) {
        this.file = file;
        this.run = run;
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
            Path real = run.toRealPath();
            if (!LOCKED_HERE.add(real)) {
                throw taken(run);
            }
            boolean locked = false;
            try {
                var lock = new RunLock(file, real, lock(run, file));
                locked = true;
                return lock;
            } finally {
                if (!locked) {
                    LOCKED_HERE.remove(real);
                }
            }
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
            if (lock.isValid()) {
                lock.acquiredBy().close();
                LOCKED_HERE.remove(run);
            }
        } catch (IOException e) {
            throw new DatasetException("%s cannot be given back: %s".formatted(file, e), e);
        }
    }

    private static FileLock lock(Path run, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw taken(run);
        }
        return lock;
    }

    private static DatasetException taken(Path run) {
        return new DatasetException(
                "%s is being recorded by another process; wait until that has ended, or end it, and resume the run then; nothing was started"
                        .formatted(run),
                null);
    }
}
