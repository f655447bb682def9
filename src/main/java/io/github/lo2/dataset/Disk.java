package io.github.lo2.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Brings files to the disk, so that a loss of power after it takes nothing back. */
final class Disk {
    private Disk() {}

    /** Force a file, or a folder's list of names. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Force all that is in a folder, and the folder. */
    static void forceAll(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            force(path);
        }
    }

    /** Give what is whole its name, in one step that lasts; a file of that name is replaced. */
    static void rename(Path hidden, Path name) throws IOException {
        Files.move(hidden, name, StandardCopyOption.ATOMIC_MOVE);
        force(name.resolveSibling("."));
    }
}
