package io.github.lo2.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The time of day of a recording, to be set while it goes on: libfaketime adds to the clock what a file says. All processes of
 * the recording see it at once; the machine's own clock, and the one that nobody can set, stay what they are.
 */
final class DrillClock {
    /** The Debian package that has it. */
    static final String PACKAGE = "libfaketime";

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path library;
    private final Path file;

    private DrillClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /**
     * Make it.
     *
     * @param folder where its file goes
     * @return empty where libfaketime is not installed
     */
    static Optional<DrillClock> in(Path folder) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            Optional<DrillClock> clock = folders.map(each -> each.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst()
                    .map(library -> new DrillClock(library, folder.resolve("clock")));
            clock.ifPresent(DrillClock::right);
            return clock;
        }
    }

    /** Set it, forward or back. */
    void step(Duration by) throws IOException {
        // At once: a reader finds the one or the other.
        Path next = Files.writeString(
                file.resolveSibling("clock.next"), String.format(Locale.ROOT, "%+ds%n", by.toSeconds()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Let it be right. */
    void right() {
        try {
            step(Duration.ZERO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name what a recording and all its children get, so that they see it. */
    Map<String, String> environment() {
        Map<String, String> own = Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // What is done for another C library would let each timed wait of a JVM end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
        var all = new TreeMap<>(own);
        own.forEach((name, value) -> all.put("LO2_CHILD_" + name, value));
        return all;
    }
}
