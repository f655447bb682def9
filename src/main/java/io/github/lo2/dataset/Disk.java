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
public final class Disk {
    private Disk() {}

    /**
     * Bring a file, or a folder with all that is in it, to the disk and give it its name: nobody ever sees half of it.
     *
     * @param hidden what is whole
     * @param name beside it; a file of that name is replaced
     * @throws IOException when the disk refuses, or a folder of that name is there; what is whole keeps its hidden name
     */
    public static void publish(Path hidden, Path name) throws IOException {
        forceAll(hidden);
        rename(hidden, name);
    }

    /** Give something another name, in one step that lasts; a file of that name is replaced. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force(to.resolveSibling("."));
    }

    /** Force a file, or a folder's list of names. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void forceAll(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            force(path);
        }
    }
}
